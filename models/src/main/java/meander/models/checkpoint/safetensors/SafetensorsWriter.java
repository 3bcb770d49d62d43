package meander.models.checkpoint.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import meander.models.checkpoint.DType;

/**
 * Writes the safetensors format. Tensors are announced first and asked for their numbers one after another while the file is being
 * written, so that one of them at a time is in memory. The numbers begin at a multiple of 8 bytes, those of the widest
 * types first, so that each tensor is aligned; the header names them in the order in which they were added.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    /** One tensor's numbers in C order, little-endian, from the buffer's position to its limit. */
    @FunctionalInterface
    public interface Content {
        ByteBuffer bytes() throws IOException;
    }

    private record Entry(String name, DType dtype, int[] shape, long bytes, Content content) {}

    private final Map<String, String> metadata;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** @param metadata what the file says about itself; written in the order of its keys */
    public SafetensorsWriter(Map<String, String> metadata) {
        this.metadata = new TreeMap<>(metadata);
    }

    /**
     * Adds a tensor behind those that are there.
     *
     * @param shape   empty for a scalar
     * @param content asked for once each time that the file is written
     * @throws IllegalArgumentException if the name is taken or the format's own
     */
    public SafetensorsWriter add(String name, DType dtype, int[] shape, Content content) {
        if (name.equals(SafetensorsReader.METADATA) || !names.add(name))
            throw new IllegalArgumentException("a second tensor of the name " + name);
        long bytes = Arrays.stream(shape).asLongStream().reduce(dtype.bytes(), Math::multiplyExact);
        if (Arrays.stream(shape).anyMatch(size -> size < 0))
            throw new IllegalArgumentException("a shape of " + Arrays.toString(shape));
        entries.add(new Entry(name, dtype, shape.clone(), bytes, content));
        return this;
    }

    /** Adds a tensor of {@link DType#F32} that is in memory already; the values are not copied until they are written. */
    public SafetensorsWriter add(String name, int[] shape, float[] values) {
        return add(name, DType.F32, shape, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return bytes;
        });
    }

    /**
     * Writes the whole file; the stream stays open.
     *
     * @throws IllegalStateException if a tensor has another number of bytes than its shape says
     */
    public void writeTo(OutputStream out) throws IOException {
        byte[] header = header();
        int padded = Math.ceilDiv(SafetensorsReader.LENGTH_BYTES + header.length, ALIGNMENT) * ALIGNMENT
                - SafetensorsReader.LENGTH_BYTES;
        out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).array());
        out.write(header);
        out.write(" ".repeat(padded - header.length).getBytes(StandardCharsets.US_ASCII));
        // Not closed: that would close the stream below it.
        WritableByteChannel channel = Channels.newChannel(out);
        for (Entry entry : placed()) {
            ByteBuffer bytes = entry.content().bytes();
            if (bytes.remaining() != entry.bytes())
                throw new IllegalStateException(
                        entry.name() + " has " + bytes.remaining() + " bytes instead of " + entry.bytes());
            while (bytes.hasRemaining())
                channel.write(bytes);
        }
    }

    /** Those of the widest types first, so that each is aligned; otherwise as they were added. */
    private List<Entry> placed() {
        return entries.stream().sorted(Comparator.comparingInt((Entry entry) -> -entry.dtype().bytes())).toList();
    }

    private byte[] header() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsReader.METADATA);
                for (Map.Entry<String, String> item : metadata.entrySet())
                    json.writeStringField(item.getKey(), item.getValue());
                json.writeEndObject();
            }
            Map<Entry, Long> places = new IdentityHashMap<>();
            long end = 0;
            for (Entry entry : placed()) {
                places.put(entry, end);
                end += entry.bytes();
            }
            for (Entry entry : entries) {
                long at = places.get(entry);
                json.writeObjectFieldStart(entry.name());
                json.writeStringField("dtype", entry.dtype().name());
                json.writeFieldName("shape");
                json.writeArray(entry.shape(), 0, entry.shape().length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[]{at, at + entry.bytes()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
