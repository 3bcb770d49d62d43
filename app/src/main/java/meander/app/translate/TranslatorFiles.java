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
import meander.app.base.FileNames;
import meander.app.base.Message;
import meander.app.model.ModelLoader;
import meander.app.model.ModelLoader.Consent;
import meander.app.picture.Sha256;
import meander.models.checkpoint.Rejected;
import meander.models.family.InverseTranslatorFinder;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.files.OrdinaryFile;

/**
 * Opens networks that translate, each with its other half where one lies beside it.
 *
 * @param answers what a person has said about a file’s guesses, by its fingerprint
 */
record TranslatorFiles(ModelLoader loader, Function<String, Map<String, String>> answers) {
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
     * @param said    besides the answers that are known
     * @param consent what a program in it may do
     */
    Found open(Path file, Map<String, String> said, Consent consent, DoubleConsumer progress, BooleanSupplier cancelled) {
        if (OrdinaryFile.isSpecial(file)) return refused("open.special", file);
        try (ModelLoader.Opened opened = loader.open(file, Sha256.of(file), answers, said, _ -> consent, progress, cancelled)) {
            return switch (opened.result()) {
                case OpenResult.Translates(Translator translator) when !draws(translator) -> refused("translate.channels", file);
                case OpenResult.Translates(Translator translator) -> new Found.Translates(
                        paired(new LoadedDirection(translator, file, opened.hash()), opened.answers(), cancelled));
                case OpenResult.Ready _ -> new Found.Draws(file);
                case OpenResult.Refused(Rejected why) -> new Found.Refused(ErrorBanner.of(why));
            };
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            return new Found.Refused(ErrorBanner.of(ErrorBanner.Kind.OPEN, ErrorMessages.message(e), e));
        }
    }

    private static Found refused(String why, Path file) {
        return new Found.Refused(ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of(why, FileNames.of(file))));
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
        if (!(loader.opener().describe(file, known, _ -> {}, cancelled) instanceof OpenResult.Translates(Translator back)))
            return OpenNetworks.alone(side, given);
        LoadedDirection beside = new LoadedDirection(back, file, hash);
        return NetworkFileNames.isSecond(side.translator())
                ? new OpenNetworks(beside, Optional.of(side), Direction.BACKWARD, given)
                : new OpenNetworks(side, Optional.of(beside), Direction.FORWARD, given);
    }
}
