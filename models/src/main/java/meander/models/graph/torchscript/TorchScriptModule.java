package meander.models.graph.torchscript;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;

/**
 * A {@link TorchScriptBuilder} loaded into DJL's PyTorch engine. The only class that knows the engine: each call sets grad mode, and the
 * graph executor's optimisation off, both of which belong to the thread; optimised plans lose second-order gradients. One thread at a time.
 */
public final class TorchScriptModule implements AutoCloseable {
    private static final String LIBRARY = "PYTORCH_LIBRARY_PATH";
    private static final String METHOD = "module_method:"; // DJL calls the method that the name of an argument says

    private static final boolean PADS_CHANNELS = CpuInstructionLimit.set();

    static {
        OpenMpWaiting.set();
    }

    private final PtNDManager manager;
    private final PtSymbolBlock block;
    private final TorchScriptArchive.Precision precision;
    private final boolean onCpu;

    private TorchScriptModule(PtNDManager manager, PtSymbolBlock block, TorchScriptArchive.Precision precision, boolean onCpu) {
        this.manager = manager;
        this.block = block;
        this.precision = precision;
        this.onCpu = onCpu;
    }

    /** @throws IllegalStateException if the engine cannot be started or does not take the script */
    public static TorchScriptModule load(TorchScriptBuilder script, TorchScriptArchive.Precision precision, boolean gpu) {
        InputStream archive = new ByteArrayInputStream(TorchScriptArchive.bytes(script, precision));
        return load(archive, precision, gpu, padsChannels(gpu) && !script.padsChannels());
    }

    /** Whether what is loaded here had better be compiled with its channels padded: {@link TorchScriptBuilder#Script(String, boolean)}. */
    public static boolean padsChannels(boolean gpu) {
        return PADS_CHANNELS && !gpu;
    }

    /**
     * Loads an archive that was written elsewhere, for {@link #forward}. What code it holds runs in the engine's interpreter, some of it
     * at once: it had better been tried before.
     */
    public static TorchScriptModule load(InputStream archive) {
        return load(archive, TorchScriptArchive.Precision.FLOAT32, false, padsChannels(false));
    }

