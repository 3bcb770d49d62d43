package meander.training.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.graph.Graph;
import meander.models.graph.GraphVerifier;
import meander.models.graph.Pass.Condition;
import meander.models.graph.Pipelines;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptBuilder;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.graph.torchscript.TorchScriptModule.Slot;
import meander.training.Gradients;
import meander.training.recipe.Recipes;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingRecipe;

/** On a processor for which channels are padded a recipe learns by the same numbers, in float64, penalties on gradients included. */
class PaddedStepsTest {
    private static final Weights WEIGHTS = Weights.untrained(1);
    /** Where a recipe has them: few channels, and more than a block. */
    private static final Map<String, String> SMALL = Map.of("batch-size", "2", "width", "3", "d-width", "3", "patch", "1",
            "blocks", "1", "channel-base", "300", "channel-max", "18", "z-dim", "5", "w-dim", "6", "path-length", "2");

    static List<String> recipes() {
        return Recipes.installed().all().stream().map(TrainingRecipe::name).toList();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void aStepHasTheGradientsItHas(String name) {
        TrainingProgram program = program(name);
        SequencedMap<String, double[]> plain = gradients(program, false);
        SequencedMap<String, double[]> padded = gradients(program, true);
        assertThat(padded.keySet()).isEqualTo(plain.keySet());
        plain.forEach((what, expected) -> {
            double scale = Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElse(0));
            double[] found = padded.get(what);
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.length; i++)
                assertThat(Math.abs(found[i] - expected[i]) / scale).as("%s %d", what, i).isLessThan(1e-9);
        });
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void everyPhaseGoesThroughItsPassesAsItShould(String name) {
        TrainingProgram program = program(name);
        for (Phase phase : program.phases())
            verify(phase.graph(), !phase.learned().isEmpty());
        for (Phase drawing : program.samplers().values())
            verify(drawing.graph(), false);
    }

    private static void verify(Graph graph, boolean differentiated) {
        boolean gradients = differentiated || !Condition.NOT_DIFFERENTIATED.holds(graph);
        new GraphVerifier(WEIGHTS, Map.of(), 0).run(Pipelines.torchScript(gradients, true), graph);
    }

    private static TrainingProgram program(String name) {
        TrainingRecipe recipe = Recipes.installed().named(name).orElseThrow();
        Map<String, String> small = new LinkedHashMap<>();
        SMALL.forEach((setting, value) -> {
            if (recipe.settings().stream().anyMatch(known -> known.key().equals(setting))) small.put(setting, value);
        });
        return recipe.plan(new SettingValues(recipe.settings(), small),
                new TrainingRecipe.DataShape(name.equals("pix2pix") ? 32 : 16, 3, 0)).program();
    }

    /** What each phase reports and by what it moves its player. */
    private static SequencedMap<String, double[]> gradients(TrainingProgram program, boolean padded) {
        TorchScriptBuilder script = program.script(WEIGHTS, padded);
        program.networks()
                .forEach(player -> script.method("take_" + player.name(), List.of(), "Tensor",
                        List.of("g = torch.clone(self." + player.name() + "_gradient)",
                                "z = torch.zero_(self." + player.name() + "_gradient)", "return g")));
        SequencedMap<String, double[]> gradients = new LinkedHashMap<>();
        try (TorchScriptModule module = TorchScriptModule.load(script, TorchScriptArchive.Precision.FLOAT64, false)) {
            for (Phase phase : program.phases()) {
                Map<String, Tensor> inputs = Gradients.inputs(phase);
                List<Slot> arguments = new ArrayList<>(List.of(module.slot(Shape.of()).fill(new double[]{1})));
                phase.graph().inputs()
                        .forEach((input, value) -> arguments.add(module.slot(value.shape()).fill(inputs.get(input).data())));
                gradients.put(phase.name(), module.callDouble(phase.name() + "_gradients", arguments));
                if (!phase.network().isEmpty())
                    gradients.put(phase.name() + " gradient", module.callDouble("take_" + phase.network(), List.of()));
            }
        }
        return gradients;
    }
}
