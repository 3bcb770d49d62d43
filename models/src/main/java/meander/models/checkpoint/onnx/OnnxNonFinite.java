package meander.models.checkpoint.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.ByteSource;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.NonFiniteTensors;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.ReadLimits;

/** Looks through the initializers of an ONNX program for numbers that are NaN or infinite. It must have been read before. */
public final class OnnxNonFinite {
    private static final int BUFFER = 1 << 16;
    private static final int CHUNK = 1 << 20; // bytes

    private final ForeignModel program;
    private final ReadBudget budget = new ReadBudget(ReadLimits.DEFAULT, () -> false, _ -> {});
    private NonFiniteTensors found;

    private OnnxNonFinite(ForeignModel program) {
        this.program = program;
    }

    /** The first such tensor. @throws UncheckedIOException if the file cannot be read any more */
    public static Optional<NonFiniteTensors> in(ForeignModel program) {
        OnnxNonFinite look = new OnnxNonFinite(program);
        try (ByteSource.Reader reader = program.whole().source().reader()) {
            ByteRange whole = program.whole();
            ByteCursor in = new ByteCursor(reader, whole.position(), whole.position() + whole.length(), BUFFER, look.budget);
            look.model(ProtobufReader.whole(in, look.budget));
            look.apart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.ofNullable(look.found);
    }

    private void model(ProtobufReader in) throws IOException {
        while (in.next())
            if (in.field() == 7) graph(in.message());
            else
                in.skip();
    }

    private void graph(ProtobufReader in) throws IOException {
        while (in.next())
            if (in.field() == 5) tensor(in.message());
            else
                in.skip();
    }

    private void tensor(ProtobufReader in) throws IOException {
        NonFiniteTensors.Count count = new NonFiniteTensors.Count();
        String name = "";
        DType type = null;
        ByteRange raw = null;
        while (in.next())
            switch (in.field()) {
                case 2 -> type = OnnxTensorReader.type(in.number()).orElse(null);
                case 4 -> in.fixed(DType.F32, count::add);
                case 5 -> {
                    DType half = type; // half precision is kept as whole numbers
                    in.numbers(bits -> half(bits, half, count));
                }
                case 8 -> name = in.text();
                case 9 -> raw = in.bytes();
                case 10 -> in.fixed(DType.F64, count::add);
                default -> in.skip();
            }
        if (type == null || !type.isReal()) return;
        if (raw != null) read(raw, type, count, in.in().reader());
        keep(name, count);
    }

    private static void half(long bits, DType type, NonFiniteTensors.Count count) {
        if (type == DType.F16) count.add(Float.float16ToFloat((short) bits));
        else if (type == DType.BF16) count.add(Float.intBitsToFloat((int) bits << 16));
    }

    private void apart() throws IOException {
        for (ForeignModel.Apart each : program.apart()) {
            if (!each.type().isReal()) continue;
            NonFiniteTensors.Count count = new NonFiniteTensors.Count();
            try (ByteSource.Reader reader = each.bytes().source().reader()) {
                read(each.bytes(), each.type(), count, reader);
            }
            keep(each.name(), count);
        }
    }

    private static void read(ByteRange range, DType type, NonFiniteTensors.Count count, ByteSource.Reader reader)
            throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, range.length())).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at < range.length(); at += CHUNK) {
            chunk.clear().limit((int) Math.min(CHUNK, range.length() - at));
            reader.read(range.position() + at, chunk);
            chunk.flip();
            for (int i = 0; i + type.bytes() <= chunk.limit(); i += type.bytes())
                count.add(type.real(chunk, i));
        }
    }

    private void keep(String name, NonFiniteTensors.Count count) {
        long spoiled = count.inProgram();
        if (spoiled > 0 && found == null) found = new NonFiniteTensors(DisplayName.of(name), spoiled);
    }
}
