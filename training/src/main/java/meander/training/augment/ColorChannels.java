package meander.training.augment;

import java.util.function.UnaryOperator;

import meander.models.graph.Value;

/** What the channels of a picture mean: 1 is grey, 3 are red, green, blue, 4 are these and opacity. */
final class ColorChannels {
    private ColorChannels() {}

    /** Changes the colours of x {@code [N,C,H,W]} and leaves its opacity. @throws IllegalArgumentException unless C is 1, 3 or 4 */
    static Value recolour(Value x, UnaryOperator<Value> change) {
        return switch (x.shape().dim(1)) {
            case 1, 3 -> change.apply(x);
            case 4 -> change.apply(x.slice(1, 0, 3)).concat(1, x.slice(1, 3, 4));
            default -> throw new IllegalArgumentException("pictures have 1, 3 or 4 channels, not " + x.shape());
        };
    }
}
