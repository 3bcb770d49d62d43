package meander.app.library;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

import meander.app.base.Message;
import meander.app.picture.FileStamp;

/** Looks into models without putting them on the stage. Reads files and draws, so it is called on workers only. */
public interface ModelInspector {
    /** What a glance gave. */
    sealed interface Glance {
        /** @param picture the bytes of a small PNG file, where one was wanted and could be drawn */
        record Seen(FileStamp stamp, String hash, ModelSummary facts, Optional<byte[]> picture) implements Glance {}

        /** It does not open. @param why as a sentence */
        record Refused(FileStamp stamp, Message why) implements Glance {}
    }

    /** What reading all of a file gave. */
    sealed interface Reading {
        record Read(ModelDetails dossier) implements Reading {}

        record Refused(Message why) implements Reading {}
    }

    /**
     * What a model is, and what it draws.
     *
     * @param file      a file or the folder of a training
     * @param answers   what a person has said about a file's guesses, by its hash
     * @param pictured  whether there is a small picture of a hash already
     * @param cancelled asked now and then; whatever is returned then does not matter
     */
    Glance glance(Path file, Function<String, Map<String, String>> answers, Predicate<String> pictured,
            BooleanSupplier cancelled);

    /** Everything about a model but the statistics of its tensors. See {@link #glance}. */
    Reading read(Path file, Function<String, Map<String, String>> answers, BooleanSupplier cancelled);
}
