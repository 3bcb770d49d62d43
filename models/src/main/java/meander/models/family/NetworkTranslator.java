package meander.models.family;

import meander.models.graph.Network;

/** A translator whose network is defined here, once for each size of picture. */
public non-sealed interface NetworkTranslator extends Translator {
    /**
     * The network for pictures of one size.
     *
     * @throws IllegalArgumentException if the sides are not multiples of {@link Traits#multiple()}
     */
    Network network(int height, int width, Mode mode);
}
