package meander.models.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A file whose network is a program that an engine runs as it is. What is known of it was read; none of it has run.
 *
 * @param whole      the file
 * @param language   of the program
 * @param inputs     what it must be given
 * @param outputs    what it gives
 * @param facts      what the file says of itself, by key
 * @param parameters numbers that it holds
 * @param apart      numbers that lie in files beside it
 * @param source     what the text of a TorchScript was read as
 */
public record ForeignModel(ByteRange whole, Language language, List<Port> inputs, List<Port> outputs,
        SequencedMap<String, String> facts, long parameters, List<Apart> apart,
        Optional<ProgramSource> source) implements ReadResult {
    /** What a program is written in. */
    public enum Language {
        ONNX("ONNX"), TORCH_SCRIPT("TorchScript");

        private final String title;

        Language(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** A tensor in a file beside the program's. @param bytes row-major, little-endian */
    public record Apart(String name, DType type, List<Integer> dims, ByteRange bytes) {
        public Apart {
            dims = List.copyOf(dims);
        }
    }

    public ForeignModel {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
        apart = List.copyOf(apart);
    }

    /** One that is no TorchScript. */
    public ForeignModel(ByteRange whole, Language language, List<Port> inputs, List<Port> outputs,
            SequencedMap<String, String> facts, long parameters, List<Apart> apart) {
        this(whole, language, inputs, outputs, facts, parameters, apart, Optional.empty());
    }

    /** The same, with inputs that are known better. */
    public ForeignModel withInputs(List<Port> told) {
        return new ForeignModel(whole, language, told, outputs, facts, parameters, apart, source);
    }

    /** Whether the shapes of all inputs are known. */
    public boolean isTold() {
        return inputs.stream().allMatch(Port::isTold);
    }

    public Path file() {
        return ((FileBytes) whole.source()).path();
    }
}
