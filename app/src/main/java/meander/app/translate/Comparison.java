package meander.app.translate;

import java.nio.IntBuffer;

import meander.app.picture.Raster;

/**
 * Two pictures of one size as one.
 *
 * @param share how much of the width, or of the opacity, is the upper picture’s, 0 … 1
 */
public record Comparison(Raster under, Raster over, Way way, double share) {
    /** How two pictures are laid over each other. */
    public enum Way {
        /** The upper one right of a line. */
        WIPE,
        /** The upper one shows through, as on tracing paper. */
        ONION,
        /** How far apart they are, channel by channel. */
        DIFFERENCE;

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Comparison {
        if (under.width() != over.width() || under.height() != over.height())
            throw new IllegalArgumentException("pictures of two sizes");
    }

    /** Premultiplied ARGB, row by row; opaque, as if laid on white. */
    public void toArgb(IntBuffer target) {
        int width = under.width();
        int line = (int) Math.round(width * (1 - share));
        int cover = (int) Math.round(255 * share);
        for (int i = 0; i < under.argb().length; i++) {
            int below = under.argb()[i];
            int above = over.argb()[i];
            target.put(i, switch (way) {
                case WIPE -> i % width < line ? below : above;
                case ONION -> Raster.over(above, below, cover);
                case DIFFERENCE -> apart(below, above);
            });
        }
    }

    /** How far apart two pictures are, as a picture. */
    static Raster difference(Raster a, Raster b) {
        int[] apart = new int[a.argb().length];
        for (int i = 0; i < apart.length; i++)
            apart[i] = apart(a.argb()[i], b.argb()[i]);
        return new Raster(a.width(), a.height(), apart);
    }

    private static int apart(int a, int b) {
        return 0xFF << 24 | apart(a, b, 16) | apart(a, b, 8) | apart(a, b, 0);
    }

    private static int apart(int a, int b, int shift) {
        return Math.abs((a >> shift & 0xFF) - (b >> shift & 0xFF)) << shift;
    }
}
