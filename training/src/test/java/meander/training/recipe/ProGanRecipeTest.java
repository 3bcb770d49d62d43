package meander.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.family.Model;
import meander.models.family.progan.ProGan;
import meander.models.family.progan.ProGanDiscriminator;
import meander.models.family.progan.ProGanModel;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.nn.AveragePool;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import meander.training.Gradients;
import meander.training.program.InputSource;
import meander.training.program.Phase;
import meander.training.program.PhaseGraph;
import meander.training.program.Trainer;
import meander.training.program.TrainingProgram;

class ProGanRecipeTest {
    /** 4×4 for 12 pictures; 8×8 fades in until 32, stays until 44; 16×16 fades in until 64. */
    private static final Map<String, String> TINY = Map.of("batch-size", "4", "stable-kimg", "0.012", "fade-kimg", "0.02",
            "channel-base", "32", "channel-max", "4", "z-dim", "3", "ema-kimg", "0.01");
    private static final GrowthSchedule GROWTH = new GrowthSchedule(16, 0.012, 0.02);

    @TempDir
    private Path folder;

    private static TrainingPlan plan(int size, Map<String, String> changes) {
        Map<String, String> typed = new HashMap<>(TINY);
        typed.putAll(changes);
        ProGanRecipe recipe = new ProGanRecipe();
        return recipe.plan(new SettingValues(recipe.settings(), typed), new TrainingRecipe.DataShape(size, 3, 0));
    }

    private static void train(Trainer trainer, int steps) {
        for (int i = 0; i < steps; i++)
            trainer.advance();
    }

    @Test
    void everySizeIsTrainedInItsTurn() {
        assertThat(GROWTH.sizes()).containsExactly(4, 8, 16);
        assertThat(GROWTH.from(4)).isZero();
        assertThat(GROWTH.to(4)).isEqualTo(GROWTH.from(8)).isCloseTo(0.012, within(1e-12));
        assertThat(GROWTH.to(8)).isEqualTo(GROWTH.from(16)).isCloseTo(0.044, within(1e-12));
        assertThat(GROWTH.to(16)).isInfinite();
        try (Trainer trainer = SyntheticDatasets.trainer(plan(16, Map.of()))) {
            Map<String, float[]> state = trainer.state();
            double[][] expected = {{0, 2}, {12, 2}, {22, 2.5}, {32, 3}, {44, 3}, {49, 3.25}, {64, 4}, {1000, 4}};
            for (double[] at : expected) {
                trainer.restore(state, 0, (long) at[0]);
                assertThat((double) trainer.draw("level", 0).data()[0]).as("after %s", at[0]).isCloseTo(at[1], within(1e-5));
            }
        }
    }

    @Test
    void everyPhaseHasTheGradientThatDifferencesShow() {
        for (Phase phase : plan(16, Map.of()).program().phases()) {
            Set<String> without = new HashSet<>(phase.unused());
            phase.graph().parameters().forEach((parameter, _) -> {
                if (!parameter.startsWith(phase.network() + ".")) without.add(parameter);
            });
            Map<String, Tensor> inputs = new HashMap<>(Gradients.inputs(phase));
            inputs.put("kimg", Tensor.scalar((float) (phase.from() + 0.4 * 0.02)));
            assertThat(Gradients.error(phase.graph(), without, inputs, SyntheticDatasets.moved(0.3))).as(phase.name())
                    .isLessThan(2e-5);
        }
    }

    @Test
    void aNewBlockBeginsWithoutAndEndsWithAllOfThePicture() {
        ProGan generator = new ProGan(3, ProGan.channels(8, 32, 4), 3);
        ProGanDiscriminator discriminator = new ProGanDiscriminator(generator.channels(), 3, 4);
        PhaseGraph phase = new PhaseGraph();
        Value z = phase.normal("z", 4, 3);
        Value none = phase.graph().constant(Tensor.scalar(0));
        Value whole = phase.graph().constant(Tensor.scalar(1));
        Value real = phase.input("real", InputSource.PICTURES, 4, 3, 8, 8);
        Value coarse = generator.picture(phase.scope("state"), z, 4, _ -> whole).upsampleNearest(2);
        Value fine = generator.picture(phase.scope("state"), z, 8, side -> side == 8 ? whole : null);
        Value begin = generator.picture(phase.scope("state"), z, 8, side -> side == 8 ? none : whole);
        Value end = generator.picture(phase.scope("state"), z, 8, side -> side == 8 ? whole : none);
        Value small = discriminator.logits(phase.scope("state").at("D"), AveragePool.of(real, 2), null);
        Value large = discriminator.logits(phase.scope("state").at("D"), real, null);
        phase.metric("begin", apart(begin, coarse)).metric("end", apart(end, fine)).metric("between", apart(coarse, fine))
                .metric("D begin", apart(discriminator.logits(phase.scope("state").at("D"), real, none), small))
                .metric("D end", apart(discriminator.logits(phase.scope("state").at("D"), real, whole), large))
                .metric("D between", apart(small, large));
        PhaseGraph drawing = new PhaseGraph();
        drawing.metric("picture", drawing.normal("z", 1));
        TrainingProgram program = new TrainingProgram(List.of(), List.of(phase.phase("P", "", 4)),
                Map.of(TrainingProgram.DRAW, drawing), List.of());
        try (Trainer trainer = new Trainer(program, 4, 1, 0, SyntheticDatasets.moved(0.3), new SyntheticDatasets(), false)) {
            Map<String, Double> figures = trainer.advance();
            for (String same : List.of("begin", "end", "D begin", "D end"))
                assertThat(figures.get(same)).as(same).isLessThan(1e-5);
            for (String different : List.of("between", "D between"))
                assertThat(figures.get(different)).as(different).isGreaterThan(1e-3);
        }
    }

