package meander.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import meander.training.run.TrainingSpec;

class SettingAliasesTest {
    private static final List<Setting> DECLARED = new StyleGan2Recipe().settings();

    @Test
    void formerNamesMeanTheSame() {
        SettingValues values = new SettingValues(DECLARED, Map.of("batch", "8", "rate", "0.5", "r1-every", "4"));
        assertThat(values.whole("batch-size")).isEqualTo(8);
        assertThat(values.real("learning-rate")).isEqualTo(0.5);
        assertThat(values.whole("r1-interval")).isEqualTo(4);
    }

    @Test
    void anObjectionNamesTheSettingAsItIsCalledNow() {
        assertThat(SettingValues.objections(DECLARED, Map.of("rounds", "0")))
                .containsExactly("gradient-accumulation is a whole number from 1 to 1024, not 0.");
    }

    @Test
    void everyFormerNameStandsForASettingOfSomeRecipe() {
        for (String former : List.of("batch", "batch-32", "batch-1024", "rounds", "rate", "r1-every", "path-length-every", "z",
                "w", "mixing", "clip", "pool"))
            assertThat(Recipes.installed().all()).as(former).anySatisfy(recipe -> assertThat(recipe.settings())
                    .extracting(Setting::key).contains(SettingAliases.current(former)).doesNotContain(former));
    }

    @Test
    void aSpecificationIsSavedUnderCurrentNamesAndAChangeCountsUnderEitherName() {
        TrainingSpec saved = new TrainingSpec("dcgan", "data", 1, 0, new TreeMap<>(Map.of("batch", "8", "sample-kimg", "2")));
        assertThat(saved.settings()).isEqualTo(Map.of("batch-size", "8", "sample-interval", "2"));
        assertThat(saved.with(Map.of("batch-size", "16")).settings()).containsEntry("batch-size", "16")
                .doesNotContainKey("batch");
        assertThat(saved.with(Map.of("batch", "32")).settings()).containsEntry("batch-size", "32").hasSize(2);
    }

    @Test
    void theNewerNameCountsWhereBothWereTyped() {
        assertThat(SettingAliases.current(Map.of("batch", "8", "batch-size", "16"))).isEqualTo(Map.of("batch-size", "16"));
    }

    @Test
    void everyNameLeadsBackToTheOneBefore() {
        assertThat(SettingAliases.former("batch-size-64")).isEqualTo("batch-64");
        assertThat(SettingAliases.former("gamma")).isEqualTo("gamma");
    }
}
