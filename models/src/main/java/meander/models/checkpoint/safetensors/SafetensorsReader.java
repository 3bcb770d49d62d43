package meander.models.checkpoint.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.ByteSource;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;

/**
 * Reads the safetensors format: the header's length (64 bits, little-endian), a JSON header of at most 100,000,000 bytes, then the
 * numbers of all tensors without gaps or overlaps. Only the header is read; the tensors stay in the file.
 */
public final class SafetensorsReader {
    static final String METADATA = "__metadata__";
    static final int LENGTH_BYTES = 8;
    /** What the format knows and {@link DType} does not. */
    private static final Set<String> OTHER_TYPES = Set.of("U16", "U32", "U64", "C64", "F4", "F6_E2M3", "F6_E3M2", "F8_E4M3",
            "F8_E4M3FNUZ", "F8_E5M2", "F8_E5M2FNUZ", "F8_E8M0");

    private record Entry(String name, DType dtype, long[] shape, long begin, long end) {}

    private final ByteSource.Reader reader;
    private final ReadBudget budget;
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private final SequencedMap<String, Object> metadata = new LinkedHashMap<>();
    private boolean described;

    private SafetensorsReader(ByteSource.Reader reader, ReadBudget budget) {
        this.reader = reader;
        this.budget = budget;
    }

    /** True if a file that starts like this can only be meant as safetensors. */
    public static boolean begins(ByteBuffer head) {
        ByteBuffer start = head.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        // No other format here has four zero bytes in this place: a length that needs them is far beyond what is allowed.
        return start.remaining() > LENGTH_BYTES && start.getInt(start.position() + 4) == 0
                && start.get(start.position() + LENGTH_BYTES) == '{';
    }

    /** The tensors in the order of the header; the attributes are the {@code __metadata__}, whose values are strings. */
    public static StateDict read(ByteSource.Reader reader, ReadBudget budget) throws IOException {
        return new SafetensorsReader(reader, budget).read();
    }

