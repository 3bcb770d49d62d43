package meander.training.data;

import java.io.IOException;

/** Carries an {@link Unusable} up to {@link Datasets#prepare}. */
final class Refusal extends IOException {
    private final transient Unusable unusable;

    Refusal(Unusable.Reason reason, Object... details) {
        unusable = Unusable.because(reason, details);
    }

    Unusable unusable() {
        return unusable;
    }

    @Override
    public String getMessage() {
        return unusable.sentence();
    }
}
