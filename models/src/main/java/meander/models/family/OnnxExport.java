package meander.models.family;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import meander.models.graph.onnx.OnnxCompiler;

/** Writes a model as an ONNX file that plain ONNX Runtime, in any language, can run. */
public final class OnnxExport {
    private OnnxExport() {}

    /**
     * Writes to a temporary file beside the target and renames it, so that an interrupted export leaves nothing half.
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
        Path folder = target.toAbsolutePath().getParent();
        // Not createTempFile, whose files only their owner may read.
        Path half = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.createFile(half).toFile().deleteOnExit(); // for an interrupt while it is being written
            Files.write(half, proto);
            Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }
}
