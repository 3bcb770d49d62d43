package meander.app.translate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.family.Translator;

/**
 * What was opened to translate with.
 *
 * @param there   A → B, or all there is
 * @param back    B → A, where the other half of a pair was found
 * @param first   the way that the file which a person chose goes
 * @param answers what a person has said about the file’s guesses
 */
public record OpenNetworks(LoadedDirection there, Optional<LoadedDirection> back, Direction first, Map<String, String> answers) {
    public OpenNetworks {
        answers = Map.copyOf(answers);
    }

    /** One without a partner. */
    public static OpenNetworks alone(LoadedDirection side, Map<String, String> answers) {
        return new OpenNetworks(side, Optional.empty(), Direction.FORWARD, answers);
    }

    public boolean paired() {
        return back.isPresent();
    }

    /** The file that a person chose. */
    public Path file() {
        return chosen().file();
    }

    /** The network of the file that a person chose. */
    public LoadedDirection chosen() {
        return first == Direction.BACKWARD ? back.orElse(there) : there;
    }

    public List<LoadedDirection> sides() {
        return back.map(other -> List.of(there, other)).orElseGet(() -> List.of(there));
    }

    /** What a picture goes through. */
    public List<LoadedDirection> way(Direction direction) {
        if (back.isEmpty()) return List.of(there);
        return switch (direction) {
            case FORWARD -> List.of(there);
            case BACKWARD -> List.of(back.get());
            case CYCLE -> List.of(there, back.get());
        };
    }

    /** What brings a translation back to where it came from; nothing where there is none, or where it has come back already. */
    public Optional<LoadedDirection> home(Direction direction) {
        return direction == Direction.FORWARD
                ? back
                : direction == Direction.BACKWARD && paired() ? Optional.of(there) : Optional.empty();
    }

    public List<Translator.Mode> modes() {
        return chosen().translator().traits().modes();
    }
}
