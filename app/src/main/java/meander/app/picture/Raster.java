package meander.app.picture;

import java.nio.IntBuffer;
import java.util.Arrays;

import meander.training.data.ImageFileReader;

/**
 * A picture as it is drawn on and shown. Never changes: the array belongs to it from the beginning and is only read.
 *
 * @param argb row by row, opacity not multiplied in
 */
public record Raster(int width, int height, int[] argb) {
    /** Paper. */
    public static final int WHITE = 0xFFFFFFFF;
    private static final int OPAQUE = 0xFF;

    public Raster {
        if (width < 1 || height < 1 || argb.length != width * height)
            throw new IllegalArgumentException(argb.length + " pixels for " + width + " × " + height);
    }

    /** A sheet of one colour. */
    public static Raster filled(int width, int height, int colour) {
        int[] argb = new int[width * height];
        Arrays.fill(argb, colour);
        return new Raster(width, height, argb);
    }

    public int at(int x, int y) {
        return argb[y * width + x];
    }

    public long pixels() {
        return (long) width * height;
    }

    /** Whether anything behind it would be seen. */
    public boolean seeThrough() {
        for (int pixel : argb)
            if (pixel >>> 24 != OPAQUE) return true;
        return false;
    }

    /** Laid on white paper. */
    public Raster onWhite() {
        if (!seeThrough()) return this;
        int[] laid = new int[argb.length];
        for (int i = 0; i < laid.length; i++)
            laid[i] = over(argb[i], WHITE, OPAQUE);
        return new Raster(width, height, laid);
    }

    /** At another size, with Lanczos’ filter. */
    public Raster scaled(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) return this;
        return new Raster(newWidth, newHeight, ImageFileReader.scaled(argb, width, height, newWidth, newHeight));
    }

    /** No side longer than that. */
    public Raster within(int side) {
        int longest = Math.max(width, height);
        if (longest <= side) return this;
        return scaled(Math.max(1, Math.round((float) width * side / longest)),
                Math.max(1, Math.round((float) height * side / longest)));
    }

    /** As large as fits into the middle of a square white sheet. */
    public Raster onSheet(int side) {
        double scale = (double) side / Math.max(width, height);
        Raster fitted = onWhite().scaled(Math.clamp(Math.round(width * scale), 1, side),
                Math.clamp(Math.round(height * scale), 1, side));
        if (fitted.width == side && fitted.height == side) return fitted;
        int[] sheet = filled(side, side, WHITE).argb;
        int left = (side - fitted.width) / 2;
        int top = (side - fitted.height) / 2;
        for (int y = 0; y < fitted.height; y++)
            System.arraycopy(fitted.argb, y * fitted.width, sheet, (top + y) * side + left, fitted.width);
        return new Raster(side, side, sheet);
    }

    /** Writes it as JavaFX shows it: premultiplied ARGB, row by row. */
    public void toArgb(IntBuffer target) {
        for (int i = 0; i < argb.length; i++) {
            int pixel = argb[i];
            int opacity = pixel >>> 24;
            target.put(i,
                    opacity == OPAQUE
                            ? pixel
                            : opacity << 24 | share(pixel >> 16, opacity) << 16 | share(pixel >> 8, opacity) << 8
                                    | share(pixel, opacity));
        }
    }

    /** A colour over another, opaque, one. @param cover how much of the place it takes, 0 … 255, besides its own opacity */
    public static int over(int colour, int below, int cover) {
        int a = share(colour >>> 24, cover);
        return OPAQUE << 24 | mix(colour >> 16, below >> 16, a) << 16 | mix(colour >> 8, below >> 8, a) << 8
                | mix(colour, below, a);
    }

    /** Brightness by ITU-R BT.601, 0 … 255, as if laid on white. */
    public static double luma(int colour) {
        int laid = over(colour, WHITE, OPAQUE);
        return 0.299 * (laid >> 16 & 0xFF) + 0.587 * (laid >> 8 & 0xFF) + 0.114 * (laid & 0xFF);
    }

    private static int mix(int above, int below, int a) {
        return ((above & 0xFF) * a + (below & 0xFF) * (OPAQUE - a) + OPAQUE / 2) / OPAQUE;
    }

    private static int share(int value, int of) {
        return ((value & 0xFF) * of + OPAQUE / 2) / OPAQUE;
    }
}
