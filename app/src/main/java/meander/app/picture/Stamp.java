package meander.app.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** By what a file is taken for unchanged without reading it. @param modified ms since 1970 */
public record Stamp(long size, long modified) {
    public static final Stamp NONE = new Stamp(-1, 0);

    public static Stamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis());
    }
}
