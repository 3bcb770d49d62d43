package meander.app.translate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

import meander.app.Failures;
import meander.app.Fault;
import meander.app.Message;
import meander.app.OpeningMarkers;
import meander.app.explore.Opener;
import meander.app.picture.Sha256;
import meander.models.checkpoint.Rejected;
import meander.models.family.OpenResult;
import meander.models.family.Pairs;
import meander.models.family.Translator;
import meander.models.files.OrdinaryFile;

/**
 * Opens networks that translate, each with its other half where one lies beside it.
 *
 * @param answers what a person has said about a file’s guesses, by its fingerprint
 * @param markers told of each file while it is opened
 */
record TranslatorFiles(Opener opener, Function<String, Map<String, String>> answers, OpeningMarkers markers) {
    private static final List<Integer> CHANNELS = List.of(1, 3, 4);

    /** What opening a file gave. */
    sealed interface Found {
        record Translates(Networks opened) implements Found {}

        /** It is a model, but draws from latents. */
        record Draws(Path file) implements Found {}

        record Refused(Fault why) implements Found {}
    }

    /**
     * Opens a file.
     *
     * @param said  besides the answers that are known
     * @param asked whether a person has named it, so that a program in it may run
     */
    Found open(Path file, Map<String, String> said, boolean asked, DoubleConsumer progress, BooleanSupplier cancelled) {
        if (OrdinaryFile.isSpecial(file))
            return new Found.Refused(Fault.of(Fault.Kind.OPEN, Message.of("open.special", file.getFileName().toString())));
        try (OpeningMarkers.Mark _ = markers.begin(file)) {
            String hash = Sha256.of(file);
            Map<String, String> given = new HashMap<>(answers.apply(hash));
            given.putAll(said);
            OpenResult result = asked
                    ? opener.open(file, given, progress, cancelled)
                    : opener.describe(file, given, progress, cancelled);
            return switch (result) {
                case OpenResult.Translates(Translator translator) when !draws(translator) ->
                    new Found.Refused(Fault.of(Fault.Kind.OPEN, Message.of("translate.channels", file.getFileName().toString())));
                case OpenResult.Translates(Translator translator) ->
                    new Found.Translates(paired(new Side(translator, file, hash), given, cancelled));
                case OpenResult.Ready _ -> new Found.Draws(file);
                case OpenResult.Refused(Rejected why) -> new Found.Refused(Fault.of(why));
            };
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            return new Found.Refused(Fault.of(Fault.Kind.OPEN, Failures.message(e), e));
        }
    }

    /** Whether what it takes and gives are pictures. */
    private static boolean draws(Translator translator) {
        return CHANNELS.contains(translator.traits().inputs()) && CHANNELS.contains(translator.traits().outputs());
    }

    /** A half that does not open leaves the chosen one alone. */
    Networks paired(Side side, Map<String, String> given, BooleanSupplier cancelled) throws IOException {
        Optional<Pairs.Reverse> other = Pairs.of(side.translator());
        if (other.isEmpty()) return Networks.alone(side, given);
        Path file = other.get().file();
        String hash = file.equals(side.file()) ? side.hash() : Sha256.of(file);
        Map<String, String> known = new HashMap<>(answers.apply(hash));
        known.putAll(other.get().answers());
        // Nobody has named that file.
        if (!(opener.describe(file, known, _ -> {}, cancelled) instanceof OpenResult.Translates(Translator back)))
            return Networks.alone(side, given);
        Side beside = new Side(back, file, hash);
        return FileNames.isSecond(side.translator())
                ? new Networks(beside, Optional.of(side), Direction.BACKWARD, given)
                : new Networks(side, Optional.of(beside), Direction.FORWARD, given);
    }
}
