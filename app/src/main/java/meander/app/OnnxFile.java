package meander.app;

import java.io.IOException;
import java.nio.file.Path;

import meander.app.picture.WholeFile;
import meander.models.family.Model;
import meander.models.graph.Network;
import meander.models.graph.onnx.OnnxCompiler;

/** A model as an ONNX file that stands alone: what `meander export` and the window's export write. */
public final class OnnxFile {
    private OnnxFile() {}

    /** Writes the model's whole network, whole or not at all, over what was there. @return the network that was written */
    public static Network write(Path file, Model model) throws IOException {
        Network network = model.whole();
        byte[] proto = OnnxCompiler.forExport(network, model.info().name()).proto();
        WholeFile.write(file, out -> out.write(proto));
        return network;
    }
}
