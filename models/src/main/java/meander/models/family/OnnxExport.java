package meander.models.family;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import meander.models.files.WholeFile;
import meander.models.graph.onnx.OnnxCompiler;

/** Writes a model as an ONNX file that plain ONNX Runtime, in any language, can run. */
public final class OnnxExport {
    private OnnxExport() {}

    /**
     * Writes the file whole or not at all, so that an interrupted export leaves nothing half.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Model model, Path target) throws IOException {
        ModelInfo info = model.info();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("meander.family", info.family());
        properties.put("meander.source", info.name());
        properties.put("meander.range", "-1 to 1");
        Model.Exported exported = model.exported();
        byte[] proto = OnnxCompiler.forExport(exported.network(), info.family(), exported.fixed(), properties).proto();
        WholeFile.write(target, out -> out.write(proto));
    }
}
