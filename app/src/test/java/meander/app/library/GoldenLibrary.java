package meander.app.library;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

import meander.app.picture.Stamp;

/** Writes the library of the golden files. */
public final class GoldenLibrary {
    private GoldenLibrary() {}

    public static void write(Path folder) {
        try (ShelfStore store = new ShelfStore(folder, trouble -> {
            throw new IllegalStateException(trouble.toString());
        })) {
            store.save(new Shelf(List.of(
                    new Item(Path.of("/models/脸 faces.pkl"), Source.FILE, new TreeSet<>(List.of("face", "脸")), 1_750_000_000_123L,
                            new Stamp(123_456_789_012L, 1_740_000_000_456L), "0123456789abcdef".repeat(4),
                            new Facts("StyleGAN2", 256, 128, 24_800_000, false)),
                    new Item(Path.of("/trainings/monday"), Source.RUN, new TreeSet<>(), 1_750_000_000_001L, Stamp.NONE, "",
                            Facts.UNKNOWN),
                    new Item(Path.of("/bundled/upscale-x2.safetensors"), Source.BUNDLED, new TreeSet<>(), 5, new Stamp(7, 8),
                            "f".repeat(64), new Facts("Super-resolution", 0, 0, 70_000, true)))));
        }
    }
}