    private static Value apart(Value a, Value b) {
        return a.sub(b).abs().meanAll();
    }

    @Test
    void stepsAreAsLargeAsTheirSizeSays() {
        TrainingPlan plan = plan(32,
                Map.of("batch-size", "8", "batch-size-32", "4", "stable-kimg", "0.008", "fade-kimg", "0.008"));
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            train(trainer, 5);
            assertThat(trainer.images()).isEqualTo(5 * 8); // here 32×32 begins
            train(trainer, 3);
            assertThat(trainer.images()).isEqualTo(5 * 8 + 3 * 4);
        }
    }

    @Test
    void momentsAreForgottenWhereTheNetworkGrows() {
        try (Trainer trainer = SyntheticDatasets.trainer(plan(8, Map.of()))) {
            train(trainer, 2);
            assertThat(trainer.state().get("D_updates")[0]).isEqualTo(2);
            train(trainer, 1);
            for (String player : List.of("G", "D")) {
                assertThat(trainer.state().get(player + "_updates")[0]).isZero();
                assertThat(trainer.state().get(player + "_square")).containsOnly(0);
            }
            train(trainer, 1);
            assertThat(trainer.state().get("G_updates")[0]).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 36, 49, 1000})
    void judgesHeldBackPicturesByTheSizeThatLearns(long images) {
        Learning.judges(plan(16, Map.of("batch-size", "16")), images);
    }

    @Test
    void aResumedTrainingGivesTheSameNumbers() {
        Learning.resumes(plan(8, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 13, 20})
    void whatWasTrainedIsDrawnAsItWasDrawnInTraining(int steps) throws Exception {
        TrainingPlan plan = plan(16, Map.of());
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            train(trainer, steps);
            Model model = TrainedModel.of(plan, trainer, folder);
            int size = steps == 2 ? 4 : steps == 5 ? 8 : 16;
            assertThat(model.info().family()).isEqualTo("ProGAN");
            assertThat(model.info().width()).isEqualTo(size);
            float[] rendered = TrainedModel.rendered(model, RenderRequest.DEFAULT, 3);
            float[] drawn = trainer.draw(TrainingProgram.DRAW, 3).data();
            int factor = 16 / size;
            for (int i = 0; i < rendered.length; i++) {
                int pixel = (i / size / size * 16 + i / size % size * factor) * 16 + i % size * factor;
                assertThat(rendered[i]).isCloseTo(drawn[pixel], within(1e-4f));
            }
        }
    }

    @Test
    void everySizeCanBeDrawn() throws Exception {
        TrainingPlan plan = plan(16, Map.of());
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            train(trainer, 20);
            Model model = TrainedModel.of(plan, trainer, folder);
            assertThat(model.controls()).contains(new Control.Slider(ProGanModel.LEVEL, 2, 4, 4));
            float[] whole = TrainedModel.rendered(model, RenderRequest.DEFAULT, 3);
            float[] coarse = TrainedModel.rendered(model, RenderRequest.DEFAULT.withSlider(ProGanModel.LEVEL, 3), 3);
            float[] between = TrainedModel.rendered(model, RenderRequest.DEFAULT.withSlider(ProGanModel.LEVEL, 3.25), 3);
            IntStream.range(0, 256).forEach(i -> {
                assertThat(coarse[i]).isEqualTo(coarse[i / 32 * 32 + i % 16 / 2 * 2]);
                assertThat(between[i]).isCloseTo(0.75f * coarse[i] + 0.25f * whole[i], within(1e-4f));
            });
        }
    }

    @Test
    void saysWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> plan(32, Map.of("batch-size-32", "6"))).hasMessageContaining("batch-size-32");
        assertThatThrownBy(() -> plan(32, Map.of("gradient-accumulation", "3"))).hasMessageContaining("3 parts");
    }
}
