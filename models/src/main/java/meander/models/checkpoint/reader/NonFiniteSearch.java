package meander.models.checkpoint.reader;

import java.nio.file.Path;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.NonFiniteTensors;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.onnx.OnnxNonFinite;
import meander.models.checkpoint.torch.script.CheckedScript;
import meander.models.checkpoint.torch.script.ScriptNonFinite;

/** Looks for NaN and infinite numbers in a file of whatever format: a checkpoint's weights, and what programs hold. */
public final class NonFiniteSearch {
    private NonFiniteSearch() {}

    /** The first tensor with such numbers; none in what does not open. @throws java.io.UncheckedIOException if the file cannot be read any more */
    public static Optional<NonFiniteTensors> in(Path file) {
        return switch (Checkpoints.open(file)) {
            case Checkpoint checkpoint -> NonFiniteTensors.in(checkpoint);
            case ForeignModel program -> switch (program.language()) {
                case ONNX -> OnnxNonFinite.in(program);
                case TORCH_SCRIPT -> CheckedScript.of(program).flatMap(ScriptNonFinite::in);
            };
            case Rejected _ -> Optional.empty();
        };
    }
}
