package meander.models.render;

import java.util.List;
import java.util.Map;
import java.util.Set;

import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.graph.Tensor;

/** A program in the engine that runs its language. One thread at a time. */
interface ProgramSession extends AutoCloseable {
    /**
     * Runs once.
     *
     * @param ports   what it takes, with the types of numbers that they are given
     * @param inputs  of all ports, as float32
     * @param outputs those that are wanted; all of them if there are none
     * @throws OnnxSession.EngineException if the engine fails
     */
    Map<String, Tensor> run(List<Port> ports, Map<String, Tensor> inputs, Set<String> outputs);

    @Override
    void close();

    /**
     * Opens a program on our own graph where that can be, else in a process that keeps it from what is the user's. It has been tried before, under the same conditions: whoever had
     * to agree to them has.
     *
     * @throws OnnxSession.EngineException  if the engine refuses it
     * @throws java.io.UncheckedIOException if the file is not what it was
     */
    static ProgramSession open(ForeignModel program, RenderSettings settings) {
        ProgramLimits limits = ProgramLimits.drawing(program);
        return program.source().isPresent()
                ? new GraphProgram(program, settings, () -> new ProgramProcess(program, limits, settings))
                : new ProgramProcess(program, limits, settings);
    }

    /** Opens a program in this very process, whose rights it then has. */
    static ProgramSession inThisProcess(ProgramBytes program, RenderSettings settings) {
        return switch (program.language()) {
            case ONNX -> new OnnxProgram(program, settings);
            case TORCH_SCRIPT -> new ScriptProgram(program);
        };
    }
}
