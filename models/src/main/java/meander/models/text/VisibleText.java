package meander.models.text;

import java.util.function.IntPredicate;

/**
 * Text from files as it may be shown. A name in a file may hold whatever its maker liked: codes that a terminal obeys, marks that turn the
 * direction of what follows, characters that cannot be seen. They are shown as the escapes of JSON and Java, such as {@code \}{@code u001b},
 * so that what is valid JSON stays it and means the same.
 */
public final class VisibleText {
    /** Letters that have no look of their own: fillers, joiners and a separator of vowels. */
    private static final String BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0";

    private VisibleText() {}

    /** Text of several lines; line ends and tabs stay. */
    public static String lines(String text) {
        return escaped(text, code -> code != '\n' && code != '\t' && isHidden(code));
    }

    /** Text that belongs into one line, such as a name; line ends and tabs are escaped as well. */
    public static String line(String text) {
        return escaped(text, VisibleText::isHidden);
    }

    private static String escaped(String text, IntPredicate hidden) {
        if (text.codePoints().noneMatch(hidden)) return text;
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(code -> {
            if (!hidden.test(code)) visible.appendCodePoint(code);
            else if (code == '\n') visible.append("\\n");
            else if (code == '\t') visible.append("\\t");
            else
                for (char unit : Character.toChars(code))
                    visible.append("\\u%04x".formatted((int) unit));
        });
        return visible.toString();
    }

    /** Whether a character is obeyed or unseen where it is printed. */
    static boolean isHidden(int code) {
        return switch (Character.getType(code)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                true;
            default -> BLANK.indexOf(code) >= 0;
        };
    }
}
