package meander.app.cli;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.WritableRaster;

/**
 * Pictures of one size side by side. The first row and the first column are for the sources; the corner stays black, as NVlabs'
 * {@code style_mixing.py} lays it out.
 */
final class ImageGrid {
    private static final long MOST = 1L << 28;
    private final int rows;
    private final int columns;
    private BufferedImage image;

    ImageGrid(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** Whether a grid of pictures of this size can be held in memory. */
    static boolean fits(int rows, int columns, int width, int height) {
        return (long) rows * columns * width * height <= MOST;
    }

    void put(int row, int column, BufferedImage picture) {
        if (image == null) image = blank(picture.getColorModel(), picture.getWidth(), picture.getHeight());
        image.getRaster().setRect(column * picture.getWidth(), row * picture.getHeight(), picture.getRaster());
    }

    BufferedImage image() {
        return image;
    }

    private BufferedImage blank(ColorModel colours, int width, int height) {
        WritableRaster raster = colours.createCompatibleWritableRaster(columns * width, rows * height);
        return new BufferedImage(colours, raster, false, null);
    }
}
