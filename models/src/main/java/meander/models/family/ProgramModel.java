package meander.models.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import meander.models.checkpoint.ForeignModel;
import meander.models.graph.Tensor;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/**
 * A generator that comes as a program and is run as it is.
 *
 * @param feeds  what its inputs are filled with, in their order
 * @param output the output that is the picture, and how it is written
 */
public record ProgramModel(ModelInfo info, List<Control> controls, RenderRequest initial, ForeignModel program,
        List<InputBinding> feeds, Output output) implements Model {
    /** An output that is a picture. */
    public record Output(String name, ImageLayout seen) {}

    public ProgramModel {
        controls = List.copyOf(controls);
        feeds = List.copyOf(feeds);
    }

    /** The program's inputs for a request, by name. */
    public Map<String, Tensor> inputs(RenderRequest request) {
        return inputs(feeds, request);
    }

    /** As {@link #inputs(RenderRequest)}, of any feeds without a picture. */
    public static Map<String, Tensor> inputs(List<InputBinding> feeds, RenderRequest request) {
        Tensor z = request.normalZ(feeds.stream().mapToInt(InputBinding::dimensions).sum());
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        feeds.stream().filter(feed -> feed.role() != InputBinding.Role.PICTURE)
                .forEach(feed -> inputs.put(feed.port().name(), feed.of(request, z)));
        return inputs;
    }
}
