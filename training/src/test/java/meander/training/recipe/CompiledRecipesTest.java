package meander.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import meander.models.graph.TextSnapshots;
import meander.models.graph.Weights;
import meander.training.program.Phase;
import meander.training.program.TrainableNetwork;
import meander.training.program.TrainingProgram;
import meander.training.recipe.TrainingRecipe.DataShape;
import meander.training.run.LocalEngine;
import meander.training.run.TrainingEngine;

/**
 * What each recipe is compiled to, compared with what it once was: the TorchScript of every step and drawing, and the plan of what runs
 * when and with which inputs.
 */
class CompiledRecipesTest {
    /** By the names that settings had when the snapshots were made, as all names in them. */
    private static final Map<String, String> SMALL = Map.of("batch", "4", "rounds", "1");

    private record Case(String recipe, DataShape data, Map<String, String> settings) {}

    /** By the names of their snapshots. Sizes are small where the text is the same for large ones. */
    private static SequencedMap<String, Case> cases() {
        SequencedMap<String, Case> cases = new TreeMap<>();
        DataShape plain = new DataShape(16, 3, 0);
        DataShape classes = new DataShape(16, 3, 2);
        cases.put("stylegan2", new Case("stylegan2", plain, Map.of()));
        cases.put("stylegan2_classes_path_length",
                new Case("stylegan2", classes, Map.of("path-length", "2", "augment", "none", "ema-ramp-up", "0")));
        cases.put("stylegan2_diffaugment_rounds", new Case("stylegan2", plain, Map.of("augment", "diffaugment", "rounds", "2")));
        cases.put("progan", new Case("progan", plain, Map.of()));
        cases.put("progan_classes", new Case("progan", new DataShape(8, 1, 3), Map.of("stable-kimg", "1", "fade-kimg", "2")));
        cases.put("wgan_gp", new Case("wgan-gp", plain, Map.of()));
        cases.put("wgan_gp_classes_rounds", new Case("wgan-gp", classes, Map.of("rounds", "2")));
        cases.put("dcgan", new Case("dcgan", plain, Map.of()));
        cases.put("dcgan_classes", new Case("dcgan", new DataShape(32, 1, 10), Map.of("d-steps", "2", "ema-kimg", "0")));
        for (String loss : List.of("minimax", "least-squares", "hinge", "wasserstein"))
            cases.put("dcgan_" + loss.replace('-', '_'), new Case("dcgan", plain,
                    Map.of("loss", loss, "norm", loss.equals("hinge") ? "spectral" : "none", "clip", "0.01")));
        cases.put("pix2pix", new Case("pix2pix", new DataShape(32, 3, 0), Map.of()));
        cases.put("pix2pix_instance_least_squares", new Case("pix2pix", new DataShape(32, 3, 0), Map.of("norm", "instance",
                "dropout", "off", "loss", "least-squares", "decay", "1", "jitter", "1", "patch", "0")));
        cases.put("cyclegan", new Case("cyclegan", new DataShape(32, 3, 0), Map.of("blocks", "2", "patch", "1")));
        cases.put("cyclegan_without_pool_and_identity", new Case("cyclegan", new DataShape(16, 3, 0),
                Map.of("blocks", "1", "patch", "1", "pool", "0", "identity", "0", "ema-kimg", "1")));
        return cases;
    }

    @TestFactory
    Stream<DynamicTest> compileToWhatTheyDid() {
        return cases().entrySet().stream().map(
                each -> DynamicTest.dynamicTest(each.getKey(), () -> TextSnapshots.check(each.getKey(), text(each.getValue()))));
    }

    @Test
    void everyRecipeIsComparedAndNothingElseIsKept() {
        assertThat(TextSnapshots.names()).isEqualTo(cases().keySet());
        assertThat(cases().values()).extracting(Case::recipe)
                .containsAll(Recipes.installed().all().stream().map(TrainingRecipe::name).toList());
    }

    private static String text(Case given) {
        TrainingRecipe recipe = Recipes.installed().named(given.recipe).orElseThrow();
        Map<String, String> typed = new TreeMap<>(SMALL);
        typed.putAll(given.settings);
        List<Setting> settings = new LocalEngine(Recipes.installed(), null, () -> false).offers().stream()
                .filter(offer -> offer.name().equals(given.recipe)).map(TrainingEngine.Offer::settings).findFirst().orElseThrow();
        TrainingPlan plan = recipe.plan(new SettingValues(settings, typed), given.data);
        TrainingProgram program = plan.program();
        StringBuilder text = new StringBuilder(recipe.title() + " of " + given.data.size() + " px, " + given.data.channels()
                + " channels, " + given.data.classes() + " classes, with " + typed + "\n");
        settings.forEach(setting -> text.append("setting ").append(SettingAliases.former(setting.key())).append(" = ")
                .append(setting.initial()).append('\n'));
        text.append("batch ").append(plan.batchSize()).append(" rounds ").append(plan.gradientAccumulation())
                .append(" generator ").append(plan.generator()).append("\nsheet ").append(plan.shown().sheet()).append(" of ")
                .append(plan.shown().rows());
        plan.shown().judged().forEach(judged -> text.append(", ").append(judged.sampler()).append(" judged by ")
                .append(judged.side()).append(judged.paired() ? " in pairs" : ""));
        text.append('\n');
        program.networks().forEach(player -> text.append("player ").append(text(player)).append('\n'));
        program.phases().forEach(phase -> text.append("phase ").append(text(phase)).append('\n'));
        program.samplers().forEach((name, drawing) -> text.append("drawing ").append(name).append(text(drawing)).append('\n'));
        text.append("restarts ").append(program.restarts()).append("\nkept ").append(program.buffers()).append('\n');
        return text + program.script(Weights.untrained(0)).source();
    }

    /** The optimiser stands in the script. */
    private static String text(TrainableNetwork player) {
        return player.name() + player.averaging()
                .map(averaging -> " averaged over " + averaging.kimg() + " kimg, ramp-up " + averaging.rampUp()).orElse("");
    }

    private static String text(Phase phase) {
        StringBuilder feeds = new StringBuilder();
        phase.inputs().forEach((name, feed) -> feeds.append(' ').append(name).append(' ').append(feed)
                .append(Arrays.toString(phase.graph().inputs().get(name).shape().dims())));
        return phase.name() + " moves " + phase.network() + ", batch " + phase.batch() + ", every " + phase.interval() + ", from "
                + phase.from() + " to " + phase.to() + ", unused " + phase.unused().stream().sorted().toList() + ", figures "
                + phase.metrics() + ", fed" + feeds;
    }
}
