package meander.models.checkpoint;

/** What the text of a program was read as; only the reader of its language knows more. */
public interface ProgramSource {}
