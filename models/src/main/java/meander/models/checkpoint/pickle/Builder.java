package meander.models.checkpoint.pickle;

import java.io.IOException;

/** What an allowed name stands for: it makes a value from arguments. It runs nothing from the file. */
@FunctionalInterface
public interface Builder {
    Py build(Arguments arguments) throws IOException;
}
