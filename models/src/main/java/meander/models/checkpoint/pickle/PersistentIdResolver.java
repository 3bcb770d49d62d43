package meander.models.checkpoint.pickle;

import java.io.IOException;

/** Finds what a pickle keeps outside of itself, by the identifier it wrote. */
@FunctionalInterface
public interface PersistentIdResolver {
    /** For pickles that keep everything inside. */
    PersistentIdResolver NOTHING = arguments -> {
        throw arguments.malformed("nothing is kept outside of this pickle");
    };

    /** @param arguments the items of the identifier, which is a tuple */
    Py load(Arguments arguments) throws IOException;
}
