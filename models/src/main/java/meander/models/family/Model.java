package meander.models.family;

import java.util.List;
import java.util.Map;

import meander.models.graph.Network;
import meander.models.graph.Tensor;
import meander.models.render.RenderRequest;

/**
 * An opened generator, ready to be compiled: its picture network with the file's weights, what a person can turn, and how a
 * request becomes the network's inputs.
 */
public interface Model {
    ModelInfo info();

    /** What a person can turn, in the order in which it is shown. */
    List<Control> controls();

    /** What a person sees first: ψ, class and the like at their usual values. */
    RenderRequest initial();

    /** The network whose output {@link #PICTURE} is the picture, {@code [1,C,H,W]}, −1 … 1. Its stages are cut where the graph says so. */
    Network picture();

    /** The output of {@link #picture()} that is the picture. */
    String PICTURE = "picture";

    /**
     * The inputs of the picture network for a request.
     *
     * @param runner runs smaller networks on the way, such as a mapping network, and remembers what they gave
     * @throws IllegalArgumentException if the request does not suit the model, with a sentence that says why
     */
    Map<String, Tensor> inputs(RenderRequest request, Runner runner);

    /** The truncated, mixed and edited w of every layer, {@code [layers,w_dim]}; null where there is no w. */
    default Tensor styles(RenderRequest request, Runner runner) {
        return null;
    }

    /** What is written when the model is exported: a network that needs nothing of ours to draw a picture. */
    default Exported exported() {
        return new Exported(picture(), Map.of());
    }

    /**
     * A network from latents to picture.
     *
     * @param fixed values of inputs that are written into the file, such as its noise
     */
    record Exported(Network network, Map<String, Tensor> fixed) {
        public Exported {
            fixed = Map.copyOf(fixed);
        }
    }

    /** Runs a network that is not the picture network. */
    interface Runner {
        /** @return the outputs by name */
        Map<String, Tensor> run(Network network, Map<String, Tensor> inputs);
    }
}
