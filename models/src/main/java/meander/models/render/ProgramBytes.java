package meander.models.render;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.ByteSource;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.ForeignModel.Language;
import meander.models.checkpoint.HeapBytes;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.torch.script.CheckedArchive;
import meander.models.checkpoint.torch.script.CheckedScript;

/**
 * A program as an engine takes it: its file's bytes, and those of the numbers beside it, in memory.
 *
 * @param content all of them, one behind the other
 * @param length  of the file, which comes first
 * @param outputs that the file names
 */
record ProgramBytes(Language language, MemorySegment content, long length, List<Beside> apart, List<String> outputs) {
    private static final long ALIGNMENT = 64; // as vector instructions like their numbers
    private static final int MOST_IN_ONE = Integer.MAX_VALUE - 8;
    private static final int CHUNK = 1 << 26;

    /** A tensor's place in the content. */
    record Beside(String name, DType type, List<Integer> dims, long at, long length) {
        Beside {
            dims = List.copyOf(dims);
        }
    }

    ProgramBytes {
        apart = List.copyOf(apart);
        outputs = List.copyOf(outputs);
    }

    /**
     * A program as its engine is given it: of a TorchScript, an archive that was written from what was parsed and checked, so that no reader
     * of the engine ever sees the file.
     *
     * @throws UncheckedIOException if its numbers cannot be read any more
     */
    static ForeignModel forEngine(ForeignModel program) {
        if (program.source().isEmpty()) return program;
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try {
            CheckedArchive.write(CheckedScript.of(program).orElseThrow(), archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ForeignModel(new HeapBytes(archive.toByteArray()).all(), program.language(), program.inputs(),
                program.outputs(), program.facts(), program.parameters(), program.apart());
    }

    /** Where the numbers beside a program's file will lie. */
    static List<Beside> layout(ForeignModel program) {
        List<Beside> layout = new ArrayList<>();
        long at = aligned(program.whole().length());
        for (ForeignModel.Apart each : program.apart()) {
            layout.add(new Beside(each.name(), each.type(), each.dims(), at, each.bytes().length()));
            at = aligned(at + each.bytes().length());
        }
        return layout;
    }

    /** How much memory {@link #read} fills, in bytes. */
    static long size(ForeignModel program) {
        long size = aligned(program.whole().length());
        for (ForeignModel.Apart each : program.apart())
            size = aligned(size + each.bytes().length());
        return size;
    }

    private static long aligned(long at) {
        return (at + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Reads a program. @param into memory of {@link #size} bytes */
    static ProgramBytes read(ForeignModel program, MemorySegment into) throws IOException {
        List<Beside> layout = layout(program);
        read(program.whole(), into);
        for (int i = 0; i < layout.size(); i++)
            read(program.apart().get(i).bytes(), into.asSlice(layout.get(i).at()));
        return new ProgramBytes(program.language(), into, program.whole().length(), layout,
                program.outputs().stream().map(Port::name).toList());
    }

    /** As {@link #read(ForeignModel, MemorySegment)}, into memory of this process. */
    static ProgramBytes read(ForeignModel program, Arena arena) throws IOException {
        return read(program, arena.allocate(size(program), ALIGNMENT));
    }

    private static void read(ByteRange extent, MemorySegment into) throws IOException {
        if (extent.length() > MOST_IN_ONE) throw new IOException("more than 2 GB in one piece are not supported");
        try (ByteSource.Reader reader = extent.source().reader()) {
            for (long at = 0; at < extent.length(); at += CHUNK)
                reader.read(extent.position() + at, into.asSlice(at, Math.min(CHUNK, extent.length() - at)).asByteBuffer());
        }
    }

    /** The file. */
    ByteBuffer whole() {
        return buffer(0, length);
    }

    ByteBuffer of(Beside beside) {
        return buffer(beside.at(), beside.length());
    }

    private ByteBuffer buffer(long at, long size) {
        return content.asSlice(at, size).asByteBuffer().order(ByteOrder.nativeOrder());
    }
}
