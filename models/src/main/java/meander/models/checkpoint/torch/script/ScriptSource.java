package meander.models.checkpoint.torch.script;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;

/**
 * The source of a program: what all files of an archive's {@code code} folder define, by qualified name.
 */
public record ScriptSource(SequencedMap<String, ScriptClass> classes, SequencedMap<String, ScriptFunction> functions) {
    private static final int LONGEST = 100;

    public ScriptSource {
        classes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(classes));
        functions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(functions));
    }

    /** The refusal of something in a file's line. @param what a part of a sentence, such as {@code an unknown name} */
    static RejectedException refused(String file, int line, String what) {
        return new RejectedException(Reason.SCRIPT_NOT_ALLOWED, shown(file), line, what);
    }

    /** A stranger's name, which must not rearrange a sentence. */
    public static String shown(String name) {
        String safe = name.codePoints().limit(LONGEST).map(c -> c < 0x20 || c > 0x7e ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return name.length() > LONGEST ? safe + "…" : safe;
    }
}
