package meander.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import meander.app.library.LibraryViewModel.Bundled;
import meander.app.picture.Sha256;
import meander.models.files.WholeFile;

/**
 * The models that come along, as files: they are opened like any other.
 *
 * @param first what a first start opens
 * @param hash  of that file
 */
record BundledModels(Path first, String hash) {
    private static final String NAME = "stylegan2-random-32";

    /** Unpacks what is not there yet. @param folder made if need be */
    static BundledModels unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(NAME + ".pkl");
        byte[] bytes = packed(NAME + ".pkl");
        if (!Files.isRegularFile(file) || Files.size(file) != bytes.length) WholeFile.write(file, out -> out.write(bytes));
        return new BundledModels(file, Sha256.of(file));
    }

    /** Gives the models their small pictures before they are opened for the first time. */
    void picture(SessionStore store) throws IOException {
        if (!store.thumbnails().containsKey(hash)) store.keepThumbnail(hash, packed(NAME + ".png"));
    }

    /** The models by their names in a person's language. */
    List<Bundled> entries(Texts texts) {
        return List.of(new Bundled(first, texts.text("library.bundled.stylegan2"),
                "StyleGAN2 · " + texts.text("library.resolution", "32"), hash));
    }

    private static byte[] packed(String name) throws IOException {
        try (InputStream in = BundledModels.class.getResourceAsStream("bundled/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
