package meander.models.checkpoint.onnx;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.FileBytes;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;

/**
 * Numbers that an ONNX file keeps in a file beside it. Only a plain file in its folder or in one below counts: not one behind an absolute
 * path, {@code ..}, or a symbolic or a hard link, any of which would show the file of somebody else as numbers.
 */
final class ExternalData {
    private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    private ExternalData() {}

    /**
     * Where the numbers lie; nothing is read.
     *
     * @param entries of the tensor: location, offset and length
     * @param bytes   that its shape needs
     */
    static ByteRange find(Path file, Map<String, String> entries, long bytes, ByteCursor in) throws IOException {
        String location = entries.getOrDefault("location", "");
        FileBytes beside = plain(file, location);
        long offset = number(entries.getOrDefault("offset", "0"), in);
        if (offset > beside.size())
            throw in.malformed("numbers that begin behind the end of \"" + DisplayName.of(location) + "\"");
        long length = entries.containsKey("length") ? number(entries.get("length"), in) : beside.size() - offset;
        if (length > beside.size() - offset)
            throw in.malformed("numbers that end behind the end of \"" + DisplayName.of(location) + "\"");
        if (length != bytes)
            throw in.malformed("a tensor whose shape and length in \"" + DisplayName.of(location) + "\" disagree");
        return new ByteRange(beside, offset, length);
    }

    private static FileBytes plain(Path file, String location) throws IOException {
        boolean absolute = location.startsWith("/") || location.startsWith("\\") || DRIVE.matcher(location).matches();
        if (location.isEmpty() || absolute) throw refused(location);
        Path folder = file.toAbsolutePath().getParent();
        Path path = folder;
        try {
            for (String part : SEPARATOR.split(location)) {
                if (part.equals("..")) throw refused(location);
                if (part.isEmpty() || part.equals(".")) continue;
                path = path.resolve(part);
                if (Files.isSymbolicLink(path)) throw refused(location);
            }
            if (path.equals(folder) || !path.toRealPath().startsWith(folder.toRealPath())) throw refused(location);
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || names(path) > 1) throw refused(location);
            return FileBytes.of(path);
        } catch (InvalidPathException e) {
            throw refused(location);
        } catch (FileSystemException e) {
            throw new RejectedException(Reason.MISSING_BESIDE, DisplayName.of(location));
        }
    }

    /** How many names a file has; 1 where the system does not tell. */
    private static int names(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? (Integer) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                : 1;
    }

    private static long number(String text, ByteCursor in) throws RejectedException {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) return number;
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw in.malformed("an offset or a length that is no number");
    }

    private static RejectedException refused(String location) {
        return new RejectedException(Reason.OUTSIDE_FOLDER, DisplayName.of(location));
    }
}
