package meander.models.checkpoint.fuzz;

import java.io.IOException;

import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.numpy.NpyArray;
import meander.models.checkpoint.numpy.NpyReader;

/** Whatever the bytes: an array, by itself or as {@code w} in an archive, or a sentence. */
public final class NumpyFuzz {
    private NumpyFuzz() {}

    public static void fuzzerTestOneInput(byte[] content) throws IOException {
        Scratch.with(content, file -> {
            try {
                NpyArray array = content.length > 1 && content[0] == 'P' ? NpyReader.read(file, "w") : NpyReader.read(file);
                if (array.shape().length > 64) throw new AssertionError("NumPy knows no such array");
            } catch (RejectedException e) {
                if (e.rejected().sentence().isBlank()) throw new AssertionError("no sentence", e);
            }
        });
    }
}
