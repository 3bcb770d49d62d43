package meander.training.data;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/** The caller's wishes during long work: whether to go on, and where to say how far it is. */
record ProgressListener(BooleanSupplier cancelled, DoubleConsumer progress) {
    void goOn() throws UnusableDataException {
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted())
            throw new UnusableDataException(UnusableData.Reason.CANCELLED);
    }

    void behind(double share) throws UnusableDataException {
        goOn();
        progress.accept(share);
    }

    /** A part of the work, from one share of the whole to another. */
    ProgressListener part(double from, double to) {
        return new ProgressListener(cancelled, share -> progress.accept(from + (to - from) * share));
    }
}
