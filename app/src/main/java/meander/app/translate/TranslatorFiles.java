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

import meander.app.base.ErrorBanner;
import meander.app.base.ErrorMessages;
import meander.app.base.Message;
import meander.app.model.ModelOpener;
import meander.app.picture.Sha256;
import meander.app.session.OpeningMarkers;
import meander.models.checkpoint.Rejected;
import meander.models.family.InverseTranslatorFinder;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.files.OrdinaryFile;

/**
 * Opens networks that translate, each with its other half where one lies beside it.
 *
 * @param answers what a person has said about a file’s guesses, by its fingerprint
 * @param markers told of each file while it is opened
 */
record TranslatorFiles(ModelOpener opener, Function<String, Map<String, String>> answers, OpeningMarkers markers) {
    private static final List<Integer> CHANNELS = List.of(1, 3, 4);

    /** What opening a file gave. */
    sealed interface Found {
        record Translates(OpenNetworks opened) implements Found {}

        /** It is a model, but draws from latents. */
        record Draws(Path file) implements Found {}

        record Refused(ErrorBanner why) implements Found {}
    }

    /**
     * Opens a file.
     *
     * @param said  besides the answers that are known
     * @param asked whether a person has named it, so that a program in it may run
     */
    Found open(Path file, Map<String, String> said, boolean asked, DoubleConsumer progress, BooleanSupplier cancelled) {
        if (OrdinaryFile.isSpecial(file))
            return new Found.Refused(
                    ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of("open.special", file.getFileName().toString())));
        try (OpeningMarkers.Mark _ = markers.begin(file)) {
            String hash = Sha256.of(file);
            Map<String, String> given = new HashMap<>(answers.apply(hash));
            given.putAll(said);
            OpenResult result = asked
                    ? opener.open(file, given, progress, cancelled)
                    : opener.describe(file, given, progress, cancelled);
            return switch (result) {
                case OpenResult.Translates(Translator translator) when !draws(translator) -> new Found.Refused(
                        ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of("translate.channels", file.getFileName().toString())));
                case OpenResult.Translates(Translator translator) ->
                    new Found.Translates(paired(new LoadedDirection(translator, file, hash), given, cancelled));
                case OpenResult.Ready _ -> new Found.Draws(file);
                case OpenResult.Refused(Rejected why) -> new Found.Refused(ErrorBanner.of(why));
            };
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            return new Found.Refused(ErrorBanner.of(ErrorBanner.Kind.OPEN, ErrorMessages.message(e), e));
        }
    }

    /** Whether what it takes and gives are pictures. */
    private static boolean draws(Translator translator) {
        return CHANNELS.contains(translator.traits().inputs()) && CHANNELS.contains(translator.traits().outputs());
    }

    /** A half that does not open leaves the chosen one alone. */
    OpenNetworks paired(LoadedDirection side, Map<String, String> given, BooleanSupplier cancelled) throws IOException {
        Optional<InverseTranslatorFinder.Reverse> other = InverseTranslatorFinder.of(side.translator());
        if (other.isEmpty()) return OpenNetworks.alone(side, given);
        Path file = other.get().file();
        String hash = file.equals(side.file()) ? side.hash() : Sha256.of(file);
        Map<String, String> known = new HashMap<>(answers.apply(hash));
        known.putAll(other.get().answers());
        // Nobody has named that file.
        if (!(opener.describe(file, known, _ -> {}, cancelled) instanceof OpenResult.Translates(Translator back)))
            return OpenNetworks.alone(side, given);
        LoadedDirection beside = new LoadedDirection(back, file, hash);
        return NetworkFileNames.isSecond(side.translator())
                ? new OpenNetworks(beside, Optional.of(side), Direction.BACKWARD, given)
                : new OpenNetworks(side, Optional.of(beside), Direction.FORWARD, given);
    }
}
