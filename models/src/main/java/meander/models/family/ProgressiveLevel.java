package meander.models.family;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

import meander.models.graph.Graph;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * How far a network has grown (ProGAN, arXiv:1710.10196 §2): at level l the resolution 2ˡ draws alone, and between two levels both draw, each
 * its share.
 */
public final class ProgressiveLevel {
    private static final String SHARE = "share";

    private ProgressiveLevel() {}

    /** The level at which the largest of some resolutions draws alone. */
    public static int most(Collection<Integer> sizes) {
        return sizes.stream().mapToInt(Integer::numberOfTrailingZeros).max().orElseThrow();
    }

    /**
     * The share of each resolution, {@code share4, share8, … [1,1,1,1]}, for a network's inputs.
     *
     * @param sizes that can draw
     * @param level beyond the largest and the least it is theirs
     */
    public static Map<String, Tensor> shares(Collection<Integer> sizes, double level) {
        double at = Math.clamp(level, 2, most(sizes)); // beyond them the shares would not add up to 1
        Map<String, Tensor> shares = new HashMap<>();
        for (int size : sizes) {
            double away = Math.abs(at - Integer.numberOfTrailingZeros(size));
            shares.put(SHARE + size, Tensor.full((float) Math.max(0, 1 - away), 1, 1, 1, 1));
        }
        return shares;
    }

    /** The shares as inputs of a graph. */
    public static IntFunction<Value> fed(Graph graph) {
        return size -> graph.input(SHARE + size, 1, 1, 1, 1);
    }
}
