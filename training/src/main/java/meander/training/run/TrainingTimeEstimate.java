package meander.training.run;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import meander.models.graph.Cost;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptBuilder;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.training.program.Phase;
import meander.training.recipe.TrainingPlan;

/**
 * How long a training takes: the operations of its phases, by how fast this machine was seen to do the like.
 *
 * @param operationsPerSecond of a step of a small convolutional network, gradients included
 */
public record TrainingTimeEstimate(double operationsPerSecond) {
    private static final int CHANNELS = 32;
    private static final int SIDE = 32;
    private static final int BATCH = 16;
    private static final int ROUNDS = 5;

    /** Times a few layers, forwards and backwards, which takes about a second, most of it to start the engine. */
    public static TrainingTimeEstimate measure() {
        Graph graph = sample();
        TorchScriptBuilder script = new TorchScriptBuilder("Pace", TorchScriptModule.padsChannels(false));
        for (Value value : graph.parameters().values()) {
            Op.Parameter parameter = (Op.Parameter) value.op();
            script.keep(parameter.name(), Weights.untrained(0).get(parameter));
            script.keep(parameter.name() + "_gradient", Tensor.zeros(parameter.shape().elements()));
        }
        TorchScriptCompiler.learning(script, "step", graph, attributes(""), Set.copyOf(graph.parameters().keySet()),
                attributes("_gradient"));
        try (TorchScriptModule module = TorchScriptModule.load(script, TorchScriptArchive.Precision.FLOAT32, false)) {
            List<TorchScriptModule.Slot> arguments = List.of(module.slot(Shape.of()).fill(new float[]{1}),
                    module.slot(graph.inputs().get("x").shape()));
            double best = Double.POSITIVE_INFINITY;
            for (int round = 0; round < ROUNDS; round++) {
                long begin = System.nanoTime();
                module.call("step", arguments);
                best = Math.min(best, (System.nanoTime() - begin) / 1e9);
            }
            return new TrainingTimeEstimate(operations(graph, Set.copyOf(graph.parameters().keySet())) / best);
        }
    }

    private static Graph sample() {
        Graph graph = new Graph();
        Value x = graph.input("x", BATCH, CHANNELS, SIDE, SIDE);
        for (int layer = 0; layer < 4; layer++) {
            Value kernel = graph.parameter("layer" + layer, Shape.of(CHANNELS, CHANNELS, 3, 3), new Initializer.Normal(0.05));
            x = x.conv2d(kernel, Op.Padding.all(1)).leakyRelu(0.2).mul(1.4);
        }
        graph.output("loss", x.square().meanAll());
        return graph;
    }

    private static TorchScriptCompiler.Storage attributes(String suffix) {
        return new TorchScriptCompiler.Storage() {
            @Override
            public String read(Op.Parameter parameter) {
                return "self." + parameter.name() + suffix;
            }

            @Override
            public String place(Op.Parameter parameter) {
                return "torch.view(self." + parameter.name() + suffix + ", [-1])";
            }
        };
    }

    /** How long some thousands of pictures take. */
    public Duration of(TrainingPlan plan, double kimg) {
        double operations = 0;
        for (Phase phase : plan.program().phases()) {
            double share = Math.max(0, Math.min(kimg, phase.to()) - phase.from()); // thousands of pictures in which it runs
            int shown = plan.program().shown(0, (long) Math.ceil(phase.from() * 1000)); // in one part of a step
            double steps = share * 1000 / (shown == 0 ? plan.batchSize() : shown * plan.gradientAccumulation())
                    / phase.interval();
            operations += steps * plan.gradientAccumulation() * operations(phase.graph(), phase.learned());
        }
        return Duration.ofSeconds(Math.round(operations / operationsPerSecond));
    }

    /** Floating-point operations of a phase: what is differentiated is worked out once and gone back through twice, and both once more for each gradient inside. */
    static double operations(Graph graph, Set<String> learned) {
        Set<Value> flows = new HashSet<>();
        double forward = 0;
        double back = 0;
        long gradients = graph.values().stream().filter(value -> value.op() instanceof Op.Gradient).count();
        for (Value value : graph.values()) {
            if (value.op() instanceof Op.Parameter parameter && learned.contains(parameter.name())
                    || !(value.op() instanceof Op.StopGradient) && value.operands().stream().anyMatch(flows::contains))
                flows.add(value);
            double cost = Cost.of(value).flops();
            forward += cost;
            if (flows.contains(value)) back += 2 * cost;
        }
        return forward + back + gradients * (forward + back);
    }
}
