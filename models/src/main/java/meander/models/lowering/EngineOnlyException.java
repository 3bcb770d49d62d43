package meander.models.lowering;

/** A program does something that our own graph cannot, though an engine may. */
public final class EngineOnlyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param what it does, such as the name of an operator */
    EngineOnlyException(String what) {
        super(what);
    }
}
