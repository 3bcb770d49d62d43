package meander.models.text;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/**
 * A sentence or a part of one, before it has a language: which, and what goes into its gaps. A gap takes a name, a number, a quotation of what
 * an engine or the system said, or another phrase.
 */
public record Phrase(Key key, List<Object> arguments) {
    /** Which phrase: constants of enums, so that a test can hold all of them against the bundles. */
    public interface Key {
        /** Under which the bundles have it. */
        String key();

        /** In English, in the manner of {@link MessageFormat}. */
        String pattern();

        default Phrase with(Object... arguments) {
            return new Phrase(this, List.of(arguments));
        }
    }

    public Phrase {
        arguments = List.copyOf(arguments);
    }

    /** In English. */
    public String english() {
        return new MessageFormat(key.pattern(), Locale.ENGLISH).format(arguments.toArray());
    }

    /** As {@link #english}, so that a phrase can stand in the gap of another. */
    @Override
    public String toString() {
        return english();
    }
}
