package meander.models.family;

import java.util.Map;

import meander.models.graph.Network;
import meander.models.graph.Tensor;
import meander.models.request.RenderRequest;

/** A generator whose network is defined here, ready to be compiled: with the file's weights, and how a request becomes its inputs. */
public non-sealed interface NetworkModel extends Model {
    /** The network whose output {@link #PICTURE} is the picture, {@code [1,C,H,W]}, −1 … 1. Its stages are cut where the graph says so. */
    Network picture();

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
