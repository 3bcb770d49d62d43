package meander.models.latent;

/**
 * A change of a latent on its way to the picture. Edits fold: each changes what those before it have left. An edit of a dimension or a
 * layer that a network does not have changes nothing.
 */
public sealed interface LatentEdit permits ZOffsets, WOffsets {
    /** Changes z, before the mapping network where there is one. @param z {@code [z_dim]}, changed in place */
    default void editZ(double[] z) {}

    /** Changes w, after truncation and mixing. @param w {@code [layers,w_dim]}, row by row, changed in place */
    default void editW(float[] w, int layers, int wDim) {}
}
