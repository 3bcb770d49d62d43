package meander.models.checkpoint;

/** What came of opening a file: a {@link Checkpoint}, a {@link ForeignModel}, or {@link Rejected} with a sentence for the person who chose it. */
public sealed interface ReadResult permits Checkpoint, ForeignModel, Rejected {}
