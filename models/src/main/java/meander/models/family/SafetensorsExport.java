package meander.models.family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.safetensors.SafetensorsMetadata;
import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.models.files.AtomicFile;
import meander.models.request.Control;

/**
 * Writes a model's tensors as safetensors, by the names that they have in the file from which it was opened, with what that file says
 * besides: it opens as the same model again, without any file beside it.
 */
public final class SafetensorsExport {
    private SafetensorsExport() {}

    /**
     * Writes the file whole or not at all.
     *
     * @param controls of the model, whose guesses are kept
     * @throws IOException if the file cannot be written, or the model's own is not what it was
     */
    public static void write(ModelInfo info, List<Control> controls, Path target) throws IOException {
        Map<String, String> answers = new HashMap<>();
        for (Control control : controls)
            if (control instanceof Control.Guess guess) answers.put(guess.id(), guess.chosen());
        StateDict network = joined(Families.installed().original(info.file(), answers));
        answers.remove(LoadedTranslator.NETWORK);
        Map<String, String> metadata = new HashMap<>(Map.of("format", "pt", "meander.family", info.family(), "meander.source",
                info.name(), SafetensorsMetadata.KEY, SafetensorsMetadata.of(network)));
        answers.forEach((id, answer) -> metadata.put(Families.ANSWER + id, answer));
        SafetensorsWriter writer = new SafetensorsWriter(metadata);
        network.tensors().forEach((name, tensor) -> writer.add(name, tensor.dtype(), tensor.shape(), () -> bytes(tensor)));
        AtomicFile.write(target, writer::writeTo);
    }

    private static ByteBuffer bytes(StoredTensor tensor) throws IOException {
        try {
            return tensor.bytes();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The first is the network, the others lay beside it. */
    private static StateDict joined(List<StateDict> networks) throws IOException {
        if (networks.isEmpty()) throw new IOException("the file of the model is not what it was");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        networks.forEach(network -> network.tensors().forEach(tensors::putIfAbsent));
        StateDict first = networks.getFirst();
        return new StateDict(tensors, first.attributes(), new LinkedHashSet<>(first.modules()), first.className());
    }
}
