package meander.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.family.cyclegan.ResNet;
import meander.models.family.pix2pix.UNet;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Parameters;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.nn.Dropout;
import meander.models.nn.NormalizationMode;
import meander.training.Gradients;
import meander.training.program.Phase;
import meander.training.program.Trainer;
import meander.training.program.TrainingProgram;

/** Pix2Pix and CycleGAN. */
class TranslationRecipesTest {
    private static final Map<String, String> TINY = Map.of("batch-size", "2", "width", "2", "d-width", "2", "patch", "1");

    private static TrainingPlan plan(String name, Map<String, String> changes) {
        Map<String, String> typed = new HashMap<>(TINY);
        if (name.equals("cyclegan")) typed.putAll(Map.of("blocks", "1", "pool-size", "3"));
        typed.putAll(changes);
        TrainingRecipe recipe = Recipes.installed().named(name).orElseThrow();
        return recipe.plan(new SettingValues(recipe.settings(), typed),
                new TrainingRecipe.DataShape(name.equals("cyclegan") ? 8 : 32, 3, 0));
    }

    private static Map<String, String> changes(String typed) {
        Map<String, String> changes = new HashMap<>();
        if (typed != null) for (String each : typed.split(" "))
            changes.put(each.split("=")[0], each.split("=")[1]);
        return changes;
    }

