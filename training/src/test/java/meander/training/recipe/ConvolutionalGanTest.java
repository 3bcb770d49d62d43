package meander.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.family.Model;
import meander.models.graph.Graph;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.latent.ClassMix;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import meander.training.Gradients;
import meander.training.program.Phase;
import meander.training.program.Trainer;
import meander.training.program.TrainingProgram;

/** DCGAN and WGAN-GP. */
class ConvolutionalGanTest {
    private static final TrainingRecipe.DataShape CLASSES = new TrainingRecipe.DataShape(16, 3, 2);
    private static final TrainingRecipe.DataShape GREY = new TrainingRecipe.DataShape(16, 1, 0);
    private static final Map<String, String> TINY = Map.of("batch-size", "4", "width", "2", "z-dim", "3");

    @TempDir
    private Path folder;

    private static TrainingPlan plan(TrainingRecipe recipe, TrainingRecipe.DataShape data, Map<String, String> changes) {
        Map<String, String> typed = new HashMap<>(TINY);
        typed.putAll(changes);
        return recipe.plan(new SettingValues(recipe.settings(), typed), data);
    }

    private static TrainingRecipe recipe(String name) {
        return Recipes.installed().named(name).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"dcgan,non-saturating,batch", "dcgan,minimax,spectral", "dcgan,least-squares,none", "dcgan,hinge,spectral",
            "dcgan,wasserstein,batch", "wgan-gp,,"})
    void everyPhaseHasTheGradientThatDifferencesShow(String name, String loss, String norm) {
        Map<String, String> changes = loss == null ? Map.of() : Map.of("loss", loss, "norm", norm);
        for (Phase phase : plan(recipe(name), CLASSES, changes).program().phases()) {
            Set<String> without = new HashSet<>(phase.unused());
            phase.graph().parameters().forEach((parameter, _) -> {
                if (!parameter.startsWith(phase.network() + ".")) without.add(parameter);
            });
            assertThat(Gradients.error(phase.graph(), without, Gradients.inputs(phase),
                    settled(phase.graph(), SyntheticDatasets.moved(0.3)))).as(phase.name()).isLessThan(2e-5);
        }
    }

    /** No gradient flows through the vectors of spectral normalisation, but differences see them move, unless the iteration has arrived. */
    private static Weights settled(Graph graph, Weights weights) {
        return parameter -> {
            Tensor begin = weights.get(parameter);
            Value weight = graph.parameters().get(parameter.name().replaceFirst("\\.u$", ".weight"));
            if (!parameter.name().endsWith(".u")) return begin;
            float[] matrix = weights.get((Op.Parameter) weight.op()).data();
            int out = parameter.shape().elements();
            int in = matrix.length / out;
            double[] u = new double[out];
            Arrays.fill(u, 1);
            for (int step = 0; step < 5000; step++) {
                double[] v = new double[in];
                double[] next = new double[out];
                for (int o = 0; o < out; o++)
                    for (int i = 0; i < in; i++)
                        v[i] += matrix[o * in + i] * u[o];
                for (int o = 0; o < out; o++)
                    for (int i = 0; i < in; i++)
                        next[o] += matrix[o * in + i] * v[i];
                double length = Math.sqrt(Arrays.stream(next).map(x -> x * x).sum());
                for (int o = 0; o < out; o++)
                    u[o] = next[o] / length;
            }
            float[] arrived = new float[out];
            for (int o = 0; o < out; o++)
                arrived[o] = (float) u[o];
            return new Tensor(Shape.of(out), arrived);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"dcgan", "wgan-gp"})
    void whatWasTrainedIsDrawnAsItWasDrawnInTraining(String name) throws Exception {
        TrainingPlan plan = plan(recipe(name), CLASSES, Map.of("learning-rate", "0.01"));
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            for (int i = 0; i < 10; i++)
                trainer.advance();
            Model model = TrainedModel.of(plan, trainer, folder);
            assertThat(model.info().family()).isEqualTo("DCGAN");
            assertThat(model.info().classes()).isEqualTo(2);
            assertThat(model.controls()).noneMatch(Control.Guess.class::isInstance);
            float[] drawn = trainer.draw(TrainingProgram.DRAW, 3).data();
            // The class of the first latent is drawn at random too: one of both is the one.
            double[] apart = new double[2];
            for (int label = 0; label < 2; label++) {
                float[] rendered = TrainedModel.rendered(model, RenderRequest.DEFAULT.withClasses(ClassMix.of(label)), 3);
                for (int i = 0; i < rendered.length; i++)
                    apart[label] = Math.max(apart[label], Math.abs(rendered[i] - drawn[i]));
            }
            assertThat(Math.min(apart[0], apart[1])).isLessThan(1e-4);
            assertThat(Math.max(apart[0], apart[1])).isGreaterThan(1e-3);
        }
    }

    @Test
    void aGreyModelWithoutClassesOpensToo() throws Exception {
        TrainingPlan plan = plan(new DcganRecipe(), GREY, Map.of());
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            trainer.advance();
            Model model = TrainedModel.of(plan, trainer, folder);
            assertThat(model.info().channels()).isEqualTo(1);
            assertThat(model.info().width()).isEqualTo(16);
            assertThat(model.info().notes()).noneMatch(note -> note.contains("guess"));
            assertThat(TrainedModel.rendered(model, RenderRequest.DEFAULT, 3)[17])
                    .isCloseTo(trainer.draw(TrainingProgram.DRAW, 3).data()[17], within(1e-4f));
        }
    }

    @ParameterizedTest
    @CsvSource({"dcgan,norm,spectral", "dcgan,norm,batch", "wgan-gp,d-steps,2"})
    void aResumedTrainingGivesTheSameNumbers(String name, String key, String value) {
        Learning.resumes(plan(recipe(name), CLASSES, Map.of(key, value)));
    }

    @ParameterizedTest
    @CsvSource({"dcgan,norm,spectral", "dcgan,norm,batch", "wgan-gp,d-steps,2"})
    void judgesHeldBackPicturesAsThoseItLearnsFrom(String name, String key, String value) {
        Learning.judges(plan(recipe(name), CLASSES, Map.of(key, value)), 0);
    }

    @ParameterizedTest
    @CsvSource({"dcgan,norm,spectral", "dcgan,norm,batch", "wgan-gp,d-steps,2"})
    void everythingMoves(String name, String key, String value) {
        Learning.movesEverything(plan(recipe(name), CLASSES, Map.of(key, value)));
    }

    @Test
    void theCriticTakesSeveralStepsForEachOfTheGenerator() {
        TrainingPlan plan = plan(new WganGpRecipe(), GREY, Map.of("d-steps", "3"));
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            for (int i = 0; i < 6; i++)
                assertThat(trainer.advance().containsKey("G/loss")).isEqualTo(i % 3 == 0);
            assertThat(trainer.state().get("D_updates")[0]).isEqualTo(6);
            assertThat(trainer.state().get("G_updates")[0]).isEqualTo(2);
            assertThat(trainer.images()).isEqualTo(24);
        }
    }

    @Test
    void clippedWeightsStayWithinTheirLimit() {
        TrainingPlan plan = plan(new DcganRecipe(), GREY, Map.of("loss", "wasserstein", "weight-clip", "0.01", "norm", "none"));
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            trainer.advance();
            for (float weight : trainer.state().get("D"))
                assertThat(Math.abs(weight)).isLessThanOrEqualTo(0.01f);
        }
    }

    @Test
    void saysWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> plan(new DcganRecipe(), GREY, Map.of("batch-size", "4", "gradient-accumulation", "4")))
                .hasMessageContaining("two pictures");
        assertThatThrownBy(() -> plan(new WganGpRecipe(), GREY, Map.of("batch-size", "4", "gradient-accumulation", "3")))
                .hasMessageContaining("3 parts");
        assertThatThrownBy(() -> plan(new DcganRecipe(), new TrainingRecipe.DataShape(256, 3, 0), Map.of()))
                .hasMessageContaining("smaller resolution");
    }
}
