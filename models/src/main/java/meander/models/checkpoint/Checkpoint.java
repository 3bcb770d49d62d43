package meander.models.checkpoint;

/** Placeholder until the checkpoint room lands. */
public record Checkpoint() {}
