package meander.app.help;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;

import meander.app.base.Commands;
import meander.app.base.Texts;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.ForeignModel;
import meander.models.family.ExportFormat;
import meander.models.family.Families;
import meander.models.family.Family;
import meander.training.recipe.Recipes;
import meander.training.recipe.TrainingRecipe;
import meander.ui.Messages;

class HelpContentTest {
    private final Map<String, Commands> commands = new LinkedHashMap<>();
    private final Texts texts = new Texts(new Messages(Locale.ENGLISH));

    HelpContentTest() {
        for (String workspace : List.of("explore", "train")) {
            Commands own = new Commands();
            own.add("palette.show", "Shortcut+K", () -> {});
            own.add("tour.begin", "", () -> {});
            commands.put(workspace, own);
        }
        commands.get("explore").add("seed.random", "Space", () -> {});
    }

    private HelpContent help() {
        return HelpContent.of(commands, Families.installed(), Recipes.installed());
    }

    private List<String> names(String title) {
        return help().chapters().stream().filter(chapter -> chapter.title().equals(title)).findFirst().orElseThrow().rows()
                .stream().map(row -> (texts.say(row.name()) + " " + texts.say(row.detail()) + row.keys()).strip()).toList();
    }

    @Test
    void keysThatAreTheSameEverywhereAreToldOnceAndOthersWhereTheyCount() {
        assertThat(names("help.keys")).containsExactly("Show every command Ctrl K");
        assertThat(names("help.keys.explore")).containsExactly("Random seed Space");
        assertThat(help().chapters()).extracting(HelpContent.Chapter::title).doesNotContain("help.keys.train");
    }

    @Test
    void everyNetworkRecipeAndFileThereIsStandsInItWithItsPaper() {
        assertThat(names("help.networks")).containsExactlyElementsOf(Families.installed().all().stream()
                .map(family -> family.name() + " " + (family.paper().isEmpty() ? "No paper of its own" : family.paper()))
                .toList());
        assertThat(names("help.recipes")).containsExactlyElementsOf(
                Recipes.installed().all().stream().map(recipe -> recipe.title() + " " + recipe.paper()).toList());
        assertThat(names("help.opens")).hasSize(ContainerFormat.values().length + ForeignModel.Language.values().length)
                .doesNotHaveDuplicates().allSatisfy(row -> assertThat(row).startsWith("."));
        assertThat(names("help.writes")).hasSize(ExportFormat.values().length)
                .allSatisfy(row -> assertThat(row).matches("\\.[a-z]+ [A-Z].+"));
    }

    /** The number of a paper that is trained by stands with the network that opens it, too. */
    @Test
    void networksAndRecipesNameTheSamePapers() {
        List<String> opened = Families.installed().all().stream().map(Family::paper).toList();
        for (TrainingRecipe recipe : Recipes.installed().all()) {
            String number = recipe.paper().replaceFirst(".*?arXiv:([0-9.]+).*", "$1");
            assertThat(opened).as(recipe.title()).anySatisfy(paper -> assertThat(paper).contains(number));
        }
    }

    @Test
    void everyTitleHasAText() {
        for (HelpContent.Chapter chapter : help().chapters())
            assertThat(texts.text(chapter.title())).isNotBlank();
    }
}
