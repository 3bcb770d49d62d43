package meander.models.checkpoint.torch.script;

import java.util.ArrayList;
import java.util.List;

import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.torch.script.ScriptToken.Kind;

/**
 * Splits source into words. It takes what PyTorch's own serializer writes, and no more: ASCII outside of strings and comments, lines that
 * end in a line feed, blanks only, no second statement in a line, strings in one line without a prefix.
 */
final class ScriptLexer {
    private static final int TOKEN_BYTES = 64; // held for each, roughly
    private static final int DEEPEST = 200;
    private static final List<String> LONG_SYMBOLS = List.of("->", "==", "!=", "<=", ">=", "//", "**");
    private static final String SYMBOLS = "()[]{}:,.=+-*/%<>";

    private final String file;
    private final String text;
    private final ReadBudget budget;
    private final List<ScriptToken> tokens = new ArrayList<>();
    private final List<Integer> indents = new ArrayList<>(List.of(0));
    private int at;
    private int line = 1;
    private int brackets;

    private ScriptLexer(String file, String text, ReadBudget budget) {
        this.file = file;
        this.text = text;
        this.budget = budget;
    }

    static List<ScriptToken> tokens(String file, String text, ReadBudget budget) throws RejectedException {
        return new ScriptLexer(file, text, budget).all();
    }

    private List<ScriptToken> all() throws RejectedException {
        boolean first = true; // of a line
        while (at < text.length()) {
            if (first && brackets == 0) {
                if (!indent()) continue;
                first = false;
            }
            char c = text.charAt(at);
            if (c == ' ') at++;
            else if (c == '#') comment();
            else if (c == '\n') {
                at++;
                if (brackets == 0) {
                    add(Kind.NEWLINE, "");
                    first = true;
                }
                line++;
            } else if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
                at += 2;
                line++;
            } else
                word(c);
        }
        if (brackets > 0) throw wrong("a bracket that is not closed");
        if (!first) add(Kind.NEWLINE, "");
        while (indents.size() > 1) {
            indents.removeLast();
            add(Kind.DEDENT, "");
        }
        add(Kind.END, "");
        return tokens;
    }

    /** Reads what a line begins with. @return false for a line without a statement, which lies behind then */
    private boolean indent() throws RejectedException {
        int start = at;
        while (at < text.length() && text.charAt(at) == ' ')
            at++;
        if (at == text.length()) return false;
        int width = at - start;
        if (text.charAt(at) == '#') comment();
        if (at == text.length()) return false;
        if (text.charAt(at) == '\n') {
            at++;
            line++;
            return false;
        }
        if (width > indents.getLast()) {
            if (indents.size() > DEEPEST) throw wrong("blocks that are nested too deep");
            indents.add(width);
            add(Kind.INDENT, "");
        }
        while (width < indents.getLast()) {
            indents.removeLast();
            add(Kind.DEDENT, "");
        }
        if (width != indents.getLast()) throw wrong("an indentation that fits no block");
        return true;
    }

    private void comment() {
        while (at < text.length() && text.charAt(at) != '\n')
            at++;
    }

    private void word(char c) throws RejectedException {
        int start = at;
        if (letter(c)) {
            while (at < text.length() && (letter(text.charAt(at)) || digit(text.charAt(at))))
                at++;
            if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) throw wrong("a string with a prefix");
            add(Kind.NAME, text.substring(start, at));
        } else if (digit(c)) {
            number();
            add(Kind.NUMBER, text.substring(start, at));
        } else if (c == '"' || c == '\'') {
            add(Kind.STRING, string(c));
        } else {
            String symbol = LONG_SYMBOLS.stream().filter(each -> text.startsWith(each, at)).findFirst()
                    .orElse(SYMBOLS.indexOf(c) >= 0 ? String.valueOf(c) : "");
            if (symbol.isEmpty())
                throw wrong(c > ' ' && c < 0x7f ? "the character \"" + c + "\"" : "the character U+%04X".formatted((int) c));
            at += symbol.length();
            if ("([{".contains(symbol)) brackets++;
            if (")]}".contains(symbol) && --brackets < 0) throw wrong("a bracket that was not opened");
            add(Kind.SYMBOL, symbol);
        }
    }

    /** {@code 12}, {@code 1.}, {@code 1.5e-05}. */
    private void number() throws RejectedException {
        digits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) at++;
            int start = at;
            digits();
            if (at == start) throw wrong("a number without its exponent");
        }
        if (at < text.length() && (letter(text.charAt(at)) || text.charAt(at) == '.')) throw wrong("a number with a suffix");
    }

    private void digits() {
        while (at < text.length() && digit(text.charAt(at)))
            at++;
    }

    private String string(char quote) throws RejectedException {
        if (text.startsWith(String.valueOf(quote).repeat(3), at)) throw wrong("a string in three quotation marks");
        StringBuilder content = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length() || text.charAt(at) == '\n') throw wrong("a string that does not end");
            char c = text.charAt(at++);
            if (c == quote) break;
            if (c < ' ' || c > 0x7e) throw wrong("a character outside of printable ASCII in a string");
            content.append(c == '\\' ? escape() : c);
        }
        return content.toString();
    }

    private char escape() throws RejectedException {
        char c = at < text.length() ? text.charAt(at++) : '\n';
        return switch (c) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case '\\', '"', '\'' -> c;
            case '0', '1', '2', '3' -> {
                int code = c - '0';
                for (int i = 0; i < 2; i++) {
                    char next = at < text.length() ? text.charAt(at++) : '\n';
                    if (next < '0' || next > '7') throw wrong("an unknown escape in a string");
                    code = 8 * code + next - '0';
                }
                if (code > 0x7f) throw wrong("an unknown escape in a string");
                yield (char) code;
            }
            default -> throw wrong("an unknown escape in a string");
        };
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private void add(Kind kind, String word) throws RejectedException {
        budget.heap(TOKEN_BYTES + 2L * word.length());
        tokens.add(new ScriptToken(kind, word, line));
    }

    private RejectedException wrong(String what) {
        return ScriptSource.refused(file, line, what);
    }
}
