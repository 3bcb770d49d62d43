package meander.models.checkpoint.torch.script;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A class of modules.
 *
 * @param qualified  with its packages, {@code __torch__.torch.nn.modules.linear.Linear}
 * @param base       what stands in parentheses behind its name; empty where nothing does
 * @param parameters names in {@code __parameters__}
 * @param buffers    names in {@code __buffers__}
 * @param attributes types of what its objects hold, by name
 * @param constants  what is the same for all its objects, by name
 */
public record ScriptClass(String qualified, String base, List<String> parameters, List<String> buffers,
        SequencedMap<String, ScriptExpression> attributes, SequencedMap<String, Fixed> constants,
        SequencedMap<String, ScriptFunction> methods, String file, int line) {
    /** {@code name : Final[type] = value}. */
    public record Fixed(ScriptExpression type, ScriptExpression value) {}

    public ScriptClass {
        parameters = List.copyOf(parameters);
        buffers = List.copyOf(buffers);
        attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
        constants = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(constants));
        methods = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(methods));
    }

    /** Its name alone. */
    public String name() {
        return qualified.substring(qualified.lastIndexOf('.') + 1);
    }
}
