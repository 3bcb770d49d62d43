package meander.app.explore;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.models.family.OpenResult;

/** Opens a file as a model; {@link meander.models.family.Families#open} is one. */
@FunctionalInterface
public interface Opener {
    /** See {@link meander.models.family.Families#open}. */
    OpenResult open(Path file, Map<String, String> answers, DoubleConsumer progress, BooleanSupplier cancelled);
}
