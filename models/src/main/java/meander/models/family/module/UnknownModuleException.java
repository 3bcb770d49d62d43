package meander.models.family.module;

/** A module of which the file does not tell what it computes. */
final class UnknownModuleException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownModuleException(String path, String why) {
        super((path.isEmpty() ? "the module" : path) + ", " + why);
    }
}
