package meander.models.graph.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

import meander.models.graph.Tensor;

/**
 * A compiled network: an ONNX ModelProto and the large weights that it names but does not hold.
 *
 * @param proto    the serialised ModelProto
 * @param external weights by name that the proto declares as external data; empty when it holds everything
 */
public record OnnxModel(byte[] proto, SequencedMap<String, Tensor> external) {
    public OnnxModel {
        external = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(external));
    }
}
