package meander.training.run;

import java.util.HashSet;
import java.util.Set;

import meander.models.graph.Graph;
import meander.models.graph.Op;
import meander.models.graph.Value;
import meander.training.program.Phase;
import meander.training.program.TrainableNetwork;
import meander.training.program.TrainingProgram;
import meander.training.recipe.TrainingPlan;

/**
 * How much memory a training takes at its largest, counted from the shapes of its graphs.
 *
 * @param networks    bytes of weights, gradients, moments and averages, and of their copies while they are loaded and saved
 * @param activations bytes of what the largest phase keeps for its way back
 * @param buffers     bytes of the pictures and random numbers that phases are fed with
 */
public record MemoryEstimate(long networks, long activations, long buffers) {
    /** The virtual machine, its libraries and libtorch, before anything is trained. */
    private static final long PROGRAM = 450L << 20;
    /** The script holds everything once, its archive once more, and the engine once; later a checkpoint is as large. */
    private static final double COPIES = 3;

    /** A gradient inside keeps as much as its way forwards, and each step of its way back a result or two. */
    private static final double BACK = 2;
    /** Operands, result, gradient and the engine's own layout of them. */
    private static final double WORKING = 4;

    /** Of a training as planned. */
    public static MemoryEstimate of(TrainingPlan plan) {
        TrainingProgram program = plan.program();
        double networks = 0;
        for (TrainableNetwork player : program.networks())
            networks += COPIES * 4.0 * program.layout(player.name()).size() * (player.averaging().isPresent() ? 5 : 4);
        Integer memory = program.buffers().get(TrainingProgram.MEMORY);
        if (memory != null) networks += COPIES * 4.0 * memory;
        double activations = 0;
        double buffers = 0;
        for (Phase phase : program.phases()) {
            activations = Math.max(activations, activations(phase.graph(), phase.learned()));
            for (Value input : phase.graph().inputs().values())
                buffers += 4.0 * input.shape().elements();
        }
        return new MemoryEstimate((long) networks, (long) activations, (long) buffers);
    }

    /** Bytes of the whole process. */
    public long bytes() {
        return PROGRAM + networks + activations + buffers;
    }

    /**
     * What is alive when a phase turns round: every result on the way from a parameter to the loss; where a gradient is part of the loss,
     * also what its own way back has left; and what the largest operation works with.
     */
    static double activations(Graph graph, Set<String> learned) {
        Set<Value> flows = new HashSet<>();
        Set<Value> back = new HashSet<>();
        double largest = 0;
        for (Value value : graph.values()) {
            if (value.op() instanceof Op.Gradient)
                back.addAll(between(graph, value.operands().getFirst(), value.operands().getLast()));
            if (value.op() instanceof Op.Parameter parameter && learned.contains(parameter.name())
                    || !(value.op() instanceof Op.StopGradient) && value.operands().stream().anyMatch(flows::contains))
                flows.add(value);
            largest = Math.max(largest, bytes(value));
        }
        return bytes(flows) + BACK * bytes(back) + WORKING * largest;
    }

    /** What lies on the ways from one value to another. */
    private static Set<Value> between(Graph graph, Value end, Value begin) {
        Set<Value> after = new HashSet<>(Set.of(begin));
        for (Value value : graph.values())
            if (value.operands().stream().anyMatch(after::contains)) after.add(value);
        Set<Value> before = new HashSet<>(Set.of(end));
        for (Value value : graph.values().reversed())
            if (before.contains(value)) before.addAll(value.operands());
        after.retainAll(before);
        return after;
    }

    private static double bytes(Set<Value> values) {
        return values.stream().mapToDouble(MemoryEstimate::bytes).sum();
    }

    private static double bytes(Value value) {
        return switch (value.op()) {
            // The engine has these already, or looks at them in another way.
            case Op.Input _,Op.Parameter _,Op.Constant _,Op.Reshape _,Op.Transpose _,Op.Slice _,Op.StopGradient _ -> 0;
            default -> 4.0 * value.shape().elements();
        };
    }
}
