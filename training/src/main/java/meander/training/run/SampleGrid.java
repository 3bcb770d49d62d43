package meander.training.run;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

import meander.models.files.AtomicFile;
import meander.models.graph.Tensor;

/** Pictures side by side in one file. */
final class SampleGrid {
    private SampleGrid() {}

    /** A level of a picture's number in −1…1. */
    static int level(float value) {
        return Math.clamp((int) (127.5f * value + 128), 0, 255);
    }

    /** @param pictures batches {@code [N,C,H,W]} in −1…1; the first {@code columns·rows} pictures are taken */
    static void write(Path file, List<Tensor> pictures, int columns, int rows) throws IOException {
        int channels = pictures.getFirst().shape().dim(1);
        int h = pictures.getFirst().shape().dim(2);
        int w = pictures.getFirst().shape().dim(3);
        BufferedImage sheet = new BufferedImage(columns * w, rows * h,
                channels == 4 ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        int place = 0;
        for (Tensor batch : pictures)
            for (int n = 0; n < batch.shape().dim(0) && place < columns * rows; n++, place++)
                paint(sheet, batch, n, place % columns * w, place / columns * h);
        AtomicFile.make(file, temporary -> ImageIO.write(sheet, "png", temporary.toFile()));
    }

    private static void paint(BufferedImage sheet, Tensor batch, int n, int left, int top) {
        int channels = batch.shape().dim(1);
        int h = batch.shape().dim(2);
        int w = batch.shape().dim(3);
        float[] data = batch.data();
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++) {
                int[] levels = new int[channels];
                for (int c = 0; c < channels; c++)
                    levels[c] = level(data[((n * channels + c) * h + y) * w + x]);
                int rgb = channels == 1 ? levels[0] * 0x010101 : levels[0] << 16 | levels[1] << 8 | levels[2];
                sheet.setRGB(left + x, top + y, (channels == 4 ? levels[3] : 255) << 24 | rgb);
            }
    }
}
