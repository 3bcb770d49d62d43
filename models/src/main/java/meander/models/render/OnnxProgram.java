package meander.models.render;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;

import meander.models.checkpoint.DType;
import meander.models.checkpoint.Port;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;

/** An ONNX file in ONNX Runtime. The runtime is given the file's bytes and the numbers that lie beside it: it opens no file that a program names. */
final class OnnxProgram implements ProgramSession {
    private final OrtEnvironment environment;
    private final OrtSession session;

    OnnxProgram(ProgramBytes program, RenderSettings settings) {
        OnnxSession.threads(settings);
        OnnxSession.engine(); // makes the environment that all sessions share
        environment = OrtEnvironment.getEnvironment();
        List<OnnxTensor> apart = new ArrayList<>();
        try (SessionOptions options = new SessionOptions()) {
            OnnxSession.configure(options, settings);
            Map<String, OnnxTensorLike> weights = new LinkedHashMap<>();
            for (ProgramBytes.Beside each : program.apart()) {
                OnnxTensor tensor = OnnxTensor.createTensor(environment, program.of(each), longs(each.dims()), type(each.type()));
                apart.add(tensor);
                weights.put(each.name(), tensor);
            }
            if (!weights.isEmpty()) options.addExternalInitializers(weights);
            session = environment.createSession(program.whole(), options);
        } catch (OrtException e) {
            throw new OnnxSession.EngineException(e);
        } finally {
            apart.forEach(OnnxTensor::close);
        }
    }

    @Override
    public Map<String, Tensor> run(List<Port> ports, Map<String, Tensor> inputs, Set<String> outputs) {
        Map<String, OnnxTensor> given = new HashMap<>();
        try {
            for (Port port : ports)
                given.put(port.name(), given(inputs.get(port.name()), port.type()));
            Map<String, Tensor> results = new HashMap<>();
            try (OrtSession.Result result = session.run(given, outputs)) {
                for (var entry : result)
                    if (entry.getValue() instanceof OnnxTensor tensor) results.put(entry.getKey(), tensor(tensor));
            }
            return results;
        } catch (OrtException e) {
            throw new OnnxSession.EngineException(e);
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor given(Tensor tensor, DType type) throws OrtException {
        float[] data = tensor.data();
        ByteBuffer content = ByteBuffer.allocateDirect(data.length * type.bytes()).order(ByteOrder.nativeOrder());
        for (float value : data)
            switch (type) {
                case F32 -> content.putFloat(value);
                case F64 -> content.putDouble(value);
                case F16 -> content.putShort(Float.floatToFloat16(value));
                case BF16 -> content.putShort((short) (Float.floatToIntBits(value) >>> 16));
                case I64 -> content.putLong((long) value);
                case I32 -> content.putInt((int) value);
                case I16 -> content.putShort((short) value);
                case I8, U8 -> content.put((byte) Math.round(value));
                case BOOL -> content.put((byte) (value == 0 ? 0 : 1));
            }
        return OnnxTensor.createTensor(environment, content.flip(), tensor.shape().longs(), type(type));
    }

    private static Tensor tensor(OnnxTensor tensor) {
        long[] dims = tensor.getInfo().getShape();
        Shape shape = Shape.of(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray());
        float[] data = new float[shape.elements()];
        type(tensor.getInfo().type).floats(tensor.getByteBuffer().order(ByteOrder.nativeOrder()), data, 0, data.length);
        return new Tensor(shape, data);
    }

    private static long[] longs(List<Integer> dims) {
        return dims.stream().mapToLong(Integer::longValue).toArray();
    }

    private static OnnxJavaType type(DType type) {
        return switch (type) {
            case F32 -> OnnxJavaType.FLOAT;
            case F64 -> OnnxJavaType.DOUBLE;
            case F16 -> OnnxJavaType.FLOAT16;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case I64 -> OnnxJavaType.INT64;
            case I32 -> OnnxJavaType.INT32;
            case I16 -> OnnxJavaType.INT16;
            case I8 -> OnnxJavaType.INT8;
            case U8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
        };
    }

    private static DType type(OnnxJavaType type) {
        return Arrays.stream(DType.values()).filter(each -> type(each) == type).findFirst().orElseThrow(
                () -> new OnnxSession.EngineException(new IllegalStateException("it gives numbers of type " + type)));
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new OnnxSession.EngineException(e);
        }
    }
}
