package meander.models.checkpoint;

import java.io.IOException;
import meander.models.checkpoint.Rejected.Reason;

/** Carries a {@link Rejected} out of the depths of a reader. {@link Checkpoints} turns it back into the value. */
public final class Refusal extends IOException {
    private final transient Rejected rejected;

    public Refusal(Reason reason, Object... details) {
        this(Rejected.because(reason, details));
    }

    public Refusal(Rejected rejected) {
        super(rejected.sentence());
        this.rejected = rejected;
    }

    public Rejected rejected() {
        return rejected;
    }
}