    private StateDict read() throws IOException {
        long size = reader.source().size();
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        reader.read(0, length);
        long header = length.getLong(0);
        if (header < 0 || header > budget.limits().header())
            throw new RejectedException(Reason.TOO_LARGE, "bytes in its header", budget.limits().header());
        if (header > size - LENGTH_BYTES) throw new RejectedException(Reason.TRUNCATED, size);
        readHeader(LENGTH_BYTES + header);
        long start = LENGTH_BYTES + header;
        requireSeamless(start, size);
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries.values()) {
            var extent = new ByteRange(reader.source(), start + entry.begin(), entry.end() - entry.begin());
            tensors.put(entry.name(),
                    StoredTensor.within(extent, entry.dtype(), 0, entry.shape(), rowMajor(entry.shape()), budget.limits()));
        }
        return SafetensorsMetadata.restored(new StateDict(tensors, metadata, new LinkedHashSet<>(), ""));
    }

    private void readHeader(long end) throws IOException {
        JsonFactory json = JsonFactory.builder()
                // Names come from a stranger: they belong into no table that outlives this file.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(4).maxStringLength(budget.limits().text())
                        .maxNameLength(budget.limits().text()).maxNumberLength(20).build())
                .build();
        // A decoder of our own: Jackson would guess UTF-16 from the bytes, and replace what is wrong.
        InputStream bytes = new ByteRange(reader.source(), LENGTH_BYTES, end - LENGTH_BYTES).stream(reader,
                position -> budget.reached((double) position / reader.source().size()));
        var characters = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT));
        try (JsonParser parser = json.createParser(characters)) {
            try {
                expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    budget.heap(2L * name.length() + 320);
                    if (name.equals(METADATA)) readMetadata(parser);
                    else
                        readEntry(parser, name);
                }
                expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
                if (parser.nextToken() != null) throw wrong(parser, "a header that goes on behind its end");
            } catch (StreamConstraintsException e) {
                throw wrong(parser, "a header that is nested too deeply or holds too long a value");
            } catch (JsonProcessingException e) {
                throw wrong(parser, "a header that is not well-formed JSON");
            } catch (CharacterCodingException e) {
                throw wrong(parser, "a header that is not UTF-8");
            }
        }
    }

    private void readMetadata(JsonParser parser) throws IOException {
        if (described) throw wrong(parser, "two sets of metadata");
        described = true;
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            expect(parser, parser.nextToken(), JsonToken.VALUE_STRING);
            String value = parser.getText();
            budget.heap(2L * key.length() + 2L * value.length() + 160);
            if (metadata.put(key, value) != null) throw wrong(parser, "two values of \"" + shortened(key) + "\"");
        }
    }

    private void readEntry(JsonParser parser, String name) throws IOException {
        budget.tensor();
        String type = null;
        long[] shape = null;
        long[] offsets = null;
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            boolean repeated = switch (field) {
                case "dtype" -> type != null;
                case "shape" -> shape != null;
                case "data_offsets" -> offsets != null;
                default -> throw wrong(parser, "a tensor with \"" + shortened(field) + "\"");
            };
            if (repeated) throw wrong(parser, "a tensor with two of \"" + field + "\"");
            switch (field) {
                case "dtype" -> {
                    expect(parser, parser.nextToken(), JsonToken.VALUE_STRING);
                    type = parser.getText();
                }
                case "shape" -> shape = readNumbers(parser, budget.limits().dimensions());
                default -> offsets = readNumbers(parser, 2);
            }
        }
        if (type == null || shape == null || offsets == null || offsets.length != 2)
            throw wrong(parser, "a tensor without its type, shape or offsets");
        var entry = new Entry(name, dtype(parser, name, type), shape, offsets[0], offsets[1]);
        if (!fits(entry)) throw wrong(parser, "a tensor whose shape and offsets disagree");
        if (entries.put(name, entry) != null) throw wrong(parser, "two tensors of the name \"" + shortened(name) + "\"");
    }

    private static long[] readNumbers(JsonParser parser, int most) throws IOException {
        expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
        long[] numbers = new long[most];
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            expect(parser, token, JsonToken.VALUE_NUMBER_INT);
            if (count == most) throw wrong(parser, "more than " + most + " numbers in a row");
            numbers[count] = parser.getLongValue();
            if (numbers[count++] < 0) throw wrong(parser, "a negative size or offset");
        }
        return Arrays.copyOf(numbers, count);
    }

    private static DType dtype(JsonParser parser, String tensor, String name) throws RejectedException {
        for (DType dtype : DType.values())
            if (dtype.name().equals(name)) return dtype;
        if (OTHER_TYPES.contains(name)) throw new RejectedException(Reason.NUMBERS_NOT_SUPPORTED, shortened(tensor), name);
        throw wrong(parser, "numbers of type " + shortened(name));
    }

    private static boolean fits(Entry entry) {
        try {
            long bytes = entry.dtype().bytes();
            for (long dimension : entry.shape())
                bytes = Math.multiplyExact(bytes, dimension);
            return entry.begin() <= entry.end() && bytes == entry.end() - entry.begin();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private void requireSeamless(long start, long size) throws RejectedException {
        List<Entry> byPlace = new ArrayList<>(entries.values());
        byPlace.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry entry : byPlace) {
            if (entry.begin() != end)
                throw new RejectedException(Reason.MALFORMED, start,
                        entry.begin() < end ? "tensors that overlap" : "a gap between tensors");
            end = entry.end();
        }
        if (end > size - start) throw new RejectedException(Reason.TRUNCATED, size);
        if (end < size - start) throw new RejectedException(Reason.MALFORMED, start + end, "bytes that belong to no tensor");
    }

    private static long[] rowMajor(long[] shape) {
        long[] stride = new long[shape.length];
        long step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            stride[d] = step;
            step *= shape[d]; // bounded by the number of bytes, or zero
        }
        return stride;
    }

    private static void expect(JsonParser parser, JsonToken found, JsonToken expected) throws RejectedException {
        if (found != expected) throw wrong(parser, "a header of another form");
    }

    private static RejectedException wrong(JsonParser parser, String what) {
        return new RejectedException(Reason.MALFORMED, LENGTH_BYTES + Math.max(0, parser.currentLocation().getCharOffset()),
                what);
    }

    /** A name that a person is shown. */
    private static String shortened(String name) {
        return name.length() <= 80 ? name : name.substring(0, 79) + "…";
    }
}
