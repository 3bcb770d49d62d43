package meander.models.lowering;

import java.util.ArrayList;
import java.util.List;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * A tensor of a program, as a value of our graph. It can be written to in place; others that may show the same numbers are then not to be read
 * any more, as values of a graph do not change.
 */
final class LoweredTensor {
    /** What its numbers are. On the graph all of them are float32. */
    enum Kind {
        TRUTH, WHOLE, REAL;

        Kind with(Kind other) {
            return compareTo(other) > 0 ? this : other;
        }
    }

    private final Kind kind;
    private final boolean stored;
    /** All that may share its numbers, itself among them. */
    private List<LoweredTensor> aliases;
    private Value value;
    private boolean stale;

    private LoweredTensor(Value value, Kind kind, boolean stored, List<LoweredTensor> aliases) {
        this.value = value;
        this.kind = kind;
        this.stored = stored;
        this.aliases = aliases;
        aliases.add(this);
    }

    /** Something new. */
    static LoweredTensor of(Value value, Kind kind) {
        return new LoweredTensor(value, kind, false, new ArrayList<>());
    }

    /** Something new, of real numbers. */
    static LoweredTensor real(Value value) {
        return of(value, Kind.REAL);
    }

    /** A parameter or constant of the program, which keeps what is written to it. */
    static LoweredTensor stored(Value value, Kind kind) {
        return new LoweredTensor(value, kind, true, new ArrayList<>());
    }

    /** Other axes of the same numbers, or of a part of them. */
    LoweredTensor view(Value shown) {
        return new LoweredTensor(shown, kind, stored, aliases);
    }

    /** Its numbers as others. */
    LoweredTensor as(Kind other) {
        if (other == kind) return view(value());
        Value x = value();
        return of(switch (other) {
            case REAL -> x;
            case WHOLE -> kind == Kind.TRUTH ? x : TensorFunctions.truncated(x);
            case TRUTH -> x.graph().constant(Tensor.scalar(0)).less(x.abs());
        }, other);
    }

    Value value() {
        if (stale) throw new EngineOnlyException("numbers that were changed through another view of them");
        return value;
    }

    Shape shape() {
        return value.shape();
    }

    Kind kind() {
        return kind;
    }

    /** Writes in place. */
    LoweredTensor become(Value now) {
        if (stored) throw new EngineOnlyException("a change of what the program keeps");
        if (!now.shape().equals(value.shape()))
            throw new IllegalArgumentException(now.shape() + " does not fit in the place of " + value.shape());
        for (LoweredTensor other : aliases)
            if (other != this) other.stale = true;
        aliases = new ArrayList<>(List.of(this));
        value = now;
        return this;
    }
}
