package meander.models.render;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import meander.models.checkpoint.Port;
import meander.models.checkpoint.Program;
import meander.models.checkpoint.torch.script.CheckedArchive;
import meander.models.graph.Tensor;
import meander.models.graph.torchscript.ScriptModule;
import meander.models.graph.torchscript.ScriptModule.Argument;

/** A TorchScript archive in DJL's PyTorch engine. Outputs that the file does not name are called {@code output0}, {@code output1}, … */
final class ScriptProgram implements ProgramSession {
    private final Program program;
    private final ScriptModule module;

    ScriptProgram(Program program) {
        this.program = program;
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try {
            CheckedArchive.write(program.script().orElseThrow(), archive); // the engine never sees the file
            module = ScriptModule.load(new ByteArrayInputStream(archive.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new OnnxSession.EngineException(e);
        }
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs, Set<String> outputs) {
        Map<String, Tensor> all = run(program.inputs(), inputs);
        if (!outputs.isEmpty()) all.keySet().retainAll(outputs);
        return all;
    }

    /** With inputs that may be of other types than the program says. */
    Map<String, Tensor> run(List<Port> ports, Map<String, Tensor> inputs) {
        List<Argument> arguments = new ArrayList<>();
        for (Port port : ports)
            arguments.add(new Argument(inputs.get(port.name()), !port.type().isReal()));
        try {
            List<Tensor> results = module.forward(arguments);
            Map<String, Tensor> named = new LinkedHashMap<>();
            for (int i = 0; i < results.size(); i++)
                named.put(i < program.outputs().size() ? program.outputs().get(i).name() : "output" + i, results.get(i));
            return named;
        } catch (RuntimeException e) {
            throw new OnnxSession.EngineException(e);
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
