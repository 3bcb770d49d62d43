package meander.models.checkpoint.fuzz;

import java.io.IOException;

import meander.models.checkpoint.Refusal;
import meander.models.checkpoint.numpy.Npy;
import meander.models.checkpoint.numpy.NpyArray;

/** Whatever the bytes: an array, by itself or as {@code w} in an archive, or a sentence. */
public final class NumpyFuzz {
    private NumpyFuzz() {}

    public static void fuzzerTestOneInput(byte[] content) throws IOException {
        Scratch.with(content, file -> {
            try {
                NpyArray array = content.length > 1 && content[0] == 'P' ? Npy.read(file, "w") : Npy.read(file);
                if (array.shape().length > 64) throw new AssertionError("NumPy knows no such array");
            } catch (Refusal e) {
                if (e.rejected().sentence().isBlank()) throw new AssertionError("no sentence", e);
            }
        });
    }
}
