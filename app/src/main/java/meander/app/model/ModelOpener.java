package meander.app.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.models.family.Families;
import meander.models.family.OpenResult;
import meander.models.family.ProgramPolicy;

/** Opens a file as a model; {@link #of(Families)} is one. */
@FunctionalInterface
public interface ModelOpener {
    /** For a file that a person has asked for. See {@link Families#open}. */
    OpenResult open(Path file, Map<String, String> answers, DoubleConsumer progress, BooleanSupplier cancelled);

    /** For a file that nobody has asked for, of which nothing may run. See {@link Families#describe}. */
    default OpenResult describe(Path file, Map<String, String> answers, DoubleConsumer progress, BooleanSupplier cancelled) {
        return open(file, answers, progress, cancelled);
    }

    /** For a file whose program a person lets run although this system cannot confine it. See {@link ProgramPolicy#RUN_UNCONFINED}. */
    default OpenResult openUnconfined(Path file, Map<String, String> answers, DoubleConsumer progress,
            BooleanSupplier cancelled) {
        return open(file, answers, progress, cancelled);
    }

    /** Opens with the families that are known. */
    static ModelOpener of(Families families) {
        return new ModelOpener() {
            @Override
            public OpenResult open(Path file, Map<String, String> answers, DoubleConsumer progress, BooleanSupplier cancelled) {
                return families.open(file, answers, progress, cancelled);
            }

            @Override
            public OpenResult describe(Path file, Map<String, String> answers, DoubleConsumer progress,
                    BooleanSupplier cancelled) {
                return families.describe(file, answers, progress, cancelled);
            }

            @Override
            public OpenResult openUnconfined(Path file, Map<String, String> answers, DoubleConsumer progress,
                    BooleanSupplier cancelled) {
                return families.open(file, answers, ProgramPolicy.RUN_UNCONFINED, progress, cancelled);
            }
        };
    }
}
