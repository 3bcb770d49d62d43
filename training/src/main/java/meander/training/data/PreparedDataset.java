package meander.training.data;

/** What became of the wish to learn from some pictures: a {@link Dataset}, or why there is none. */
public sealed interface PreparedDataset permits Dataset, UnusableData {}
