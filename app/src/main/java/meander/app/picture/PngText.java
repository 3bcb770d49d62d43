package meander.app.picture;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

import meander.models.request.JsonFields;

/**
 * Finds an iTXt chunk in a PNG (W3C PNG, third edition, §11.3.3.4) without decoding the picture. Files come from anywhere, so
 * every length is checked before it is believed.
 */
final class PngText {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int ITXT = 0x69545874;
    private static final int IEND = 0x49454E44;
    private static final int MAX_CHUNKS = 1 << 20;

    private PngText() {}

    static boolean isPng(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            return in.readLong() == SIGNATURE;
        } catch (IOException e) {
            return false;
        }
    }

    static PictureRecipe.Reading find(Path file, String keyword) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (in.readLong() != SIGNATURE) return refused(file, "is not a PNG picture");
            return find(in, file, keyword);
        } catch (NoSuchFileException e) {
            return refused(file, "does not exist");
        } catch (EOFException e) {
            return refused(file, "ends in the middle: it is cut short or not a PNG picture");
        } catch (IOException e) {
            return refused(file, "cannot be read: " + e.getMessage());
        }
    }

    private static PictureRecipe.Reading find(DataInputStream in, Path file, String keyword) throws IOException {
        for (int chunk = 0; chunk < MAX_CHUNKS; chunk++) {
            int length = in.readInt();
            int type = in.readInt();
            if (length < 0) return refused(file, "is damaged: a chunk has an impossible length");
            if (type == IEND) return new PictureRecipe.Reading.Absent();
            if (type == ITXT && length <= JsonFields.MAX_TEXT) {
                byte[] content = in.readNBytes(length);
                if (content.length < length) throw new EOFException();
                int checksum = in.readInt();
                if (hasKeyword(content, keyword))
                    return checksum == crc(content)
                            ? recipe(content, keyword, file)
                            : refused(file, "is damaged: its recipe has another checksum than it should");
            } else
                in.skipNBytes(length + 4L);
        }
        return refused(file, "is damaged: it has too many chunks");
    }

    private static boolean hasKeyword(byte[] content, String keyword) {
        byte[] start = (keyword + "\0").getBytes(StandardCharsets.ISO_8859_1);
        return content.length >= start.length && Arrays.mismatch(content, 0, start.length, start, 0, start.length) < 0;
    }

    private static int crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update("iTXt".getBytes(StandardCharsets.ISO_8859_1));
        crc.update(content);
        return (int) crc.getValue();
    }

    /** @param content keyword, 0, compression flag, compression method, language tag, 0, translated keyword, 0, text */
    private static PictureRecipe.Reading recipe(byte[] content, String keyword, Path file) throws IOException {
        int flag = keyword.length() + 1;
        int language = flag + 2;
        int translated = end(content, language) + 1;
        int text = end(content, translated) + 1;
        if (text > content.length) return refused(file, "is damaged: its recipe breaks off");
        InputStream bytes = new ByteArrayInputStream(content, text, content.length - text);
        byte[] utf8;
        try (InputStream in = content[flag] == 1 ? new InflaterInputStream(bytes) : bytes) {
            utf8 = in.readNBytes(JsonFields.MAX_TEXT + 1);
        } catch (IOException e) {
            return refused(file, "is damaged: its recipe does not decompress");
        }
        if (utf8.length > JsonFields.MAX_TEXT) return refused(file, "holds a recipe that is too large to be one");
        return PictureRecipe.parse(new String(utf8, StandardCharsets.UTF_8));
    }

    private static int end(byte[] content, int from) {
        int end = from;
        while (end < content.length && content[end] != 0)
            end++;
        return end;
    }

    private static PictureRecipe.Reading refused(Path file, String what) {
        return new PictureRecipe.Reading.Refused(file.getFileName() + " " + what + ".");
    }
}
