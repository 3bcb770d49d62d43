package meander.training.data;

import java.io.IOException;

/** Carries a {@link SkippedImage} up to where it is listed. */
final class SkippedImageException extends IOException {
    private final transient SkippedImage.Reason reason;
    private final transient Object[] details;

    SkippedImageException(SkippedImage.Reason reason, Object... details) {
        super(reason.name());
        this.reason = reason;
        this.details = details;
    }

    SkippedImage.Reason reason() {
        return reason;
    }

    SkippedImage of(String name) {
        return SkippedImage.because(name, reason, details);
    }
}
