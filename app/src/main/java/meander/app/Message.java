package meander.app;

import java.util.List;

/**
 * Something to be said to a person, before it has a language: a key of the message bundles and what goes into its gaps.
 *
 * @param key       of a pattern in the bundles, in the manner of {@link java.text.MessageFormat}
 * @param arguments for {@code {0}}, {@code {1}} …; a file is given as its name
 */
public record Message(String key, List<Object> arguments) {
    /** The key of a sentence that comes ready made, such as why a file was rejected; its pattern is {@code {0}}. */
    public static final String SAID = "said";

    public Message {
        arguments = List.copyOf(arguments);
    }

    public static Message of(String key, Object... arguments) {
        return new Message(key, List.of(arguments));
    }

    /** A sentence as it is. */
    public static Message said(String sentence) {
        return of(SAID, sentence);
    }
}
