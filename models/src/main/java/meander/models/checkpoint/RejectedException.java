package meander.models.checkpoint;

import java.io.IOException;
import meander.models.checkpoint.Rejected.Reason;

/** Carries a {@link Rejected} out of the depths of a reader. {@link Checkpoints} turns it back into the value. */
public final class RejectedException extends IOException {
    private final transient Rejected rejected;

    public RejectedException(Reason reason, Object... details) {
        this(Rejected.because(reason, details));
    }

    public RejectedException(Rejected rejected) {
        super(rejected.sentence());
        this.rejected = rejected;
    }

    public Rejected rejected() {
        return rejected;
    }
}
