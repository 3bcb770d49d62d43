package meander.training.data;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/** The caller's wishes during long work: whether to go on, and where to say how far it is. */
record Watch(BooleanSupplier cancelled, DoubleConsumer progress) {
    void goOn() throws Refusal {
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) throw new Refusal(Unusable.Reason.CANCELLED);
    }

    void behind(double share) throws Refusal {
        goOn();
        progress.accept(share);
    }

    /** A part of the work, from one share of the whole to another. */
    Watch part(double from, double to) {
        return new Watch(cancelled, share -> progress.accept(from + (to - from) * share));
    }
}
