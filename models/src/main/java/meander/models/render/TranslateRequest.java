package meander.models.render;

import meander.models.family.Translator;
import meander.models.graph.Tensor;

/**
 * Everything that decides a translation, apart from the network.
 *
 * @param picture     {@code [C,H,W]} in the network's own numbers and channels, any size
 * @param mode        one of the translator's {@link Translator.Traits#modes()}
 * @param dropoutSeed which features are forgotten where the mode forgets any
 * @param tile        side of the tiles that are translated one after the other, in pixels of the input; 0 for the whole picture at once, or
 *                    in tiles that are chosen for it where that would take too much memory
 */
public record TranslateRequest(Tensor picture, Translator.Mode mode, long dropoutSeed, int tile) {
    /** All at once, nothing left to chance. */
    public static TranslateRequest whole(Tensor picture, Translator.Mode mode) {
        return new TranslateRequest(picture, mode, 0, 0);
    }

    public TranslateRequest withTile(int side) {
        return new TranslateRequest(picture, mode, dropoutSeed, side);
    }
}
