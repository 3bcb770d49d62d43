package meander.training.data;

import java.io.IOException;

/** Carries an {@link UnusableData} up to {@link Datasets#prepare}. */
final class UnusableDataException extends IOException {
    private final transient UnusableData unusable;

    UnusableDataException(UnusableData.Reason reason, Object... details) {
        unusable = UnusableData.because(reason, details);
    }

    UnusableData unusable() {
        return unusable;
    }

    @Override
    public String getMessage() {
        return unusable.sentence();
    }
}
