package meander.models.text;

/**
 * For what only somebody who knows the code or the file's format can use: English shows it, other languages say that the details have it. It
 * is no place for what can be said properly.
 */
public enum Technical implements Phrase.Key {
    /** A remark, a part of a sentence. */
    REMARK("{0}"),
    /** A whole sentence. */
    SENTENCE("{0}");

    private final String pattern;

    Technical(String pattern) {
        this.pattern = pattern;
    }

    @Override
    public String key() {
        return "technical." + name();
    }

    @Override
    public String pattern() {
        return pattern;
    }
}
