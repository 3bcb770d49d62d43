package meander.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import meander.models.graph.Graph;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptBuilder;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.graph.torchscript.TorchScriptModule.Slot;

/**
 * Compares gradients that the engine works out with differences, in float64: along random directions, {@code (f(w + h·d) − f(w − h·d)) / 2h} against
 * {@code ∇f·d}. Each method is called three times, since the engine's first call may take another way than the later ones.
 */
public final class Gradients {
    private static final double STEP = 1e-7;
    private static final int DIRECTIONS = 3;

    private Gradients() {}

    /**
     * The largest relative error over all calls and directions.
     *
     * @param graph   its first output is differentiated by its learned parameters
     * @param without names of learned parameters on which it does not depend
     * @param inputs  by name
     */
    public static double error(Graph graph, Set<String> without, Map<String, Tensor> inputs, Weights weights) {
        List<Op.Parameter> learned = graph.parameters().values().stream().map(value -> (Op.Parameter) value.op())
                .filter(parameter -> parameter.learned() && !without.contains(parameter.name())).toList();
        assertThat(learned).isNotEmpty();
        TorchScriptBuilder script = new TorchScriptBuilder("Test");
        for (Value value : graph.parameters().values()) {
            Op.Parameter parameter = (Op.Parameter) value.op();
            script.keep(attribute(parameter), weights.get(parameter));
            script.keep(attribute(parameter) + "_gradient", Tensor.zeros(parameter.shape().elements()));
            script.method("set_" + attribute(parameter), List.of("v"), "Tensor",
                    List.of("return torch.copy_(self." + attribute(parameter) + ", v)"));
            script.method("take_" + attribute(parameter), List.of(), "Tensor",
                    List.of("g = torch.clone(self." + attribute(parameter) + "_gradient)",
                            "z = torch.zero_(self." + attribute(parameter) + "_gradient)", "return g"));
        }
        TorchScriptCompiler.learning(script, "learn", graph, storage(""),
                learned.stream().map(Op.Parameter::name).collect(Collectors.toSet()), storage("_gradient"));
        try (TorchScriptModule module = TorchScriptModule.load(script, TorchScriptArchive.Precision.FLOAT64, false)) {
            List<Slot> arguments = new ArrayList<>(List.of(module.slot(Shape.of()).fill(new double[]{1})));
            graph.inputs().forEach((name, value) -> arguments.add(module.slot(value.shape()).fill(inputs.get(name).data())));
            double worst = 0;
            for (int call = 0; call < 3; call++)
                worst = Math.max(worst, once(module, arguments, learned, kept(graph), weights, call));
            return worst;
        }
    }

    private static List<Op.Parameter> kept(Graph graph) {
        return graph.updates().keySet().stream().map(value -> (Op.Parameter) value.op()).toList();
    }

    private static double once(TorchScriptModule module, List<Slot> arguments, List<Op.Parameter> learned,
            List<Op.Parameter> kept, Weights weights, int call) {
        SplittableRandom random = new SplittableRandom(call);
        value(module, arguments, kept, weights);
        List<double[]> gradient = new ArrayList<>();
        for (Op.Parameter parameter : learned)
            gradient.add(module.callDouble("take_" + attribute(parameter), List.of()));
        double worst = 0;
        for (int n = 0; n < DIRECTIONS; n++) {
            List<double[]> direction = learned.stream()
                    .map(parameter -> random.doubles(parameter.shape().elements(), -1, 1).toArray()).toList();
            double expected = 0;
            for (int i = 0; i < direction.size(); i++)
                for (int k = 0; k < direction.get(i).length; k++)
                    expected += gradient.get(i)[k] * direction.get(i)[k];
            move(module, learned, weights, direction, STEP);
            double above = value(module, arguments, kept, weights);
            move(module, learned, weights, direction, -STEP);
            double below = value(module, arguments, kept, weights);
            move(module, learned, weights, direction, 0);
            learned.forEach(parameter -> module.callDouble("take_" + attribute(parameter), List.of()));
            double found = (above - below) / (2 * STEP);
            worst = Math.max(worst, Math.abs(found - expected) / Math.max(1e-3, Math.abs(expected)));
        }
        return worst;
    }

    /** The loss, with everything that it updates put back first. */
    private static double value(TorchScriptModule module, List<Slot> arguments, List<Op.Parameter> kept, Weights weights) {
        for (Op.Parameter parameter : kept)
            try (Slot slot = module.slot(parameter.shape())) {
                module.callDouble("set_" + attribute(parameter), List.of(slot.fill(weights.get(parameter).data())));
            }
        return module.callDouble("learn", arguments)[0];
    }

    private static void move(TorchScriptModule module, List<Op.Parameter> learned, Weights weights, List<double[]> direction,
            double step) {
        for (int i = 0; i < learned.size(); i++) {
            float[] from = weights.get(learned.get(i)).data();
            double[] to = new double[from.length];
            for (int k = 0; k < to.length; k++)
                to[k] = from[k] + step * direction.get(i)[k];
            try (Slot slot = module.slot(learned.get(i).shape())) {
                module.callDouble("set_" + attribute(learned.get(i)), List.of(slot.fill(to)));
            }
        }
    }

    private static String attribute(Op.Parameter parameter) {
        return "p_" + parameter.name().replace('.', '_');
    }

    private static TorchScriptCompiler.Storage storage(String suffix) {
        return new TorchScriptCompiler.Storage() {
            @Override
            public String read(Op.Parameter parameter) {
                return "self." + attribute(parameter) + suffix;
            }

            @Override
            public String place(Op.Parameter parameter) {
                return "torch.view(self." + attribute(parameter) + suffix + ", [-1])";
            }
        };
    }

    /** Inputs as a phase is fed: normal numbers, even numbers, one-hot classes. */
    public static Map<String, Tensor> inputs(meander.training.program.Phase phase) {
        SplittableRandom random = new SplittableRandom(7);
        return phase.inputs().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, feed -> {
            Shape shape = phase.graph().inputs().get(feed.getKey()).shape();
            Tensor tensor = Tensor.zeros(shape.dims());
            for (int i = 0; i < tensor.data().length; i++)
                tensor.data()[i] = switch (feed.getValue()) {
                    case NORMAL -> (float) random.nextGaussian();
                    case UNIFORM -> (float) random.nextDouble();
                    case PICTURES, SIDE_A, SIDE_B -> (float) random.nextDouble(-1, 1);
                    case LABELS, RANDOM_LABELS -> i % shape.dim(1) == i / shape.dim(1) % shape.dim(1) ? 1 : 0;
                    case KIMG -> 1;
                };
            return tensor;
        }));
    }
}
