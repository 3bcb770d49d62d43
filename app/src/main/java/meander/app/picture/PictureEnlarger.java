package meander.app.picture;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.models.graph.Tensor;

/** Makes pictures larger and puts in the detail that is missing. */
@FunctionalInterface
public interface PictureEnlarger {
    /** How many times wider and higher pictures can become. */
    List<Integer> FACTORS = List.of(2, 4);

    /** What the name of a file ends with, before its ending, when its picture was enlarged: {@code -4x}. */
    static String suffix(int factor) {
        return factor == 1 ? "" : "-" + factor + "x";
    }

    /**
     * Enlarges a picture. To be called on a worker: it takes seconds.
     *
     * @param pixels    {@code [C,H,W]}, −1 … 1, of 1, 3 or 4 channels
     * @param factor    one of {@link #FACTORS}
     * @param progress  told the share that is done, 0 … 1
     * @param cancelled asked now and then; true ends it with a {@link java.util.concurrent.CancellationException}
     * @return {@code [C,factor·H,factor·W]}
     */
    Tensor enlarge(Tensor pixels, int factor, DoubleConsumer progress, BooleanSupplier cancelled) throws IOException;
}
