package meander.models.render;

import java.util.Map;
import java.util.Set;

import meander.models.checkpoint.Program;
import meander.models.graph.Tensor;

/** A program in the engine that runs its language. One thread at a time. */
interface ProgramSession extends AutoCloseable {
    /**
     * Runs once.
     *
     * @param inputs  of all ports, as float32; each port is given numbers of its own type
     * @param outputs those that are wanted
     * @throws OnnxSession.EngineException if the engine fails
     */
    Map<String, Tensor> run(Map<String, Tensor> inputs, Set<String> outputs);

    @Override
    void close();

    /**
     * Opens a program. It has been tried before, in a process of its own.
     *
     * @throws OnnxSession.EngineException   if the engine refuses it
     * @throws java.io.UncheckedIOException if the file is not what it was
     */
    static ProgramSession open(Program program, RenderSettings settings) {
        return switch (program.language()) {
            case ONNX -> new OnnxProgram(program, settings);
            case TORCH_SCRIPT -> new GraphProgram(program, settings, () -> new ScriptProgram(program));
        };
    }
}
