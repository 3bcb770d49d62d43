package meander.models.checkpoint.torch.script;

import java.util.List;
import java.util.Set;

import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.torch.script.ScriptToken.Kind;

/** Where a parser stands in a file, and how deep. */
abstract class TokenCursor {
    private static final int DEEPEST = 100;
    private static final Set<String> KEYWORDS = Set.of("and", "as", "assert", "async", "await", "break", "class", "continue",
            "def", "del", "elif", "else", "except", "False", "finally", "for", "from", "global", "if", "import", "in", "is",
            "lambda", "None", "nonlocal", "not", "or", "pass", "raise", "return", "True", "try", "while", "with", "yield");

    private final String file;
    private final List<ScriptToken> tokens;
    private int at;
    private int depth;

    TokenCursor(String file, List<ScriptToken> tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    final String file() {
        return file;
    }

    /** One level deeper. @param what is refused where that is too deep */
    final void enter(String what) throws RejectedException {
        if (++depth > DEEPEST) throw wrong(peek(), what);
    }

    final void leave() {
        depth--;
    }

    static boolean isKeyword(ScriptToken token) {
        return KEYWORDS.contains(token.text());
    }

    final String name() throws RejectedException {
        ScriptToken token = next();
        if (token.kind() != Kind.NAME || isKeyword(token)) throw wrong(token, token.shown() + " where a name should be");
        return token.text();
    }

    final ScriptToken expect(String symbol) throws RejectedException {
        ScriptToken token = next();
        if (!token.is(symbol)) throw wrong(token, token.shown() + " where \"" + symbol + "\" should be");
        return token;
    }

    final ScriptToken expectKind(Kind kind) throws RejectedException {
        ScriptToken token = next();
        if (token.kind() != kind)
            throw wrong(token, token.shown() + " where " + new ScriptToken(kind, "", 0).shown() + " should be");
        return token;
    }

    final boolean accept(String symbol) {
        if (!peek().is(symbol)) return false;
        at++;
        return true;
    }

    final ScriptToken peek() {
        return tokens.get(at);
    }

    final ScriptToken peekSecond() {
        return tokens.get(at + 1);
    }

    final ScriptToken next() {
        ScriptToken token = tokens.get(at);
        if (token.kind() != Kind.END) at++;
        return token;
    }

    final RejectedException unexpected() {
        return wrong(peek(), "an unexpected " + peek().shown());
    }

    final RejectedException wrong(ScriptToken token, String what) {
        return ScriptSource.refused(file, token.line(), what);
    }
}
