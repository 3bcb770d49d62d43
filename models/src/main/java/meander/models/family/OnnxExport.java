package meander.models.family;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import meander.models.files.AtomicFile;
import meander.models.graph.Network;
import meander.models.graph.onnx.OnnxCompiler;
import meander.models.graph.onnx.OnnxModel;

/** Writes a model as an ONNX file that plain ONNX Runtime, in any language, can run. */
public final class OnnxExport {
    private OnnxExport() {}

    /**
     * Writes the file whole or not at all, so that an interrupted export leaves nothing half.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(NetworkModel model, Path target) throws IOException {
        NetworkModel.Exported exported = model.exported();
        byte[] proto = OnnxCompiler.forExport(exported.network(), model.info().family(), exported.fixed(),
                properties(model.info(), Translator.Range.SIGNED)).proto();
        AtomicFile.write(target, out -> out.write(proto));
    }

    /**
     * Writes a translator, without dropout, whole or not at all.
     *
     * @param network of one of its modes, from {@link NetworkTranslator#network}
     * @param anySize whether the file runs pictures of any size whose sides are multiples of {@link Translator.Traits#multiple()}, not only
     *                of that for which the network was built
     * @throws IOException if the file cannot be written
     */
    public static void write(NetworkTranslator translator, Network network, boolean anySize, Path target) throws IOException {
        ModelInfo info = translator.info();
        Map<String, String> properties = properties(info, translator.traits().range());
        properties.put("meander.multiple", Integer.toString(translator.traits().multiple()));
        OnnxModel model = anySize
                ? OnnxCompiler.forAnySize(network, info.family(), properties)
                : OnnxCompiler.forExport(network, info.family(), Map.of(), properties);
        AtomicFile.write(target, out -> out.write(model.proto()));
    }

    static Map<String, String> properties(ModelInfo info, Translator.Range range) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("meander.family", info.family());
        properties.put("meander.source", info.name());
        properties.put("meander.range", switch (range) {
            case SIGNED -> "-1 to 1";
            case UNIT -> "0 to 1";
        });
        return properties;
    }
}
