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

    public Port {
        dims = List.copyOf(dims);
    }

    public int rank() {
        return dims.size();
    }

    /** As people write it: {@code z [?,512]}. */
    @Override
    public String toString() {
        return name + dims.stream().map(dim -> dim == ANY ? "?" : dim.toString()).collect(Collectors.joining(",", " [", "]"));
    }
}
