package meander.app.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** By what a file is taken for unchanged without reading it. @param modified ms since 1970 */
public record FileStamp(long size, long modified) {
    public static final FileStamp NONE = new FileStamp(-1, 0);

    public static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(attributes.size(), attributes.lastModifiedTime().toMillis());
    }
}
