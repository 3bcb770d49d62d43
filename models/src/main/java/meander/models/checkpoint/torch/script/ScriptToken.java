package meander.models.checkpoint.torch.script;

/**
 * A word of the source.
 *
 * @param text as it is written; of a string, what it means
 * @param line from 1
 */
record ScriptToken(Kind kind, String text, int line) {
    enum Kind {
        NAME, NUMBER, STRING, SYMBOL, NEWLINE, INDENT, DEDENT, END
    }

    boolean is(String symbol) {
        return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbol);
    }

    /** As a message calls it. */
    String shown() {
        return switch (kind) {
            case NAME, NUMBER, SYMBOL -> "\"" + ScriptSource.shown(text) + "\"";
            case STRING -> "a string";
            case NEWLINE -> "the end of a line";
            case INDENT, DEDENT -> "another indentation";
            case END -> "the end of the file";
        };
    }
}
