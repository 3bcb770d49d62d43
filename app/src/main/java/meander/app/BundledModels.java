package meander.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import meander.app.library.LibraryViewModel.Bundled;

/** The models that come along, as files: they are opened like any other. @param first what a first start opens */
record BundledModels(Path first) {
    private static final String FILE = "stylegan2-random-32.pkl";

    /** Unpacks what is not there yet. @param folder made if need be */
    static BundledModels unpack(Path folder) throws IOException {
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
        return new BundledModels(file);
    }

    /** The models by their names in a person's language. */
    List<Bundled> entries(Texts texts) {
        return List.of(new Bundled(first, texts.text("library.bundled.stylegan2"), "StyleGAN2 · " + texts
                .text("library.resolution", "32"), ""));
    }
}
