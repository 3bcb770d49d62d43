package meander.models.render;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;

import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

import meander.models.files.TemporaryFiles;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.onnx.OnnxCompiler;
import meander.models.graph.onnx.OnnxModel;
import meander.models.process.ProcessEnvironment;
import meander.models.text.Phrase;

/**
 * One compiled network in DJL's ONNX Runtime engine. Arrays stay on the engine's side between sessions: what one gives, another
 * takes without a copy.
 */
final class OnnxSession implements AutoCloseable {
    private static final String ENGINE = "OnnxRuntime";

    /**
     * The engine's beginning, in which it matches the program's command line against patterns with a level of recursion for each letter: a
     * long class path ends the whole program on an ordinary stack.
     */
    private static final class Beginning {
        private static final long STACK = 256L << 20; // bytes, taken only as far as they are needed
        /** What failed here fails again, and is told, where a network is made. */
        private static final CompletableFuture<Void> TRIED = CompletableFuture
                .runAsync(Beginning::begin, work -> new Thread(null, work, "onnxruntime", STACK).start())
                .exceptionally(_ -> null);

        private static void begin() {
            // Without a word to anybody it would report how it is used to its makers, and keep what it could not send in the person's home.
            ProcessEnvironment.preset("ORT_DISABLE_TELEMETRY", "1");
            // Or PyTorch is loaded with it, for operations that it lacks and we do not ask for; where PyTorch does not come along, that fails.
            System.setProperty("ai.djl.onnx.disable_alternative", "true");
            TemporaryFiles.noting(() -> Engine.getEngine(ENGINE));
        }
    }

    /** The engine's name, once it has begun. */
    static String engine() {
        Beginning.TRIED.join();
        return ENGINE;
    }

    /** What becomes of the memory that a run needed besides its results. */
    enum Scratch {
        /** It waits for the next run: quicker for one that comes with every move of a hand. */
        KEPT,
        /** The system has it back: for networks of which several are open at a time, at several sizes. */
        RETURNED
    }

    private final ai.djl.Model model;
    private final List<String> inputs;
    private final List<String> outputs;
    private final ParameterStore parameters;

    /** @throws EngineException if the engine refuses the network */
    OnnxSession(Network network, RenderSettings settings) {
        this(ServedNetwork.of(network, settings), settings, Scratch.KEPT);
    }

    /** @throws EngineException if the engine refuses the network */
    OnnxSession(ServedNetwork served, RenderSettings settings, Scratch scratch) {
        Network network = served.network();
        inputs = List.copyOf(network.graph().inputs().keySet());
        outputs = List.copyOf(network.graph().outputs().keySet());
        threads(settings);
        OnnxModel compiled = OnnxCompiler.forServing(network);
        model = ai.djl.Model.newInstance("network", engine());
        // The engine takes the weights over while it makes the session: they can go as soon as it is there.
        List<OnnxTensor> weights = new ArrayList<>();
        // Not direct buffers, which stay until Java's own heap, where they are small, happens to be looked through.
        try (Arena arena = Arena.ofConfined(); SessionOptions options = new SessionOptions()) {
            configure(options, settings);
            options.setCPUArenaAllocator(scratch == Scratch.KEPT);
            options.addExternalInitializers(tensors(compiled.external(), arena, weights));
            model.load(new ByteArrayInputStream(compiled.proto()), Map.of("sessionOptions", options));
            Files.deleteIfExists(model.getModelPath()); // a temporary folder that stays empty
            parameters = new ParameterStore(model.getNDManager(), false);
        } catch (OrtException | IOException | MalformedModelException e) {
            if (model.getModelPath() != null) model.getModelPath().toFile().delete();
            model.close();
            throw new EngineException(e);
        } finally {
            weights.forEach(OnnxTensor::close);
        }
    }

    /** For the pool that all sessions share, before the first of them. */
    static void threads(RenderSettings settings) {
        if (settings.threads() > 0) System.setProperty("ai.djl.onnxruntime.num_threads", Integer.toString(settings.threads()));
    }

    static void configure(SessionOptions options, RenderSettings settings) throws OrtException {
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        // Stages run one after the other: with a pool each, threads that still spin for the last stage would keep a core from the next.
        options.disablePerSessionThreads();
        if (settings.device() == RenderSettings.Device.GPU) options.addCUDA();
    }

    private static Map<String, OnnxTensorLike> tensors(SequencedMap<String, Tensor> weights, Arena arena, List<OnnxTensor> opened)
            throws OrtException {
        Map<String, OnnxTensorLike> tensors = new LinkedHashMap<>();
        for (var entry : weights.entrySet()) {
            FloatBuffer direct = arena.allocateFrom(ValueLayout.JAVA_FLOAT, entry.getValue().data()).asByteBuffer()
                    .order(ByteOrder.nativeOrder()).asFloatBuffer();
            OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), direct,
                    entry.getValue().shape().longs());
            opened.add(tensor);
            tensors.put(entry.getKey(), tensor);
        }
        return tensors;
    }

    List<String> inputs() {
        return inputs;
    }

    /** A manager for arrays that live as long as the session. */
    NDManager manager() {
        return model.getNDManager();
    }

    static NDArray array(NDManager manager, Tensor tensor) {
        FloatBuffer direct = ByteBuffer.allocateDirect(4 * tensor.data().length).order(ByteOrder.nativeOrder()).asFloatBuffer();
        direct.put(tensor.data()).flip();
        return manager.create(direct, new ai.djl.ndarray.types.Shape(tensor.shape().longs()));
    }

    static Tensor tensor(NDArray array) {
        long[] dims = array.getShape().getShape();
        float[] data = new float[(int) array.size()];
        array.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer().get(data);
        return new Tensor(Shape.of(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray()), data);
    }

    /**
     * Runs once.
     *
     * @return the outputs by name, attached to the session's manager: whoever asked closes them
     * @throws EngineException if the engine fails
     */
    SequencedMap<String, NDArray> run(Map<String, NDArray> arrays) {
        try {
            NDList list = new NDList();
            for (String input : inputs) {
                NDArray array = arrays.get(input);
                array.setName(input);
                list.add(array);
            }
            NDList results = model.getBlock().forward(parameters, list, false);
            SequencedMap<String, NDArray> named = new LinkedHashMap<>();
            for (int i = 0; i < outputs.size(); i++)
                named.put(outputs.get(i), results.get(i));
            return named;
        } catch (ai.djl.engine.EngineException e) {
            throw new EngineException(e);
        }
    }

    @Override
    public void close() {
        model.close();
    }

    /** The engine failed at something that is right by our own checks. */
    static class EngineException extends RuntimeException {
        private final transient Object said;

        /** The engine's own words are quoted. */
        EngineException(Throwable cause) {
            super(cause.getMessage(), cause);
            this.said = String.valueOf(cause.getMessage());
        }

        EngineException(Phrase what) {
            super(what.english());
            this.said = what;
        }

        /** A quotation, or a {@link Phrase}. */
        final Object said() {
            return said;
        }
    }
}
