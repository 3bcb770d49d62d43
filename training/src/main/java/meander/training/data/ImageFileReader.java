package meander.training.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One picture file by itself, read with the same care as those of a data set. */
public final class ImageFileReader {
    private ImageFileReader() {}

    /** What a file holds. */
    public sealed interface Content {
        /** A picture, upright. @param argb row by row, opacity not multiplied in */
        record Picture(int width, int height, int[] argb) implements Content {}

        /** None that can be used. */
        record None(SkippedImage why) implements Content {}
    }

    /** Reads a file that may be anything; of an animation, its first picture. Whatever it holds, the answer is a value. */
    public static Content read(Path file) {
        String name = file.getFileName().toString();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(DataLimits.DEFAULT.bytes() + 1);
            if (content.length > DataLimits.DEFAULT.bytes())
                return new Content.None(
                        SkippedImage.because(name, SkippedImage.Reason.TOO_LARGE, DataLimits.DEFAULT.bytes() >> 20));
            ByteImage pixels = new ImageDecoder(DataLimits.DEFAULT).read(content);
            return new Content.Picture(pixels.width(), pixels.height(), argb(pixels.withChannels(4)));
        } catch (SkippedImageException e) {
            return new Content.None(e.of(name));
        } catch (IOException e) {
            return new Content.None(SkippedImage.because(name, SkippedImage.Reason.UNREADABLE, e.getClass().getSimpleName()));
        }
    }

    /** A picture at another size, with Lanczos’ filter. @param argb row by row, opacity not multiplied in */
    public static int[] scaled(int[] argb, int width, int height, int newWidth, int newHeight) {
        byte[] samples = new byte[4 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            samples[4 * i] = (byte) (argb[i] >> 16);
            samples[4 * i + 1] = (byte) (argb[i] >> 8);
            samples[4 * i + 2] = (byte) argb[i];
            samples[4 * i + 3] = (byte) (argb[i] >>> 24);
        }
        return argb(LanczosResampling.scaled(new ByteImage(width, height, 4, samples), newWidth, newHeight));
    }

    private static int[] argb(ByteImage pixels) {
        int[] argb = new int[pixels.width() * pixels.height()];
        for (int i = 0; i < argb.length; i++)
            argb[i] = (pixels.samples()[4 * i + 3] & 0xFF) << 24 | (pixels.samples()[4 * i] & 0xFF) << 16
                    | (pixels.samples()[4 * i + 1] & 0xFF) << 8 | pixels.samples()[4 * i + 2] & 0xFF;
        return argb;
    }
}
