package meander.app.translate;

import java.util.Optional;

import meander.app.picture.Raster;
import meander.models.graph.Tensor;

/**
 * What a pane has to show.
 *
 * @param input    what was translated
 * @param state    how
 * @param pixels   the translation, {@code [C,H,W]}, −1 … 1
 * @param picture  the same as it is shown
 * @param full     whether this is the translation itself, not one of a smaller picture
 * @param millis   how long it took; NaN for a first picture
 * @param cycle    what came back from it, once it has settled, where there is a way back
 * @param identity what the network that leads here makes of the input, which is there already and should stay what it is
 */
public record TranslationResult(Raster input, PaneState state, Tensor pixels, Raster picture, boolean full, double millis,
        Optional<Check> cycle, Optional<Check> identity) {
    /** A picture that should be the input. @param error mean absolute difference from it, 0 … 1 */
    public record Check(Raster picture, double error) {}

    TranslationResult withCycle(Check check) {
        return new TranslationResult(input, state, pixels, picture, full, millis, Optional.of(check), identity);
    }

    TranslationResult withIdentity(Check check) {
        return new TranslationResult(input, state, pixels, picture, full, millis, cycle, Optional.of(check));
    }
}
