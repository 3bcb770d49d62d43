package meander.models.family;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;

import meander.models.files.AtomicFile;
import meander.models.graph.Network;
import meander.models.graph.Tensor;
import meander.models.graph.onnx.OnnxCompiler;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptBuilder;
import meander.models.graph.torchscript.TorchScriptCompiler;

/**
 * Writes a model as a TorchScript archive, which {@code torch.jit.load} opens without any of our code. {@code forward} takes what the ONNX
 * file takes, in that order, and gives its outputs, a tuple if there are several. The names, the shapes, and what black and white are, stand in the
 * archive's extra file {@value #ABOUT}.
 */
public final class TorchScriptExport {
    /** What to give {@code _extra_files} of {@code torch.jit.load}. */
    public static final String ABOUT = "meander.json";

    private static final String CLASS = "Meander";

    private TorchScriptExport() {}

    /**
     * Writes the file whole or not at all.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(NetworkModel model, Path target) throws IOException {
        NetworkModel.Exported exported = model.exported();
        write(exported.network(), exported.fixed(), about(OnnxExport.properties(model.info(), Translator.Range.SIGNED)), target);
    }

    /**
     * Writes a translator for one size of picture, or for any where nothing in the network is bound to one.
     *
     * @param network of one of its modes, from {@link NetworkTranslator#network}
     * @throws IOException if the file cannot be written
     */
    public static void write(NetworkTranslator translator, Network network, Path target) throws IOException {
        Map<String, Object> about = about(OnnxExport.properties(translator.info(), translator.traits().range()));
        about.put("multiple", translator.traits().multiple());
        about.put("anySize", !OnnxCompiler.isBoundToSize(network));
        write(network, Map.of(), about, target);
    }

    private static Map<String, Object> about(Map<String, String> properties) {
        Map<String, Object> about = new LinkedHashMap<>();
        properties.forEach((name, value) -> about.put(name.replaceFirst("^meander\\.", ""), value));
        return about;
    }

    /** Null where any size goes: the batch, and sides of pictures. */
    private static List<Integer> shape(Network network, String input, boolean anySize) {
        int[] dims = network.graph().inputs().get(input).shape().dims();
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < dims.length; axis++)
            shape.add(axis == 0 || axis >= 2 && anySize ? null : dims[axis]);
        return shape;
    }

    private static void write(Network network, Map<String, Tensor> fixed, Map<String, Object> about, Path target)
            throws IOException {
        List<String> inputs = new ArrayList<>(network.graph().inputs().keySet());
        inputs.removeAll(fixed.keySet());
        about.put("inputs", inputs);
        about.put("shapes",
                inputs.stream().map(input -> shape(network, input, Boolean.TRUE.equals(about.get("anySize")))).toList());
        about.put("outputs", List.copyOf(network.graph().outputs().keySet()));
        TorchScriptBuilder script = TorchScriptCompiler.serving(network, CLASS, fixed);
        String json = new ObjectMapper().writeValueAsString(about);
        AtomicFile.write(target,
                out -> TorchScriptArchive.write(script, TorchScriptArchive.Precision.FLOAT32, Map.of(ABOUT, json), out));
    }
}
