package meander.app.picture;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** What files of pictures are called. */
public final class PictureFileNames {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff");

    private PictureFileNames() {}

    /** Whether a file’s name is that of a picture. */
    public static boolean isPicture(Path file) {
        if (file.getFileName() == null) return false;
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
