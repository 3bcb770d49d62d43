package meander.models.render;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import meander.models.checkpoint.DType;
import meander.models.checkpoint.Port;

/**
 * What a process that runs programs and its parent say to each other: commands and replies of plain numbers and names. Tensors lie in the
 * memory that they share, and only their places are said. Whatever is read is within bounds, or it is an {@link IOException}.
 */
final class ProgramWire {
    /** From the parent: opens a program. */
    static final int OPEN = 1;
    /** From the parent: runs it. */
    static final int RUN = 2;
    /** From the process: it is ready, and has given up what it was born with. */
    static final int READY = 11;
    /** From the process: the program is open. */
    static final int OPENED = 12;
    /** From the process: what a run gave. */
    static final int RESULTS = 13;
    /** From the process: it did not work, in the engine's words. */
    static final int FAILED = 14;

    private static final int MOST_ENTRIES = 4096;
    private static final int MOST_RESULTS = 256;
    private static final int MOST_NAME = 4096; // bytes
    private static final int MOST_AXES = 16;
    private static final int LONGEST_REASON = 300;
    private static final Pattern PLACE = Pattern.compile("/\\S+\\.(?:h|hpp|cc|cpp|cu):\\d+ ");
    private static final Pattern BEHIND_FUNCTION = Pattern.compile("^(?:::\\S+|\\s*const\\b|\\s*\\[with [^\\]]*\\])*");
    private static final long ALIGNMENT = 64;

    /** Where a tensor of float32 lies. @param at a byte of the shared memory */
    record Place(Port port, long at) {
        /** How many numbers it has. @throws IOException if not so many fit into a memory, or an axis has no size */
        long numbers(long memory) throws IOException {
            long numbers = 1;
            for (int dim : port.dims()) {
                if (dim < 1) throw new IOException("a shape is no shape");
                numbers *= dim;
                if (numbers > Integer.MAX_VALUE) throw new IOException("a tensor is too large");
            }
            if (at < 0 || at % Float.BYTES != 0 || at > memory || numbers * Float.BYTES > memory - at)
                throw new IOException("a tensor lies elsewhere");
            return numbers;
        }
    }

    private ProgramWire() {}

    /** Where the next tensor may lie behind one. */
    static long after(long at, long numbers) {
        return (at + numbers * Float.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    static void writeName(DataOutputStream out, String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_NAME) throw new IOException("a name has more than " + MOST_NAME + " bytes");
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readName(DataInputStream in) throws IOException {
        byte[] bytes = new byte[bounded(in.readInt(), MOST_NAME)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static void writeNames(DataOutputStream out, List<String> names) throws IOException {
        out.writeInt(names.size());
        for (String name : names)
            writeName(out, name);
    }

    static List<String> readNames(DataInputStream in) throws IOException {
        List<String> names = new ArrayList<>();
        for (int left = bounded(in.readInt(), MOST_ENTRIES); left > 0; left--)
            names.add(readName(in));
        return names;
    }

    static void writePlaces(DataOutputStream out, List<Place> places) throws IOException {
        out.writeInt(places.size());
        for (Place place : places) {
            writeName(out, place.port().name());
            out.writeByte(place.port().type().ordinal());
            out.writeByte(place.port().rank());
            for (int dim : place.port().dims())
                out.writeInt(dim);
            out.writeLong(place.at());
        }
    }

    static List<Place> readPlaces(DataInputStream in) throws IOException {
        List<Place> places = new ArrayList<>();
        for (int left = bounded(in.readInt(), MOST_RESULTS); left > 0; left--) {
            String name = readName(in);
            DType type = readType(in);
            places.add(new Place(new Port(name, type, readDims(in)), in.readLong()));
        }
        return places;
    }

    static void writeBeside(DataOutputStream out, List<ProgramBytes.Beside> apart) throws IOException {
        out.writeInt(apart.size());
        for (ProgramBytes.Beside each : apart) {
            writeName(out, each.name());
            out.writeByte(each.type().ordinal());
            out.writeByte(each.dims().size());
            for (int dim : each.dims())
                out.writeInt(dim);
            out.writeLong(each.at());
            out.writeLong(each.length());
        }
    }

    static List<ProgramBytes.Beside> readBeside(DataInputStream in) throws IOException {
        List<ProgramBytes.Beside> apart = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--)
            apart.add(new ProgramBytes.Beside(readName(in), readType(in), readDims(in), in.readLong(), in.readLong()));
        return apart;
    }

    private static DType readType(DataInputStream in) throws IOException {
        return DType.values()[bounded(in.readByte(), DType.values().length - 1)];
    }

    private static List<Integer> readDims(DataInputStream in) throws IOException {
        List<Integer> dims = new ArrayList<>();
        for (int left = bounded(in.readByte(), MOST_AXES); left > 0; left--)
            dims.add(in.readInt());
        return dims;
    }

    private static int bounded(int count, int most) throws IOException {
        if (count < 0 || count > most) throw new IOException("a count of " + count);
        return count;
    }

    /** The engine's words as a part of a sentence: one line, not too long, of characters that are seen. */
    static String reason(String words) {
        String line = String.valueOf(words).strip().lines().findFirst().orElse("").replaceAll("\\p{C}", " ");
        String said = withoutPlace(line);
        if (said.length() <= LONGEST_REASON) return said;
        int space = said.lastIndexOf(' ', LONGEST_REASON);
        return said.substring(0, space > LONGEST_REASON / 2 ? space : LONGEST_REASON) + "…";
    }

    /** Without the file, the line and the C++ function where ONNX Runtime found something; the rest is for people. */
    private static String withoutPlace(String line) {
        Matcher place = PLACE.matcher(line);
        if (!place.find()) return line;
        int at = line.indexOf('(', place.end());
        for (int open = 0; at >= 0 && at < line.length(); at++) {
            char c = line.charAt(at);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open == 0) break;
        }
        String rest = at < 0 || at >= line.length()
                ? ""
                : BEHIND_FUNCTION.matcher(line.substring(at + 1)).replaceFirst("").strip();
        return rest.isEmpty() ? line.substring(0, place.start()).strip() : rest;
    }
}
