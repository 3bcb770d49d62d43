package meander.training.data;

import java.io.IOException;

/** Carries a {@link Skipped} up to where it is listed. */
final class BadPicture extends IOException {
    private final transient Skipped.Reason reason;
    private final transient Object[] details;

    BadPicture(Skipped.Reason reason, Object... details) {
        super(reason.name());
        this.reason = reason;
        this.details = details;
    }

    Skipped.Reason reason() {
        return reason;
    }

    Skipped of(String name) {
        return Skipped.because(name, reason, details);
    }
}
