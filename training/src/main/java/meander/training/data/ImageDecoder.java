package meander.training.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads picture files of every kind that the installed readers know, from memory. */
final class ImageDecoder {
    /** Where Exif's numbers 1 to 8 stand among the names of Java's standard metadata. */
    private static final List<String> ORIENTATIONS = List.of("Unknown", "Normal", "FlipH", "Rotate180", "FlipV", "FlipVRotate90",
            "Rotate270", "FlipHRotate90", "Rotate90");

    private final DataLimits limits;

    ImageDecoder(DataLimits limits) {
        this.limits = limits;
    }

    /**
     * What the beginning of a file tells.
     *
     * @param grey        without colours
     * @param seeThrough  with opacity
     * @param moving      an animation
     */
    record Look(int width, int height, boolean grey, boolean seeThrough, boolean moving) {}

    /** Reads the beginning only. */
    Look look(byte[] content) throws SkippedImageException {
        return with(content, (reader, name) -> {
            ImageTypeSpecifier type = reader.getRawImageType(0);
            Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
            if (type == null && types.hasNext()) type = types.next();
            ColorModel colours = type == null ? ColorModel.getRGBdefault() : type.getColorModel();
            boolean moving = (name.equals("gif") || name.equals("webp")) && reader.getNumImages(true) > 1;
            return new Look(reader.getWidth(0), reader.getHeight(0), isGrey(colours), colours.hasAlpha(), moving);
        });
    }

    /** Reads all of it, upright; of an animation, its first picture. */
    ByteImage read(byte[] content) throws SkippedImageException {
        return with(content, (reader, name) -> {
            AtomicBoolean truncated = new AtomicBoolean();
            // A JPEG's lost end would be filled with grey.
            reader.addIIOReadWarningListener((source, warning) -> truncated.compareAndSet(false,
                    warning.toLowerCase(Locale.ROOT).contains("premature end")));
            BufferedImage picture = reader.read(0);
            if (truncated.get()) throw new SkippedImageException(SkippedImage.Reason.TRUNCATED);
            return pixels(picture).turned(name.equals("jpeg") ? orientation(reader) : 1);
        });
    }

    private interface Use<T> {
        T of(ImageReader reader, String format) throws IOException;
    }

    /** Asks the readers in turn, as one may know what another does not. */
    private <T> T with(byte[] content, Use<T> use) throws SkippedImageException {
        if (content.length == 0) throw new SkippedImageException(SkippedImage.Reason.EMPTY);
        boolean known = false;
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    in.seek(0);
                    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
                    if (format.equals("wbmp")) continue; // two zero bytes are enough to be taken for one
                    known = true;
                    // Texts and profiles inside are not asked for: they can be bombs.
                    reader.setInput(in, false, !format.equals("jpeg"));
                    refuseHuge(reader.getWidth(0), reader.getHeight(0));
                    return use.of(reader, format);
                } catch (SkippedImageException e) {
                    throw e;
                } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
                    // Readers meet damage with whatever their arithmetic throws; the next one may do better.
                } finally {
                    reader.dispose();
                }
            }
        } catch (SkippedImageException e) {
            throw e;
        } catch (IOException e) {
            throw new SkippedImageException(SkippedImage.Reason.DAMAGED);
        }
        throw new SkippedImageException(known ? SkippedImage.Reason.DAMAGED : SkippedImage.Reason.NOT_A_PICTURE);
    }

    private void refuseHuge(int width, int height) throws SkippedImageException {
        if ((long) width * height > limits.pixels()) {
            throw new SkippedImageException(SkippedImage.Reason.TOO_MANY_PIXELS, width, height, limits.pixels() / 1_000_000);
        }
    }

    private static int orientation(ImageReader reader) {
        try {
            Element tree = (Element) reader.getImageMetadata(0).getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
            NodeList found = tree.getElementsByTagName("ImageOrientation");
            return found.getLength() == 0 ? 1 : ORIENTATIONS.indexOf(((Element) found.item(0)).getAttribute("value"));
        } catch (IOException | RuntimeException e) {
            return 1; // damaged notes beside a good picture
        }
    }

    private static boolean isGrey(ColorModel colours) {
        if (!(colours instanceof IndexColorModel palette)) return colours.getNumColorComponents() == 1;
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getGreen(i) != palette.getBlue(i)) return false;
        }
        return true;
    }

    /** The samples as they are stored: Java would take grey for linear light and brighten it. */
    private static ByteImage pixels(BufferedImage picture) {
        ColorModel colours = picture.getColorModel();
        int type = colours.getTransferType();
        boolean plain = colours instanceof ComponentColorModel && !colours.isAlphaPremultiplied()
                && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT)
                && (colours.getColorSpace().getType() == ColorSpace.TYPE_RGB
                        || colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY);
        return plain ? stored(picture) : converted(picture);
    }

    private static ByteImage stored(BufferedImage picture) {
        Raster raster = picture.getRaster();
        int width = picture.getWidth();
        int height = picture.getHeight();
        int channels = raster.getNumBands();
        int[] most = new int[channels];
        for (int channel = 0; channel < channels; channel++) {
            most[channel] = (1 << picture.getColorModel().getComponentSize(channel)) - 1;
        }
        byte[] out = new byte[width * height * channels];
        int[] row = new int[width * channels];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int i = 0; i < row.length; i++) {
                int full = most[i % channels];
                out[y * row.length + i] = (byte) (full == 255 ? row[i] : (row[i] * 255L + full / 2) / full);
            }
        }
        return new ByteImage(width, height, channels, out);
    }

    private static ByteImage converted(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int channels = picture.getColorModel().hasAlpha() ? 4 : 3;
        byte[] out = new byte[width * height * channels];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int to = (y * width + x) * channels;
                out[to] = (byte) (row[x] >> 16);
                out[to + 1] = (byte) (row[x] >> 8);
                out[to + 2] = (byte) row[x];
                if (channels == 4) out[to + 3] = (byte) (row[x] >>> 24);
            }
        }
        return new ByteImage(width, height, channels, out);
    }
}
