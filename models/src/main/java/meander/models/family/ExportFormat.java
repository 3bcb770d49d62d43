package meander.models.family;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import meander.models.checkpoint.ForeignModel;
import meander.models.graph.Network;

/** In what forms a model is written for other programs, chosen by the ending of the file's name. */
public enum ExportFormat {
    /** A network that ONNX Runtime runs. */
    ONNX(".onnx"),
    /** A network that {@code torch.jit.load} opens. */
    TORCH_SCRIPT(".pt"),
    /** The tensors by their own names, which open here again. */
    SAFETENSORS(".safetensors");

    private final String ending;

    ExportFormat(String ending) {
        this.ending = ending;
    }

    /** With its point, in lower case. */
    public String ending() {
        return ending;
    }

    /** All endings, in the order in which they are offered. */
    public static List<String> endings() {
        return Arrays.stream(values()).map(ExportFormat::ending).toList();
    }

    /** Empty if the ending is none of these. */
    public static Optional<ExportFormat> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(format -> name.endsWith(format.ending)).findFirst();
    }

    /**
     * Writes a model whole or not at all.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Model model, Path target) throws IOException {
        switch (model) {
            case NetworkModel network -> {
                switch (this) {
                    case ONNX -> OnnxExport.write(network, target);
                    case TORCH_SCRIPT -> TorchScriptExport.write(network, target);
                    case SAFETENSORS -> SafetensorsExport.write(model.info(), model.controls(), target);
                }
            }
            case ProgramModel(_, _, _, ForeignModel program, _, _) -> throw new IOException(
                    "its file is a program in " + program.language().title() + " already, which is not written anew");
        }
    }

    /**
     * Writes a translator whole or not at all.
     *
     * @param network of one of its modes, from {@link NetworkTranslator#network}
     * @param anySize as of {@link OnnxExport#write(NetworkTranslator, Network, boolean, Path)}; a TorchScript runs any size wherever it can
     * @throws IOException if the file cannot be written
     */
    public void write(NetworkTranslator translator, Network network, boolean anySize, Path target) throws IOException {
        switch (this) {
            case ONNX -> OnnxExport.write(translator, network, anySize, target);
            case TORCH_SCRIPT -> TorchScriptExport.write(translator, network, target);
            case SAFETENSORS -> SafetensorsExport.write(translator.info(), translator.controls(), target);
        }
    }
}
