package meander.models.checkpoint.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.ForeignModel.Apart;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;

/**
 * A TensorProto: its shape is held against the numbers that are really there. The numbers are passed over, except for the few of a tensor
 * that may be a shape.
 *
 * @param apart where the numbers lie, if not in the file itself
 * @param small the numbers, if they are a few whole ones
 */
record OnnxTensorReader(String name, long elements, Optional<Apart> apart, Optional<long[]> small) {
    private static final int MOST_SMALL = 16;
    private static final int STRING = 8;
    /** Bits of a number by TensorProto.DataType; 0 where there is no such type. */
    private static final int[] BITS = {0, 32, 8, 8, 16, 16, 32, 64, 0, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4, 4, 8};

    /** What a type is here, if it is known. */
    static Optional<DType> type(long code) {
        return Optional.ofNullable(switch ((int) code) {
            case 1 -> DType.F32;
            case 2 -> DType.U8;
            case 3 -> DType.I8;
            case 5 -> DType.I16;
            case 6 -> DType.I32;
            case 7 -> DType.I64;
            case 9 -> DType.BOOL;
            case 10 -> DType.F16;
            case 11 -> DType.F64;
            case 16 -> DType.BF16;
            default -> null;
        });
    }

    /** @param mayLieApart whether its numbers may be in another file */
    static OnnxTensorReader read(ProtobufReader in, Path file, ReadBudget budget, boolean mayLieApart) throws IOException {
        return new Reading().read(in, file, budget, mayLieApart);
    }

    /** @throws RejectedException for more than one tensor may hold */
    static long product(List<Long> dims, ReadBudget budget, ByteCursor in) throws RejectedException {
        long product = 1;
        for (long dim : dims) {
            if (dim < 0) throw in.malformed("a negative size");
            if (dim > 0 && product > budget.limits().elements() / dim)
                throw new RejectedException(Reason.TOO_LARGE, "numbers in one tensor", budget.limits().elements());
            product *= dim;
        }
        return product;
    }

    private static final class Reading {
        private final List<Long> dims = new ArrayList<>();
        private final List<Long> whole = new ArrayList<>();
        private final Map<String, String> entries = new HashMap<>();
        private long type;
        private String name = "";
        private ByteRange raw;
        private long typed;
        private boolean apart;

        OnnxTensorReader read(ProtobufReader in, Path file, ReadBudget budget, boolean mayLieApart) throws IOException {
            budget.tensor();
            while (in.next())
                switch (in.field()) {
                    case 1 -> {
                        in.numbers(dims::add);
                        if (dims.size() > budget.limits().dimensions()) throw in.in().malformed("a tensor of too many axes");
                    }
                    case 2 -> type = in.number();
                    case 3 -> throw in.in().malformed("a tensor in pieces");
                    case 4 -> typed += in.fixed(Float.BYTES);
                    case 5, 7, 11 -> in.numbers(this::take);
                    case 6 -> {
                        in.skip();
                        typed++;
                    }
                    case 8 -> name = in.text();
                    case 9 -> raw = in.bytes();
                    case 10 -> typed += in.fixed(Double.BYTES);
                    case 13 -> entry(in.message());
                    case 14 -> apart = in.number() == 1;
                    default -> in.skip();
                }
            ByteCursor at = in.in();
            if (type < 0 || type >= BITS.length || BITS[(int) type] == 0 && type != STRING)
                throw at.malformed("numbers of no known type");
            long elements = product(dims, budget, at);
            long bytes = (elements * BITS[(int) type] + 7) / 8;
            if (!apart && entries.isEmpty()) {
                boolean fits = raw != null ? raw.length() == bytes && typed == 0 : typed == count(elements);
                if (!fits) throw at.malformed("a tensor whose shape and numbers disagree");
                return new OnnxTensorReader(name, elements, Optional.empty(), small(elements, at));
            }
            if (!mayLieApart || raw != null || typed > 0)
                throw new RejectedException(Reason.OUTSIDE_FOLDER, DisplayName.of(entries.getOrDefault("location", "")));
            DType known = type(type).orElseThrow(
                    () -> new RejectedException(Reason.NUMBERS_NOT_SUPPORTED, DisplayName.of(name), Long.toString(type)));
            ByteRange extent = ExternalData.find(file, entries, bytes, at);
            return new OnnxTensorReader(name, elements,
                    Optional.of(new Apart(name, known, dims.stream().map(Math::toIntExact).toList(), extent)), Optional.empty());
        }

        /** Complex numbers take two places, several of four bits take one. */
        private long count(long elements) {
            return switch ((int) type) {
                case 14, 15 -> 2 * elements;
                case 21, 22, 23 -> (elements + 1) / 2;
                default -> elements;
            };
        }

        private void take(long value) {
            typed++;
            if (whole.size() < MOST_SMALL) whole.add(value);
        }

        private Optional<long[]> small(long elements, ByteCursor in) throws IOException {
            if (elements > MOST_SMALL || type != 7 && type != 6) return Optional.empty();
            if (raw == null) return Optional.of(whole.stream().mapToLong(Long::longValue).toArray());
            ByteBuffer content = ByteBuffer.allocate((int) raw.length()).order(ByteOrder.LITTLE_ENDIAN);
            in.reader().read(raw.position(), content);
            long[] values = new long[(int) elements];
            DType known = type == 7 ? DType.I64 : DType.I32;
            known.longs(content.flip(), values, 0, values.length);
            return Optional.of(values);
        }

        private void entry(ProtobufReader in) throws IOException {
            Map.Entry<String, String> pair = in.pair();
            // Two readers could take two of them differently.
            if (entries.put(pair.getKey(), pair.getValue()) != null)
                throw in.in().malformed("two values of \"" + DisplayName.of(pair.getKey()) + "\"");
        }
    }
}
