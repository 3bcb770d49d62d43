package meander.models.family;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.latent.MeanStyle;
import meander.models.latent.StyleSpace;
import meander.models.render.RenderRequest;

/**
 * The w of every layer of a style-based generator, from the request to the inputs {@code w0, w1, … [1,w_dim]} of its synthesis network.
 *
 * @param mapping {@code z [1,z_dim]} and, with classes, {@code c [1,c_dim]} → {@code w [1,w_dim]}
 */
public record Styles(Network mapping, StyleSpace space) {
    private static final String INPUT = "w";

    /** {@code [layers,w_dim]}. */
    public Tensor of(RenderRequest request, Model.Runner runner) {
        return space.styles(request,
                (z, c) -> runner.run(mapping, c == null ? Map.of("z", z) : Map.of("z", z, "c", c)).get(INPUT));
    }

    /** One input for each layer. */
    public Map<String, Tensor> inputs(RenderRequest request, Model.Runner runner) {
        float[] styles = of(request, runner).data();
        Map<String, Tensor> inputs = new HashMap<>();
        for (int layer = 0, wDim = space.wDim(); layer < space.layers(); layer++)
            inputs.put(INPUT + layer,
                    new Tensor(Shape.of(1, wDim), Arrays.copyOfRange(styles, layer * wDim, (layer + 1) * wDim)));
        return inputs;
    }

    /** The inputs in a graph. */
    public static IntFunction<Value> fed(Graph graph, int wDim) {
        return layer -> graph.input(INPUT + layer, 1, wDim);
    }

    /**
     * In a graph that begins with z: every layer's w by its own ψ, an input {@code psi [1,layers]}. Gives w out too.
     *
     * @param w       {@code [1,w_dim]}
     * @param average the mean of w, {@code [w_dim]}
     */
    public static IntFunction<Value> truncated(Value w, float[] average, int layers) {
        Graph graph = w.graph();
        Value mean = graph.constant(new Tensor(Shape.of(1, average.length), average));
        Value apart = w.sub(mean);
        Value psi = graph.input("psi", 1, layers);
        graph.output(INPUT, w);
        return layer -> mean.add(apart.mul(psi.slice(1, layer, layer + 1)));
    }

    /**
     * The mean of w.
     *
     * @param name      of the file's tensor
     * @param notes     where it came from is added here if the file keeps none
     * @param otherwise works it out then
     * @throws IllegalArgumentException if the file's is of another size
     */
    public static Supplier<float[]> average(StateDict stored, String name, int wDim, List<String> notes, MeanStyle otherwise) {
        StoredTensor kept = stored.tensors().get(name);
        if (kept == null) {
            notes.add("Average w: not in the file, averaged over " + MeanStyle.SAMPLES + " seeds.");
            return otherwise;
        }
        if (kept.elements() != wDim) throw new IllegalArgumentException(name + " has " + kept.elements() + " values");
        float[] average = kept.floats();
        return () -> average;
    }
}
