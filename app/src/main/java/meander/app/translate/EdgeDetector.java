package meander.app.translate;

import meander.app.picture.Raster;

/** A picture’s edges as black lines on white: brightness smoothed, the length of its gradient by Sobel’s masks, and a soft threshold. */
final class EdgeDetector {
    /** Gradients below this share of the steepest possible one are paper, … */
    private static final double PAPER = 0.06;
    /** … and above this one ink. */
    private static final double INK = 0.16;
    /** What a step from black to white gives after smoothing. */
    private static final double STEEPEST = 255 * 3;

    private EdgeDetector() {}

    static Raster of(Raster picture) {
        int width = picture.width();
        int height = picture.height();
        double[] smooth = smoothed(picture);
        int[] lines = new int[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) {
                double across = row(smooth, width, height, x + 1, y) - row(smooth, width, height, x - 1, y);
                double down = column(smooth, width, height, x, y + 1) - column(smooth, width, height, x, y - 1);
                double slope = Math.hypot(across, down) / STEEPEST;
                int paper = (int) Math.round(255 * (1 - Math.clamp((slope - PAPER) / (INK - PAPER), 0, 1)));
                lines[y * width + x] = 0xFF << 24 | paper << 16 | paper << 8 | paper;
            }
        return new Raster(width, height, lines);
    }

    /** Three pixels one above the other, weighted 1, 2, 1. */
    private static double row(double[] from, int width, int height, int x, int y) {
        return at(from, width, height, x, y - 1) + 2 * at(from, width, height, x, y) + at(from, width, height, x, y + 1);
    }

    /** Three pixels side by side, weighted 1, 2, 1. */
    private static double column(double[] from, int width, int height, int x, int y) {
        return at(from, width, height, x - 1, y) + 2 * at(from, width, height, x, y) + at(from, width, height, x + 1, y);
    }

    private static double[] smoothed(Raster picture) {
        int width = picture.width();
        int height = picture.height();
        double[] luma = new double[width * height];
        for (int i = 0; i < luma.length; i++)
            luma[i] = Raster.luma(picture.argb()[i]);
        double[] smooth = new double[luma.length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                smooth[y * width + x] = (row(luma, width, height, x - 1, y) + 2 * row(luma, width, height, x, y)
                        + row(luma, width, height, x + 1, y)) / 16;
        return smooth;
    }

    /** Beyond its border a picture goes on as it ends. */
    private static double at(double[] from, int width, int height, int x, int y) {
        return from[Math.clamp(y, 0, height - 1) * width + Math.clamp(x, 0, width - 1)];
    }
}
