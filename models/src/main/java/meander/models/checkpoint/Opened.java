package meander.models.checkpoint;

/** What came of opening a file: a {@link Checkpoint}, a {@link Program}, or {@link Rejected} with a sentence for the person who chose it. */
public sealed interface Opened permits Checkpoint, Program, Rejected {}
