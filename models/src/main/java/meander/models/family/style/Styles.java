package meander.models.family.style;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.NetworkModel;
import meander.models.family.TensorDifference;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.latent.ClassMix;
import meander.models.latent.Truncation;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import meander.models.text.PhraseException;

/**
 * The w of every layer of a style-based generator, from the request to the inputs {@code w0, w1, … [1,w_dim]} of its synthesis network.
 *
 * @param mapping {@code z [1,z_dim]} and, with classes, {@code c [1,c_dim]} → {@code w [1,w_dim]}
 */
public record Styles(Network mapping, StyleSpace space) {
    private static final String INPUT = "w";

    /** {@code [layers,w_dim]}. */
    public Tensor of(RenderRequest request, NetworkModel.Runner runner) {
        return space.styles(request,
                (z, c) -> runner.run(mapping, c == null ? Map.of("z", z) : Map.of("z", z, "c", c)).get(INPUT));
    }

    /** One input for each layer. */
    public Map<String, Tensor> inputs(RenderRequest request, NetworkModel.Runner runner) {
        float[] styles = of(request, runner).data();
        Map<String, Tensor> inputs = new HashMap<>();
        for (int layer = 0, wDim = space.wDim(); layer < space.layers(); layer++)
            inputs.put(INPUT + layer,
                    new Tensor(Shape.of(1, wDim), Arrays.copyOfRange(styles, layer * wDim, (layer + 1) * wDim)));
        return inputs;
    }

    /**
     * What a person can turn.
     *
     * @param layers each of which takes a w
     * @param noises each of which takes noise; empty where there is none
     */
    public List<Control> controls(List<Control.Layer> layers, List<Control.Layer> noises, List<String> classNames) {
        List<Control> controls = new ArrayList<>(List.of(new Control.Seed(space.zDim()), new Control.Truncate(space.layers())));
        if (space.classes() > 0) controls.add(new Control.Classes(space.classes(), classNames));
        controls.add(new Control.Mixing(layers));
        if (!noises.isEmpty()) controls.add(new Control.NoiseLevels(noises));
        controls.add(new Control.EditZ(space.zDim()));
        controls.add(new Control.EditW(space.wDim(), layers));
        return controls;
    }

    /** Layers from the first on. @param resolution of each */
    public static List<Control.Layer> layers(int count, IntUnaryOperator resolution) {
        return IntStream.range(0, count).mapToObj(layer -> new Control.Layer(layer, resolution.applyAsInt(layer))).toList();
    }

    /** Seed 0 and the first class. @param usual how it truncates unless told otherwise */
    public RenderRequest initial(Truncation usual) {
        return RenderRequest.DEFAULT.withTruncation(usual).withClasses(space.classes() > 0 ? ClassMix.of(0) : ClassMix.NONE);
    }

    /** The definition of a mapping network. */
    @FunctionalInterface
    public interface Mapping {
        /** z {@code [N,z_dim]} → w {@code [N,w_dim]}. @param scope of the generator, @param c {@code [N,c_dim]}, null when unconditional */
        Value of(Scope scope, Value z, Value c);
    }

    /** A mapping network by itself: {@code z [1,z_dim]} and, with classes, {@code c [1,c_dim]} → {@code w [1,w_dim]}. */
    public static Graph mapping(int zDim, int cDim, Mapping definition) {
        Graph graph = new Graph();
        graph.output(INPUT, mapped(graph, zDim, cDim, definition));
        return graph;
    }

    private static Value mapped(Graph graph, int zDim, int cDim, Mapping definition) {
        Value z = graph.input("z", 1, zDim);
        return definition.of(Scope.root(graph), z, cDim > 0 ? graph.input("c", 1, cDim) : null);
    }

    /** The inputs in a graph. */
    public static IntFunction<Value> fed(Graph graph, int wDim) {
        return layer -> graph.input(INPUT + layer, 1, wDim);
    }

    /**
     * In a graph that begins with z and, with classes, c: every layer's w by its own ψ, an input {@code psi [1,layers]}. Gives w out too.
     *
     * @param average the mean of w, {@code [w_dim]}
     */
    public static IntFunction<Value> truncated(Graph graph, int zDim, int cDim, Mapping definition, float[] average, int layers) {
        Value w = mapped(graph, zDim, cDim, definition);
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
    public static Supplier<float[]> average(StateDict stored, String name, int wDim, List<String> notes, MeanW otherwise) {
        StoredTensor kept = stored.tensors().get(name);
        if (kept == null) {
            notes.add("Average w: not in the file, averaged over " + MeanW.SAMPLES + " seeds.");
            return otherwise;
        }
        if (kept.elements() != wDim) throw new PhraseException(TensorDifference.VALUES.with(name, kept.elements()));
        float[] average = kept.floats();
        return () -> average;
    }
}