    @ParameterizedTest
    @CsvSource({"pix2pix,", "pix2pix,loss=least-squares norm=instance dropout=off jitter=1", "cyclegan,",
            "cyclegan,loss=vanilla identity=0 pool-size=0 batch-size=1", "cyclegan,gradient-accumulation=2 patch=0"})
    void everyPhaseHasTheGradientThatDifferencesShow(String name, String typed) {
        for (Phase phase : plan(name, changes(typed)).program().phases()) {
            Set<String> without = new HashSet<>(phase.unused());
            phase.graph().parameters().forEach((parameter, _) -> {
                if (!parameter.startsWith(phase.network() + ".")) without.add(parameter);
            });
            assertThat(Gradients.error(phase.graph(), without, Gradients.inputs(phase), SyntheticDatasets.moved(0.3)))
                    .as(name + " " + phase.name()).isLessThan(2e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"pix2pix,", "pix2pix,gradient-accumulation=2 ema-kimg=0.01", "cyclegan,", "cyclegan,gradient-accumulation=2"})
    void aResumedTrainingGivesTheSameNumbers(String name, String typed) {
        Learning.resumes(plan(name, changes(typed)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pix2pix", "cyclegan"})
    void everythingMoves(String name) {
        Learning.movesEverything(plan(name, Map.of()));
    }

    @Test
    void aPoolIsPartOfWhatATrainingGoesOnFrom() {
        try (Trainer trainer = SyntheticDatasets.trainer(plan("cyclegan", Map.of()))) {
            trainer.advance();
            float[] memory = trainer.state().get(TrainingProgram.MEMORY);
            int picture = 3 * 8 * 8;
            assertThat(memory).hasSize(2 * 2 * picture + 2 * (3 * picture + 1)); // fresh ones, and two pools with a count each
            trainer.advance();
            assertThat(trainer.state().get(TrainingProgram.MEMORY)).isNotEqualTo(memory);
        }
    }

    @Test
    void discriminatorsJudgeWhatTheGeneratorsDrewInTheSameStep() {
        Map<String, Double> together = figures(
                plan("cyclegan", Map.of("pool-size", "0", "jitter", "1", "learning-rate", "0.000001")));
        Map<String, Double> anew = figures(plan("cyclegan",
                Map.of("pool-size", "0", "jitter", "1", "learning-rate", "0.000001", "gradient-accumulation", "2")));
        // With next to no step between, drawing them anew gives the same.
        anew.forEach((name, value) -> assertThat(together.get(name)).as(name).isCloseTo(value, within(1e-3)));
    }

    private static Map<String, Double> figures(TrainingPlan plan) {
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            return trainer.advance();
        }
    }

    @Test
    void figuresHaveTheirAuthorsNames() {
        assertThat(figures(plan("pix2pix", Map.of()))).containsOnlyKeys("D/loss", "D_real", "D_fake", "G/loss", "G_GAN", "G_L1",
                "ema/distance");
        Map<String, Double> cycle = figures(plan("cyclegan", Map.of()));
        assertThat(cycle).containsOnlyKeys("G/loss", "G_A", "G_B", "cycle_A", "cycle_B", "idt_A", "idt_B", "D/loss", "D_A", "D_B",
                "ema/distance");
        double sum = 0;
        for (String part : List.of("G_A", "G_B", "cycle_A", "cycle_B", "idt_A", "idt_B"))
            sum += cycle.get(part);
        assertThat(cycle.get("G/loss")).isCloseTo(sum, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pix2pix", "cyclegan"})
    void stepsFallToNothingOverTheSecondHalf(String name) {
        TrainingPlan plan = plan(name, Map.of("learning-rate", "0.01"));
        double[] moved = new double[5];
        try (Trainer trainer = SyntheticDatasets.trainer(plan, 8)) { // four steps of two pictures, and one more
            float[] before = trainer.state().get("G");
            for (int step = 0; step < moved.length; step++) {
                trainer.advance();
                float[] after = trainer.state().get("G");
                for (Op place : learned(plan))
                    for (int i = place.from; i < place.to; i++)
                        moved[step] = Math.max(moved[step], Math.abs(after[i] - before[i]));
                before = after;
            }
        }
        assertThat(moved[0]).isCloseTo(0.01, within(1e-4)); // Adam's first step is as large as its rate
        assertThat(moved[3]).isLessThan(0.008); // half of the rate is left, of steps that may be a little larger
        assertThat(moved[4]).isZero();
    }

    private record Op(int from, int to) {}

    private static List<Op> learned(TrainingPlan plan) {
        return plan.program().layout("G").places().stream().filter(place -> place.parameter().learned())
                .map(place -> new Op(place.from(), place.from() + place.size())).toList();
    }

    @Test
    void aPix2PixModelIsTheNetworkThatDraws() {
        TrainingPlan plan = plan("pix2pix", Map.of());
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            trainer.advance();
            float[] drawn = trainer.draw(TrainingProgram.DRAW, 0).data();
            Map<String, Tensor> tensors = contents(plan, trainer);
            assertThat(tensors).containsKeys("model.model.0.weight", "model.model.1.model.2.running_mean", "model.model.3.bias");
            Graph graph = new Graph();
            same(drawn, 32, new UNet(3, 3, 2, 5).picture(Scope.root(graph), graph.input("x", 1, 3, 32, 32),
                    NormalizationMode.BATCH_RUNNING, Dropout.NONE), tensors);
        }
    }

    @Test
    void aCycleGanModelHoldsBothWays() {
        TrainingPlan plan = plan("cyclegan", Map.of());
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            trainer.advance();
            Map<String, Tensor> tensors = contents(plan, trainer);
            assertThat(tensors).containsKeys("G_A.model.1.weight", "G_B.model.1.weight", "G_A.model.10.conv_block.5.bias");
            Graph graph = new Graph();
            same(trainer.draw(TrainingProgram.DRAW, 0).data(), 8, new ResNet(3, 3, 2, 1, false)
                    .picture(Scope.root(graph).at("G_A"), graph.input("x", 1, 3, 8, 8), NormalizationMode.INSTANCE, Dropout.NONE),
                    tensors);
        }
    }

    /** Whether a network with what a file holds makes of the first picture that is looked at what was drawn. */
    private static void same(float[] drawn, int size, Value network, Map<String, Tensor> tensors) {
        assertThat(new Parameters(network.graph()).differences(shapes(tensors))).isEmpty();
        network.graph().output("picture", network);
        float[] picture = new float[3 * size * size];
        new SyntheticDatasets().picture(0, picture);
        try (TorchScriptModule module = TorchScriptModule.load(
                TorchScriptCompiler.serving(new Network(network.graph(), Weights.of(tensors)), "Opened"),
                TorchScriptArchive.Precision.FLOAT32, false);
                TorchScriptModule.Slot input = module.slot(Shape.of(1, 3, size, size))) {
            float[] found = module.call("forward", List.of(input.fill(picture))).data();
            assertThat(found).hasSize(picture.length);
            for (int i = 0; i < found.length; i++)
                assertThat(found[i]).isCloseTo(drawn[i], within(1e-4f));
        }
    }

    private static Map<String, Shape> shapes(Map<String, Tensor> tensors) {
        Map<String, Shape> shapes = new HashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    private static Map<String, Tensor> contents(TrainingPlan plan, Trainer trainer) {
        return plan.model().of(plan.program().layout("G").weights(trainer.state().get("G_ema")), name -> trainer.draw(name, 0))
                .tensors();
    }

    @ParameterizedTest
    @CsvSource({"pix2pix,32", "cyclegan,8"})
    void aSheetShowsInputsAboveWhatBecomesOfThem(String name, int size) {
        TrainingPlan plan = plan(name, Map.of());
        try (Trainer trainer = SyntheticDatasets.trainer(plan)) {
            Tensor sheet = trainer.draw(plan.shown().sheet(), 0);
            int rows = plan.shown().rows().size();
            assertThat(sheet.shape()).isEqualTo(Shape.of(rows * 12, 3, size, size));
            float[] drawn = trainer.draw(TrainingProgram.DRAW, 0).data();
            float[] input = new float[3 * size * size];
            new SyntheticDatasets().picture(11, input);
            for (int i = 0; i < input.length; i++) {
                assertThat(sheet.data()[11 * input.length + i]).isEqualTo(input[i]);
                assertThat(sheet.data()[(12 + 11) * input.length + i]).isCloseTo(drawn[11 * input.length + i], within(1e-5f));
            }
        }
    }

    @Test
    void saysWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> plan("pix2pix", Map.of("batch-size", "4", "gradient-accumulation", "3")))
                .hasMessageContaining("3 parts");
        assertThatThrownBy(() -> plan("cyclegan", Map.of("patch", "3"))).hasMessageContaining("which needs 32");
        TrainingRecipe recipe = new Pix2PixRecipe();
        assertThatThrownBy(() -> recipe.plan(new SettingValues(recipe.settings(), TINY), new TrainingRecipe.DataShape(16, 3, 0)))
                .hasMessageContaining("larger resolution");
    }
}
