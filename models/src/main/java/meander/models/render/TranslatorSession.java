package meander.models.render;

import meander.models.graph.Tensor;

/** A network of pictures, ready for pictures of one size. */
interface TranslatorSession extends AutoCloseable {
    /**
     * Translates.
     *
     * @param picture {@code [C,H,W]} of this size, in the translator's numbers
     * @return {@code [C′,scale·H,scale·W]}
     */
    Tensor translate(Tensor picture, long dropoutSeed);

    @Override
    void close();
}
