package meander.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;

import meander.app.base.FxThreads;
import meander.training.data.DataSettings.Sides;
import meander.training.data.Datasets;
import meander.training.alarm.AlarmRule;
import meander.training.metric.Metric;
import meander.training.recipe.Curve;
import meander.training.recipe.Recipes;
import meander.training.recipe.Setting;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingPlan;
import meander.training.recipe.TrainingRecipe;
import meander.training.run.LocalEngine;
import meander.training.run.TrainingEngine.Offer;
import meander.training.run.TrainingEvent;
import meander.ui.Messages;

/** Trainings of networks that translate, in the Train workspace. */
class TranslationsTest {
    private static TrainingPlan plan(TrainingRecipe recipe) {
        return recipe.plan(new SettingValues(recipe.settings(), Map.of()), new TrainingRecipe.DataShape(32, 3, 0));
    }

    private static List<TrainingRecipe> translating() {
        List<TrainingRecipe> all = Recipes.installed().all().stream().filter(recipe -> recipe.sides() != Sides.NONE).toList();
        assertThat(all).hasSize(2);
        return all;
    }

    @Test
    void rowsFiguresSettingsAndDataHaveWordsInBothLanguages() {
        for (Messages messages : List.of(new Messages(Locale.ENGLISH), new Messages(Locale.SIMPLIFIED_CHINESE))) {
            for (TrainingRecipe recipe : Recipes.installed().all()) {
                for (String row : plan(recipe).shown().rows())
                    assertThat(messages.keys()).contains("train.sheet." + row);
                for (Setting setting : recipe.settings())
                    assertThat(messages.keys()).contains("setting." + setting.key());
                for (Metric metric : recipe.monitoring().metrics())
                    assertThat(messages.keys()).contains(figure(metric.name()));
                for (String metric : recipe.monitoring().summary())
                    assertThat(messages.keys()).contains(figure(metric));
                for (AlarmRule alarm : recipe.monitoring().alarms())
                    assertThat(messages.keys()).contains("train.notice." + alarm.id(), "train.health." + alarm.id());
                for (Curve curve : recipe.monitoring().curves()) {
                    assertThat(messages.keys()).contains("train.curve." + curve.id(), "train.curve." + curve.id() + ".about");
                    for (String figure : curve.metrics())
                        assertThat(messages.keys()).contains(figure(figure));
                }
            }
            for (String name : Datasets.bundled())
                assertThat(messages.keys()).contains("train.data." + name);
        }
    }

    private static String figure(String metric) {
        return "train.figure." + metric.replace('/', '.');
    }

    private static RunHistory story(TrainingRecipe recipe) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        plan(recipe).program().phases().forEach(phase -> phase.metrics().forEach(name -> figures.put(name, 1.0)));
        return RunHistory.of(recipe.monitoring(), List.of(new TrainingEvent.Measured(1, 10, figures)));
    }

    @Test
    void theFirstChartsShowWhatTheAuthorsWatch() {
        List<List<String>> shown = new ArrayList<>();
        for (TrainingRecipe recipe : translating())
            shown.add(CurveTexts.first(story(recipe)).stream().flatMap(curve -> curve.metrics().stream()).toList());
        assertThat(shown.get(0)).contains("G_GAN", "D_real", "D_fake", "G_L1");
        assertThat(shown.get(1)).contains("G_A", "D_A", "G_B", "D_B", "cycle_A", "cycle_B");
        assertThat(CurveTexts.first(new RunHistory())).containsExactly(Curve.LOSS, Curve.SIGNS, Curve.DISTANCE, Curve.DIVERSITY);
        assertThat(CurveTexts.of(new RunHistory())).as("offered where they mean something").extracting(Curve::id)
                .doesNotContain("cycles");
    }

    @Test
    void dataIsLookedAtAsTheRecipeWillSeeIt() {
        List<Sides> asked = new ArrayList<>();
        DatasetInspector look = new DatasetInspector() {
            @Override
            public List<Ready> ready() {
                return List.of();
            }

            @Override
            public Summary look(String data, Sides sides, BooleanSupplier cancelled) throws IOException {
                asked.add(sides);
                if (sides == Sides.PAIRED) throw new IOException("There are no pairs.");
                return new Summary(data, 4, 32, 32, 0, 0, 0, List.of(), List.of(), 0, sides);
            }
        };
        List<Offer> offers = new LocalEngine(Recipes.installed(), Path.of("nowhere"), () -> false).offers();
        NewRunViewModel draft = new NewRunViewModel(new NewRunViewModel.Parts(offers, look, _ -> Optional.empty(),
                Path.of("runs"), FxThreads.inline(), Runnable::run));
        draft.choose("pictures");
        draft.offer().set(offer(offers, "progan")); // which asks for nothing else
        draft.offer().set(offer(offers, "cyclegan"));
        assertThat(draft.startable().get()).isTrue();
        draft.offer().set(offer(offers, "pix2pix"));
        assertThat(asked).containsExactly(Sides.NONE, Sides.UNPAIRED, Sides.PAIRED);
        assertThat(draft.look().get()).isInstanceOf(NewRunViewModel.Look.Refused.class);
        assertThat(draft.startable().get()).isFalse();
    }

    private static Offer offer(List<Offer> offers, String name) {
        return offers.stream().filter(offer -> offer.name().equals(name)).findFirst().orElseThrow();
    }
}
