package meander.models.checkpoint;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import meander.models.checkpoint.Rejected.Reason;

/** What one opening has used of its {@link ReadLimits} so far, and whether anybody still wants it. For one thread. */
public final class ReadBudget {
    private final ReadLimits limits;
    private final BooleanSupplier cancelled;
    private final DoubleConsumer progress;
    private long opcodes;
    private long heap;
    private int nodes;
    private int tensors;

    public ReadBudget(ReadLimits limits, BooleanSupplier cancelled, DoubleConsumer progress) {
        this.limits = limits;
        this.cancelled = cancelled;
        this.progress = progress;
    }

    public ReadLimits limits() {
        return limits;
    }

    public void opcode() throws RejectedException {
        if (++opcodes > limits.opcodes()) throw new RejectedException(Reason.TOO_LARGE, "pickle instructions", limits.opcodes());
        if ((opcodes & 0xfff) == 0) alive();
    }

    public void heap(long bytes) throws RejectedException {
        heap += bytes;
        if (heap > limits.heap()) throw new RejectedException(Reason.TOO_LARGE, "bytes of names and values", limits.heap());
    }

    public void node() throws RejectedException {
        if (++nodes > limits.nodes()) throw new RejectedException(Reason.TOO_LARGE, "steps", (long) limits.nodes());
    }

    public void tensor() throws RejectedException {
        if (++tensors > limits.tensors()) throw new RejectedException(Reason.TOO_LARGE, "tensors", (long) limits.tensors());
    }

    public void depth(int depth) throws RejectedException {
        if (depth > limits.depth()) throw new RejectedException(Reason.TOO_LARGE, "levels of nesting", (long) limits.depth());
    }

    /** Reports that a share of the file, 0 to 1, lies behind us. */
    public void reached(double share) throws RejectedException {
        alive();
        progress.accept(share);
    }

    private void alive() throws RejectedException {
        if (cancelled.getAsBoolean()) throw new RejectedException(Reason.CANCELLED);
    }
}
