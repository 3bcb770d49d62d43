package meander.models.request;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;

/** Tensors as JSON: the shape, and the values as little-endian float32 in base64, bit for bit. */
public final class JsonTensors {
    private static final int MAX_ELEMENTS = 4 << 20;
    private static final int MAX_RANK = 4;

    private JsonTensors() {}

    public static ObjectNode write(ObjectNode node, Tensor tensor) {
        for (int dim : tensor.shape().dims())
            node.withArray("shape").add(dim);
        ByteBuffer bytes = ByteBuffer.allocate(tensor.data().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.data());
        return node.put("float32", Base64.getEncoder().encodeToString(bytes.array()));
    }

    public static Tensor read(JsonFields node) {
        List<Long> dims = node.wholes("shape", 1, MAX_ELEMENTS);
        if (dims.isEmpty() || dims.size() > MAX_RANK)
            throw new IllegalArgumentException(node.path() + ".shape has " + dims.size() + " dimensions");
        long elements = 1;
        for (long dim : dims)
            if ((elements *= dim) > MAX_ELEMENTS) throw new IllegalArgumentException(node.path() + " is too large");
        byte[] bytes = bytes(node);
        if (bytes.length != elements * Float.BYTES)
            throw new IllegalArgumentException(node.path() + " has " + bytes.length + " bytes for shape " + dims);
        float[] values = new float[(int) elements];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        for (float value : values)
            if (!Float.isFinite(value)) throw new IllegalArgumentException(node.path() + " holds a value that is not a number");
        return new Tensor(Shape.of(dims.stream().mapToInt(Long::intValue).toArray()), values);
    }

    private static byte[] bytes(JsonFields node) {
        try {
            return Base64.getDecoder().decode(node.text("float32", JsonFields.MAX_TEXT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(node.path() + ".float32 is not base64", e);
        }
    }
}
