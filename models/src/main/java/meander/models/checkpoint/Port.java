package meander.models.checkpoint;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where numbers go into a {@link Program} or come out of it.
 *
 * @param dims {@value #ANY} where any size goes; none for a single number
 */
public record Port(String name, DType type, List<Integer> dims) {
    /** The size of an axis that the file leaves open. */
    public static final int ANY = -1;

    private static final int UNTOLD = -2;

    public Port {
        dims = List.copyOf(dims);
    }

    /** Of float32, and nobody knows of what shape. */
    public static Port untold(String name) {
        return new Port(name, DType.F32, List.of(UNTOLD));
    }

    /** Whether its shape is known. */
    public boolean isTold() {
        return !dims.contains(UNTOLD);
    }

    public int rank() {
        return dims.size();
    }

    /** As people write it: {@code z [?,512]}. */
    @Override
    public String toString() {
        return name + dims.stream().map(dim -> dim == UNTOLD ? "…" : dim == ANY ? "?" : dim.toString())
                .collect(Collectors.joining(",", " [", "]"));
    }
}
