package meander.app.base;

import java.util.List;

import meander.models.checkpoint.Rejected;
import meander.models.text.Phrase;

/**
 * Something to be said to a person, before it has a language: a key of the message bundles and what goes into its gaps.
 *
 * @param key       of a pattern in the bundles, in the manner of {@link java.text.MessageFormat}
 * @param arguments for {@code {0}}, {@code {1}} …; a file is given as its name
 * @param otherwise what to say where the bundles lack the key, in English; empty where they never do
 */
public record Message(String key, List<Object> arguments, String otherwise) {
    /** The key of a sentence that comes ready made, such as why a picture could not be drawn; its pattern is {@code {0}}. */
    public static final String SAID = "said";

    public Message {
        arguments = List.copyOf(arguments);
    }

    public static Message of(String key, Object... arguments) {
        return new Message(key, List.of(arguments), "");
    }

    /** A sentence as it is. */
    public static Message said(String sentence) {
        return new Message(SAID, List.of(sentence), sentence);
    }

    /** Why something could not be done. */
    public static Message of(Phrase why) {
        return new Message(why.key().key(), why.arguments(), why.english());
    }

    /** Why a file was not opened; its key is {@code rejected.} and the reason's name. */
    public static Message of(Rejected why) {
        return of(why.phrase());
    }
}
