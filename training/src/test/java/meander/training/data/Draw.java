package meander.training.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Small pictures and archives of them. */
final class Draw {
    private Draw() {}

    static BufferedImage plain(int width, int height, int rgb) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width * height];
        Arrays.fill(row, rgb);
        picture.setRGB(0, 0, width, height, row, 0, width);
        return picture;
    }

    /** The left half of one colour, the right half of another. */
    static BufferedImage halves(int width, int height, int left, int right) {
        BufferedImage picture = plain(width, height, left);
        for (int y = 0; y < height; y++)
            for (int x = width / 2; x < width; x++)
                picture.setRGB(x, y, right);
        return picture;
    }

    static byte[] encoded(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, format, bytes)) throw new IOException("no writer for " + format);
        return bytes.toByteArray();
    }

    static byte[] png(int width, int height, int rgb) throws IOException {
        return encoded(plain(width, height, rgb), "png");
    }

    static byte[] fixture(String name) throws IOException {
        try (InputStream in = Draw.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    static Path file(Path folder, String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    static Path zip(Path file, Map<String, byte[]> content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : content.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
