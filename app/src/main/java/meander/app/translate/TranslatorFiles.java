package meander.app.translate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

import meander.app.Failures;
import meander.app.Message;
import meander.app.explore.Opener;
import meander.app.picture.Sha256;
import meander.models.checkpoint.Rejected;
import meander.models.family.OpenResult;
import meander.models.family.Translator;

/**
 * Opens networks that translate, each with its other half where one lies beside it.
 *
 * @param partner the file of the other half of a pair
 * @param answers what a person has said about a file’s guesses, by its fingerprint
 */
record TranslatorFiles(Opener opener, Function<Path, Optional<Path>> partner, Function<String, Map<String, String>> answers) {
    /** What opening a file gave. */
    sealed interface Found {
        record Translates(Networks opened) implements Found {}

        /** It is a model, but draws from latents. */
        record Draws(Path file) implements Found {}

        record Refused(Message why, Throwable cause) implements Found {}
    }

    /** @param said besides the answers that are known */
    Found open(Path file, Map<String, String> said, DoubleConsumer progress, BooleanSupplier cancelled) {
        try {
            String hash = Sha256.of(file);
            Map<String, String> given = new HashMap<>(answers.apply(hash));
            given.putAll(said);
            return switch (opener.open(file, given, progress, cancelled)) {
                case OpenResult.Translates(Translator translator) ->
                    new Found.Translates(paired(new Side(translator, file, hash), given, cancelled));
                case OpenResult.Ready _ -> new Found.Draws(file);
                case OpenResult.Refused(Rejected why) -> new Found.Refused(Message.of(why), null);
            };
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            return new Found.Refused(Failures.message(e), e);
        }
    }

    /** A half that does not open leaves the chosen one alone. */
    Networks paired(Side side, Map<String, String> given, BooleanSupplier cancelled) throws IOException {
        Optional<Path> other = partner.apply(side.file());
        if (other.isEmpty()) return Networks.alone(side, given);
        String hash = Sha256.of(other.get());
        if (!(opener.open(other.get(), answers.apply(hash), _ -> {}, cancelled) instanceof OpenResult.Translates(Translator back)))
            return Networks.alone(side, given);
        Side beside = new Side(back, other.get(), hash);
        return FileNames.isSecond(side.file())
                ? new Networks(beside, Optional.of(side), Direction.BACKWARD, given)
                : new Networks(side, Optional.of(beside), Direction.FORWARD, given);
    }
}
