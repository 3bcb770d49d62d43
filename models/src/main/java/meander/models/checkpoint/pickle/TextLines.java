package meander.models.checkpoint.pickle;

import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.RejectedException;

/** The strings of protocol 0, which are lines of ASCII with escapes. */
final class TextLines {
    private TextLines() {}

    /** As Python's raw-unicode-escape: only {@code \\u0041} and {@code \\U00000041} are escapes. */
    static String unicode(String line, ByteCursor at) throws RejectedException {
        var text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            char kind = c == '\\' && i + 1 < line.length() ? line.charAt(i + 1) : 0;
            int digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
            if (digits == 0) {
                text.append(c);
            } else {
                text.appendCodePoint(hex(line, i + 2, digits, at));
                i += 1 + digits;
            }
        }
        return text.toString();
    }

    /** As Python's repr of a plain string: in quotes, with the usual escapes. */
    static String quoted(String line, ByteCursor at) throws RejectedException {
        int last = line.length() - 1;
        if (last < 1 || line.charAt(0) != line.charAt(last) || "'\"".indexOf(line.charAt(0)) < 0)
            throw at.malformed("a string without quotes");
        var text = new StringBuilder(line.length());
        for (int i = 1; i < last; i++) {
            char c = line.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            if (++i == last) throw at.malformed("an escape without an end");
            switch (line.charAt(i)) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case '\\', '\'', '"' -> text.append(line.charAt(i));
                case 'x' -> {
                    text.append((char) hex(line, i + 1, 2, at));
                    i += 2;
                }
                default -> throw at.malformed("an unknown escape");
            }
        }
        return text.toString();
    }

    private static int hex(String line, int from, int digits, ByteCursor at) throws RejectedException {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < line.length() ? Character.digit(line.charAt(i), 16) : -1;
            if (digit < 0 || value >= 1 << 27) throw at.malformed("an escape that is not hexadecimal");
            value = value * 16 + digit;
        }
        if (!Character.isValidCodePoint(value)) throw at.malformed("a character that does not exist");
        return value;
    }
}
