package meander.models.checkpoint;

/** What came of opening a file: a {@link Checkpoint}, or {@link Rejected} with a sentence for the person who chose it. */
public sealed interface Opened permits Checkpoint, Rejected {}
