package meander.models.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import meander.models.graph.Pass.Condition;

/** Which passes a graph goes through on its way into each engine and each file: the one place that says so. */
public final class Pipelines {
    private static final Set<Condition> SERVED = Set.of(Condition.NOT_DIFFERENTIATED, Condition.UNFUSED, Condition.ONE_STAGE);

    private Pipelines() {}

    /**
     * To be run by ONNX Runtime in this process, one stage or one translator at a time: {@link #onnxChoosing}, then {@link #onnxServing(Weights)}.
     *
     * @param cpu whether it runs on the CPU
     */
    public static Pipeline onnxServing(Weights weights, boolean cpu) {
        List<Pass> passes = new ArrayList<>(onnxChoosing(cpu).passes());
        passes.addAll(onnxServing(weights).passes());
        return new Pipeline(cpu ? "ONNX on the CPU" : "ONNX", SERVED, passes);
    }

    /**
     * Which algorithms are served, told by shapes alone: what it takes can be estimated from the result before a number is read.
     *
     * @param cpu whether it runs on the CPU; the libraries of GPUs have fast convolutions of their own
     */
    public static Pipeline onnxChoosing(boolean cpu) {
        return new Pipeline("ONNX, algorithms", SERVED, cpu ? List.of(new Winograd()) : List.of());
    }

    /** What comes after {@link #onnxChoosing}. */
    public static Pipeline onnxServing(Weights weights) {
        return new Pipeline("ONNX, numbers", SERVED, List.of(new ConstantFolding(weights), new InstanceNormFusion()));
    }

    /** To be written to an ONNX file: convolutions stay what they are, for engines that we do not know. */
    public static Pipeline onnxExport(Weights weights) {
        return new Pipeline("ONNX file", Set.of(Condition.NOT_DIFFERENTIATED, Condition.UNFUSED),
                List.of(new ConstantFolding(weights), new InstanceNormFusion()));
    }

    /**
     * A method of a TorchScript program, which reads its parameters each time: in a file, in a training, or to draw with what is learned.
     *
     * @param differentiated whether there are gradients in the method
     * @param padsChannels   whether it runs on a processor that needs {@link ConvChannelPadding}
     */
    public static Pipeline torchScript(boolean differentiated, boolean padsChannels) {
        List<Pass> passes = new ArrayList<>();
        // Where something is differentiated it stays spelled out, as gradients of gradients were checked.
        if (!differentiated) passes.add(new InstanceNormFusion());
        if (padsChannels) passes.add(new ConvChannelPadding());
        return new Pipeline(differentiated ? "TorchScript with gradients" : "TorchScript",
                differentiated ? Set.of(Condition.UNFUSED) : Set.of(Condition.UNFUSED, Condition.NOT_DIFFERENTIATED), passes);
    }
}
