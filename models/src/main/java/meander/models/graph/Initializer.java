package meander.models.graph;

/** The values a parameter has before it has learned anything. */
public sealed interface Initializer {
    /** Normal with mean 0. */
    record Normal(double deviation) implements Initializer {}

    /** The same value everywhere. */
    record Fill(double value) implements Initializer {}

    Initializer STANDARD_NORMAL = new Normal(1);
    Initializer ZERO = new Fill(0);
    Initializer ONE = new Fill(1);
}
