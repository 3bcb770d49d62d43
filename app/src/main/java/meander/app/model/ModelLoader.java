package meander.app.model;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

import meander.app.session.OpeningMarkers;
import meander.models.family.OpenResult;

/**
 * Opens the files of models for a workspace: with what a person has said about a file before, by the rights that it has, and marked for as long as it
 * may bring the program down. From any thread.
 *
 * @param markers told of each file while it is opened
 */
public record ModelLoader(ModelOpener opener, OpeningMarkers markers) {
    /** What a file may do. */
    public enum Consent {
        /** Nobody has named it: no program in it runs. */
        UNASKED,
        /** A person has named it: a program in it runs confined. */
        ASKED,
        /** A person lets its program run although this system cannot confine it. */
        UNCONFINED
    }

    /**
     * What opening gave.
     *
     * @param answers what a person has said about the file's guesses, now and before
     * @param mark    closed once nothing more of the file can go wrong
     */
    public record Opened(OpenResult result, Path file, String hash, Map<String, String> answers,
            OpeningMarkers.Mark mark) implements AutoCloseable {
        public Opened {
            answers = Map.copyOf(answers);
        }

        @Override
        public void close() {
            mark.close();
        }
    }

    /**
     * Opens a file.
     *
     * @param hash     its fingerprint
     * @param known    what a person has said about a file's guesses before, by its fingerprint
     * @param said     what is said now
     * @param consent  by what is known now
     * @param progress told 0 … 1
     */
    public Opened open(Path file, String hash, Function<String, Map<String, String>> known, Map<String, String> said,
            Function<Map<String, String>, Consent> consent, DoubleConsumer progress, BooleanSupplier cancelled) {
        Map<String, String> answers = new HashMap<>(known.apply(hash));
        answers.putAll(said);
        OpeningMarkers.Mark mark = markers.begin(file);
        boolean opened = false;
        try {
            OpenResult result = switch (consent.apply(answers)) {
                case UNASKED -> opener.describe(file, answers, progress, cancelled);
                case ASKED -> opener.open(file, answers, progress, cancelled);
                case UNCONFINED -> opener.openUnconfined(file, answers, progress, cancelled);
            };
            opened = true;
            return new Opened(result, file, hash, answers, mark);
        } finally {
            if (!opened) mark.close();
        }
    }
}
