package meander.ui;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;

/** Every word that a person reads, in one language. Texts live in the bundles beside this class, arguments are filled in by {@link MessageFormat}. */
public final class Messages {
    private static final String BUNDLE = "meander.ui.messages";
    /** The languages that have a bundle of their own. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    private final Locale locale;
    private final ResourceBundle bundle;

    /** The bundle that suits a locale best: Chinese for Chinese, English for everything else. */
    public Messages(Locale locale) {
        this.locale = language(locale);
        // English is the root bundle; the machine's own locale must not come between.
        this.bundle = ResourceBundle.getBundle(BUNDLE, this.locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** Which of {@link #LANGUAGES} serves a locale. */
    public static Locale language(Locale locale) {
        return locale.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    /** The language of these messages, one of {@link #LANGUAGES}. */
    public Locale locale() {
        return locale;
    }

    /** @throws java.util.MissingResourceException if no text has this key */
    public String text(String key) {
        return bundle.getString(key);
    }

    /** A text with its arguments. A {@code Number} is written as the language writes numbers; hand in a string where digits must stay as they are. */
    public String text(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    /** The text of a key that not every caller can know, such as a family's slider; {@code otherwise} where there is none. */
    public String textOr(String key, String otherwise) {
        return bundle.containsKey(key) ? bundle.getString(key) : otherwise;
    }

    /** All keys, sorted. */
    public Set<String> keys() {
        return new TreeSet<>(bundle.keySet());
    }
}
