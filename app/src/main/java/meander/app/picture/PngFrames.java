package meander.app.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import meander.models.files.AtomicFile;
import meander.models.graph.Tensor;
import meander.models.render.Frame;

/**
 * Frames as PNG files: 8 bits a channel, grey, RGB or RGBA, each value as {@link Frame#level} rounds it, with the recipe that
 * made the picture in an iTXt chunk.
 */
public final class PngFrames {
    /** The keyword of the chunk that holds the recipe. */
    public static final String KEYWORD = "meander";
    private static final String FORMAT = "javax_imageio_png_1.0";
    private static final int READABLE = 4096; // a longer recipe is compressed

    private PngFrames() {}

    /** Writes a picture and its recipe, whole or not at all, over what was there. */
    public static void write(Path file, Frame frame, PictureRecipe recipe) throws IOException {
        AtomicFile.write(file, out -> write(out, image(frame), Optional.of(recipe.toJson())));
    }

    /** Writes a translation and its recipe, whole or not at all, over what was there. @param pixels {@code [C,H,W]}, −1 … 1 */
    public static void write(Path file, Tensor pixels, TranslationRecipe recipe) throws IOException {
        AtomicFile.write(file, out -> write(out, image(pixels), Optional.of(recipe.toJson())));
    }

    /** Writes an image, such as a grid of pictures, and the recipe to find in it. */
    public static void write(Path file, BufferedImage image, PictureRecipe recipe) throws IOException {
        AtomicFile.write(file, out -> write(out, image, Optional.of(recipe.toJson())));
    }

    /** A picture without a recipe as the bytes of a PNG file. */
    public static byte[] bytes(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, image, Optional.empty());
        return bytes.toByteArray();
    }

    /** Whether a file is a PNG picture, ours or not, by its first bytes; false for what cannot be read. */
    public static boolean isPng(Path file) {
        return PngText.isPng(file);
    }

    /** Looks for a recipe in a file that may be anything: what it holds never throws, and pixels are not decoded. */
    public static PictureRecipe.Reading recipe(Path file) {
        return PngText.find(file, KEYWORD);
    }

    /** A frame as an image for {@code javax.imageio}: bytes interleaved, not premultiplied. */
    public static BufferedImage image(Frame frame) {
        return image(frame.pixels());
    }

    private static BufferedImage image(Tensor pixels) {
        int channels = pixels.shape().dim(0);
        int height = pixels.shape().dim(1);
        int width = pixels.shape().dim(2);
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, channels, null);
        byte[] bytes = ((DataBufferByte) raster.getDataBuffer()).getData();
        float[] values = pixels.data(); // [C,H,W]
        int plane = width * height;
        for (int channel = 0; channel < channels; channel++)
            for (int i = 0; i < plane; i++)
                bytes[i * channels + channel] = (byte) Frame.level(values[channel * plane + i]); // [H,W,C]
        return new BufferedImage(colours(channels), raster, false, null);
    }

    private static ColorModel colours(int channels) {
        boolean alpha = channels == 4;
        int space = channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        return new ComponentColorModel(ColorSpace.getInstance(space), alpha, false,
                alpha ? ColorModel.TRANSLUCENT : ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
    }

    private static void write(OutputStream out, BufferedImage image, Optional<String> recipe) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        // Not ImageIO's own stream, whose cache is a file that an interrupt closes under it.
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
            if (recipe.isPresent()) metadata.mergeTree(FORMAT, text(recipe.get()));
            writer.setOutput(stream);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadataNode text(String json) {
        boolean compressed = json.length() > READABLE;
        IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
        entry.setAttribute("keyword", KEYWORD);
        entry.setAttribute("compressionFlag", compressed ? "TRUE" : "FALSE");
        entry.setAttribute("compressionMethod", "0");
        entry.setAttribute("languageTag", "");
        entry.setAttribute("translatedKeyword", "");
        entry.setAttribute("text", json);
        IIOMetadataNode texts = new IIOMetadataNode("iTXt");
        texts.appendChild(entry);
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        root.appendChild(texts);
        return root;
    }
}
