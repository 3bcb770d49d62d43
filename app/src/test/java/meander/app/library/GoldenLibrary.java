package meander.app.library;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

import meander.app.picture.FileStamp;

/** Writes the library of the golden files. */
public final class GoldenLibrary {
    private GoldenLibrary() {}

    public static void write(Path folder) {
        try (LibraryIndexStore store = new LibraryIndexStore(folder, trouble -> {
            throw new IllegalStateException(trouble.toString());
        }, Runnable::run)) {
            store.save(new LibraryIndex(List.of(
                    new LibraryEntry(Path.of("/models/脸 faces.pkl"), EntrySource.FILE, new TreeSet<>(List.of("face", "脸")),
                            1_750_000_000_123L, new FileStamp(123_456_789_012L, 1_740_000_000_456L), "0123456789abcdef".repeat(4),
                            new ModelSummary("StyleGAN2", 256, 128, 24_800_000, false)),
                    new LibraryEntry(Path.of("/trainings/monday"), EntrySource.RUN, new TreeSet<>(), 1_750_000_000_001L,
                            FileStamp.NONE, "", ModelSummary.UNKNOWN),
                    new LibraryEntry(Path.of("/bundled/upscale-x2.safetensors"), EntrySource.BUNDLED, new TreeSet<>(), 5,
                            new FileStamp(7, 8), "f".repeat(64), new ModelSummary("Super-resolution", 0, 0, 70_000, true)))));
        }
    }
}
