package meander.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import meander.app.library.LibraryViewModel.Bundled;

/** The models that come along, as files: they are opened like any other. */
final class BundledModels {
    private static final String FILE = "stylegan2-random-32.pkl";

    private BundledModels() {}

    /** Unpacks what is not there yet. @param folder made if need be */
    static List<Bundled> unpack(Path folder, Texts texts) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        try (InputStream packed = BundledModels.class.getResourceAsStream("bundled/" + FILE)) {
            byte[] bytes = packed.readAllBytes();
            if (!Files.isRegularFile(file) || Files.size(file) != bytes.length) {
                Path fresh = Files.createTempFile(folder, FILE, null);
                Files.write(fresh, bytes);
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        String line = "StyleGAN2 · " + texts.text("library.resolution", "32") + " · " + texts.text("library.random");
        return List.of(new Bundled(file, texts.text("library.bundled.stylegan2"), line, ""));
    }
}
