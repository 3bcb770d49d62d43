package meander.models.checkpoint.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ReadResult;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;

/** Whatever the bytes: a checkpoint whose tensors can be read, or a sentence. Which reader they meet is for the bytes to say. */
public final class CheckpointFuzz {
    /** A tensor may show few numbers many times over; one of so many is not worth the time. */
    private static final long MOST_NUMBERS = 1 << 20;

    private CheckpointFuzz() {}

    public static void fuzzerTestOneInput(byte[] content) throws IOException {
        Scratch.with(content, file -> {
            ReadResult opened = Checkpoints.open(file);
            if (opened instanceof Rejected rejected && rejected.sentence().isBlank()) throw new AssertionError("no sentence");
            if (!(opened instanceof Checkpoint checkpoint)) return;
            for (StateDict network : checkpoint.networks().values())
                for (StoredTensor tensor : network.tensors().values())
                    if (tensor.elements() <= MOST_NUMBERS) read(tensor);
        });
    }

    private static void read(StoredTensor tensor) {
        try {
            if (tensor.floats().length != tensor.elements()) throw new AssertionError(tensor.toString());
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof RejectedException)) throw e;
        }
    }
}
