package meander.models.render;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;

import meander.models.graph.ConstantFolding;
import meander.models.graph.Cost;
import meander.models.graph.Graph;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Value;
import meander.models.text.PhraseException;

/**
 * What running networks asks of a machine, told from their graphs before any number is read. A file of a few kilobytes can ask for more than
 * any machine has: its tensors may repeat one number for ever, and what a layer gives is as large as the layer says.
 *
 * @param weights  bytes of all that is known before, as the engine is given it: parameters written out, and what is worked out from them
 * @param results  bytes that the engine holds at a time for what layers give
 * @param flops    floating-point operations of one run
 */
public record MemoryDemand(double weights, double results, double flops) {
    public static final MemoryDemand NOTHING = new MemoryDemand(0, 0, 0);

    // Measured with StyleGAN2 of 64 to 1024 px and random weights: the estimate is 1.3 times what the process grew by.
    /** Copies of each weight: as it is handed over, and as the engine lays it out. */
    private static final double WEIGHTS = 2;
    /** The engine takes memory for results in ever larger pieces. */
    private static final double RESULTS = 1.2;
    /** The engine itself. */
    private static final double ENGINE = 64 << 20;
    /** Of the memory of the machine; the rest is for other programs, Java and the window. */
    private static final double SHARE = 0.6;
    /** More than about half an hour on one modest core. */
    private static final double MOST_FLOPS = 5e13;
    private static final double GIB = 1 << 30;

    /** Of running a graph. */
    static MemoryDemand of(Graph graph) {
        ConstantFolding folding = new ConstantFolding(parameter -> {
            throw new AssertionError(parameter + " is not needed to tell constants");
        });
        return new MemoryDemand(bytes(folding.kept(graph)), Cost.peak(graph, MemoryDemand::scratch, folding::isConstant),
                Cost.of(graph).flops());
    }

    /** Of writing a network to a file, for which nothing is run. */
    public static MemoryDemand ofWriting(Graph graph) {
        return new MemoryDemand(
                bytes(graph.values().stream()
                        .filter(value -> value.op() instanceof Op.Parameter || value.op() instanceof Op.Constant).toList()),
                0, 0);
    }

    private static double bytes(List<Value> values) {
        return values.stream().mapToDouble(value -> (double) Float.BYTES * value.shape().elements()).sum();
    }

    /** ONNX Runtime writes out what each pixel adds to all it reaches before it sums a transposed convolution up. */
    private static double scratch(Value value) {
        if (!(value.op() instanceof Op.ConvTranspose2d)) return 0;
        Shape input = value.operands().getFirst().shape();
        Shape kernel = value.operands().get(1).shape();
        return (double) Float.BYTES * input.dim(2) * input.dim(3) * kernel.dim(1) * kernel.dim(2) * kernel.dim(3);
    }

    MemoryDemand plus(MemoryDemand other) {
        return new MemoryDemand(weights + other.weights, results + other.results, flops + other.flops);
    }

    /** An estimate of the memory that is held at the worst moment, in bytes, beside the program as it starts. */
    public double bytes() {
        return ENGINE + WEIGHTS * weights + RESULTS * results;
    }

    /** Whether this machine had better not be asked without a person's consent. */
    public boolean isBeyondThisMachine() {
        return isBeyond(machine());
    }

    /** @param memory of the machine, in bytes */
    boolean isBeyond(double memory) {
        return bytes() > SHARE * memory || flops > MOST_FLOPS;
    }

    /** The memory of this machine, or what the container has of it, in bytes. */
    static double machine() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    /** For example {@code 22.4 GB}, and what there is. */
    public String memory() {
        return gigabytes(bytes());
    }

    /** What this machine has, in the same words. */
    public static String machineMemory() {
        return gigabytes(machine());
    }

    static String gigabytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / GIB);
    }

    /** @throws Beyond unless this machine can be asked for it */
    void check() {
        if (isBeyondThisMachine()) throw new Beyond(this);
    }

    /** A network that takes more than a machine should give without being asked. */
    public static final class Beyond extends PhraseException {
        private final transient MemoryDemand demand;

        Beyond(MemoryDemand demand) {
            super((demand.flops > MOST_FLOPS ? RenderFault.BEYOND_WORK : RenderFault.BEYOND_MEMORY).with(demand.memory(),
                    machineMemory(), demand.flops / 1e12));
            this.demand = demand;
        }

        public MemoryDemand demand() {
            return demand;
        }
    }
}