    /** @param asText whether the archive's convolutions are still to be padded, as those of a file are */
    private static TorchScriptModule load(InputStream archive, TorchScriptArchive.Precision precision, boolean gpu,
            boolean asText) {
        PtNDManager manager = (PtNDManager) started(gpu ? Device.gpu() : Device.cpu());
        try {
            InputStream right = asText ? new ByteArrayInputStream(ArchiveChannelPadding.rewrite(archive)) : archive;
            return new TorchScriptModule(manager, JniUtils.loadModule(manager, right, gpu, false), precision, !gpu);
        } catch (IOException e) {
            manager.close();
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Starts the engine. An installation may come without it, and what DJL says then helps nobody. */
    private static NDManager started(Device device) {
        try {
            return NDManager.newBaseManager(device, "PyTorch");
        } catch (EngineException | UnsatisfiedLinkError e) {
            if (isInstalled()) throw e;
            throw new IllegalStateException("This Meander comes without PyTorch, which training needs. "
                    + "Install the full one, or name a folder with libtorch in PYTORCH_LIBRARY_PATH.", e);
        }
    }

    /** Whether there is an engine to start: it comes along, or a person has named a folder with it. */
    public static boolean isInstalled() {
        return TorchScriptModule.class.getResource("/native/lib/pytorch.properties") != null
                || Stream.of(System.getenv(LIBRARY), System.getProperty(LIBRARY))
                        .anyMatch(folder -> folder != null && Files.isDirectory(Path.of(folder)));
    }

    /** What runs the scripts, with its version. */
    public static String engine() {
        return "libtorch " + Engine.getEngine("PyTorch").getVersion();
    }

    /** How many threads one operation may use, in the whole process. */
    public static void threads(int count) {
        started(Device.cpu()).close();
        JniUtils.setNumThreads(count);
    }

    /**
     * Room for an argument, outside of Java's heap. It is allocated once and filled anew before each call: memory that each call takes
     * for itself would wait for the collector.
     */
    public final class Slot implements AutoCloseable {
        private final Shape shape;
        private final ByteBuffer buffer;
        private final NDArray array;

        private Slot(Shape shape) {
            this.shape = shape;
            this.buffer = ByteBuffer.allocateDirect(Math.max(1, shape.elements()) * precision.bytes())
                    .order(ByteOrder.nativeOrder());
            this.array = manager.create(buffer, new ai.djl.ndarray.types.Shape(shape.longs()), dataType());
        }

        public Shape shape() {
            return shape;
        }

        public void put(int index, float value) {
            switch (precision) {
                case FLOAT32 -> buffer.putFloat(index * Float.BYTES, value);
                case FLOAT64 -> buffer.putDouble(index * Double.BYTES, value);
            }
        }

        public Slot fill(float[] values) {
            for (int i = 0; i < values.length; i++)
                put(i, values[i]);
            return this;
        }

        public Slot fill(double[] values) {
            for (int i = 0; i < values.length; i++)
                buffer.putDouble(i * Double.BYTES, values[i]);
            return this;
        }

        /** What the engine is given: the buffer itself on the CPU, a copy of it elsewhere. */
        private NDArray argument(NDManager call) {
            if (onCpu) return array;
            NDArray copy = array.toDevice(manager.getDevice(), true);
            copy.attach(call);
            return copy;
        }

        @Override
        public void close() {
            array.close();
        }
    }

    public Slot slot(Shape shape) {
        return new Slot(shape);
    }

    /** Calls a method that gives one tensor. @throws IllegalStateException with the engine's words if it fails */
    public Tensor call(String method, List<Slot> arguments) {
        return calling(method, arguments, results -> {
            NDArray result = results.getFirst();
            return new Tensor(Shape.of(Arrays.stream(result.getShape().getShape()).mapToInt(Math::toIntExact).toArray()),
                    result.getDataType() == DataType.FLOAT64 ? narrow(result.toDoubleArray()) : result.toFloatArray());
        });
    }

    /** As {@link #call}, in float64. */
    public double[] callDouble(String method, List<Slot> arguments) {
        return calling(method, arguments, results -> results.getFirst().toDoubleArray());
    }

    /** Calls a method that gives several tensors. */
    public List<Tensor> callAll(String method, List<Slot> arguments) {
        return calling(method, arguments, results -> {
            List<Tensor> tensors = new ArrayList<>();
            for (NDArray result : results)
                tensors.add(new Tensor(Shape.of(Arrays.stream(result.getShape().getShape()).mapToInt(Math::toIntExact).toArray()),
                        result.toFloatArray()));
            return tensors;
        });
    }

    /** Given to {@link #forward}. @param whole as int64 */
    public record Argument(Tensor tensor, boolean whole) {}

    /** Calls the method {@code forward} of a module that was written elsewhere; whatever type of numbers it gives. */
    public List<Tensor> forward(List<Argument> arguments) {
        return calling("forward", false, call -> arguments.stream().map(argument -> {
            NDArray array = call.create(argument.tensor().data(),
                    new ai.djl.ndarray.types.Shape(argument.tensor().shape().longs()));
            return argument.whole() ? array.toType(DataType.INT64, false) : array;
        }).toList(), results -> {
            List<Tensor> tensors = new ArrayList<>();
            for (NDArray result : results)
                tensors.add(new Tensor(Shape.of(Arrays.stream(result.getShape().getShape()).mapToInt(Math::toIntExact).toArray()),
                        result.toType(DataType.FLOAT32, false).toFloatArray()));
            return tensors;
        });
    }

    private interface Reading<T> {
        T read(List<NDArray> results);
    }

    private <T> T calling(String method, List<Slot> arguments, Reading<T> reading) {
        return calling(method, true, call -> arguments.stream().map(argument -> argument.argument(call)).toList(), reading);
    }

    /** @param grad whether gradients can be asked for; each call sets it anew, as it belongs to the thread */
    private <T> T calling(String method, boolean grad, Function<NDManager, List<NDArray>> arguments, Reading<T> reading) {
        JniUtils.setGradMode(grad);
        JniUtils.setGraphExecutorOptimize(false);
        try (NDManager call = manager.newSubManager()) {
            NDArray name = call.create(0f); // DJL attaches what comes back to the manager of the first argument
            name.setName(METHOD + method);
            NDList list = new NDList(name);
            list.addAll(arguments.apply(call));
            NDList results = IValueUtils.forward(block, list, true);
            try {
                return reading.read(results);
            } finally {
                results.close();
            }
        } catch (RuntimeException e) {
            throw new IllegalStateException(method + ": " + e.getMessage(), e);
        }
    }

    private DataType dataType() {
        return precision == TorchScriptArchive.Precision.FLOAT32 ? DataType.FLOAT32 : DataType.FLOAT64;
    }

    private static float[] narrow(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++)
            floats[i] = (float) values[i];
        return floats;
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
