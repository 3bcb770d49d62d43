package meander.models.render;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import meander.models.checkpoint.Port;
import meander.models.graph.Tensor;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.graph.torchscript.TorchScriptModule.Argument;

/** A checked TorchScript archive in DJL's PyTorch engine. Outputs that the file does not name are called {@code output0}, {@code output1}, … */
final class ScriptProgram implements ProgramSession {
    private final List<String> outputs;
    private final TorchScriptModule module;

    ScriptProgram(ProgramBytes program) {
        outputs = program.outputs();
        try {
            module = TorchScriptModule.load(new Reading(program.whole()));
        } catch (RuntimeException e) {
            throw new OnnxSession.EngineException(e);
        }
    }

    /** A buffer as a stream. */
    private static final class Reading extends InputStream {
        private final ByteBuffer from;

        Reading(ByteBuffer from) {
            this.from = from;
        }

        @Override
        public int read() {
            return from.hasRemaining() ? from.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] to, int at, int count) {
            if (count == 0) return 0;
            if (!from.hasRemaining()) return -1;
            int read = Math.min(count, from.remaining());
            from.get(to, at, read);
            return read;
        }

        @Override
        public int available() {
            return from.remaining();
        }
    }

    @Override
    public Map<String, Tensor> run(List<Port> ports, Map<String, Tensor> inputs, Set<String> wanted) {
        List<Argument> arguments = new ArrayList<>();
        for (Port port : ports)
            arguments.add(new Argument(inputs.get(port.name()), !port.type().isReal()));
        try {
            List<Tensor> results = module.forward(arguments);
            Map<String, Tensor> named = new LinkedHashMap<>();
            for (int i = 0; i < results.size(); i++)
                named.put(i < outputs.size() ? outputs.get(i) : "output" + i, results.get(i));
            if (!wanted.isEmpty()) named.keySet().retainAll(wanted);
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
