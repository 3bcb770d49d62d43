import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import meander.models.checkpoint.safetensors.SafetensorsWriter;

/**
 * Makes the bundled models that enlarge pictures from the weights that UpscalerJS publishes for TensorFlow.js, once:
 *
 * <pre>
 * npm pack @upscalerjs/esrgan-slim@1.0.0 &amp;&amp; tar xzf upscalerjs-esrgan-slim-1.0.0.tgz
 * java -cp 'app/target/lib/*' app/src/upscaler/java/ConvertUpscaler.java package app/src/main/resources/meander/app/bundled
 * </pre>
 *
 * Kernels lie there as {@code [kh,kw,I,O]} and become {@code [O,I,kh,kw]}; nothing else changes.
 */
final class ConvertUpscaler {
    public static void main(String[] args) throws IOException {
        Path licence = Path.of(args[0], "LICENSE");
        for (String scale : new String[]{"2", "4"}) {
            Path folder = Path.of(args[0], "models", "x" + scale);
            SafetensorsWriter writer = new SafetensorsWriter(Map.of("family", "Super-resolution", "source",
                    "@upscalerjs/esrgan-slim 1.0.0, x" + scale, "license", Files.readString(licence)));
            JsonNode manifest = new ObjectMapper().readTree(folder.resolve("model.json").toFile()).get("weightsManifest");
            for (JsonNode group : manifest) {
                if (group.get("paths").size() != 1) throw new IOException("weights in several files");
                add(writer, group.get("weights"), ByteBuffer
                        .wrap(Files.readAllBytes(folder.resolve(group.get("paths").get(0).asText()))).order(ByteOrder.LITTLE_ENDIAN));
            }
            try (OutputStream out = Files.newOutputStream(Path.of(args[1], "upscale-x" + scale + ".safetensors"))) {
                writer.writeTo(out);
            }
        }
    }

    private static void add(SafetensorsWriter writer, JsonNode weights, ByteBuffer bytes) throws IOException {
        for (JsonNode weight : weights) {
            if (!weight.get("dtype").asText().equals("float32") || weight.has("quantization"))
                throw new IOException(weight + " is not plain");
            int[] shape = StreamSupport.stream(weight.get("shape").spliterator(), false).mapToInt(JsonNode::asInt).toArray();
            String name = weight.get("name").asText().toLowerCase(Locale.ROOT);
            int count = 1;
            for (int size : shape)
                count *= size;
            float[] values = new float[count];
            bytes.asFloatBuffer().get(values);
            bytes.position(bytes.position() + 4 * count);
            if (name.endsWith("/kernel")) {
                int area = shape[0] * shape[1];
                float[] turned = new float[count];
                for (int i = 0; i < count; i++) { // at [place,in,out]
                    int out = i % shape[3];
                    int in = i / shape[3] % shape[2];
                    turned[(out * shape[2] + in) * area + i / (shape[3] * shape[2])] = values[i];
                }
                writer.add(name.replace("/kernel", ".weight"), new int[]{shape[3], shape[2], shape[0], shape[1]}, turned);
            } else
                writer.add(name.replace("/bias", ".bias"), shape, values);
        }
    }
}
