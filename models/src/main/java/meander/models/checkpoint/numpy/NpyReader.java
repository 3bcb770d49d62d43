package meander.models.checkpoint.numpy;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import meander.models.checkpoint.ByteSource;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.FileBytes;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.ReadLimits;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.ZipDirectory;

/**
 * NumPy's array files: {@code .npy} versions 1 to 3, and the arrays inside an {@code .npz}. Little-endian numbers of the types of
 * {@link DType}, except for {@link DType#BF16}, which NumPy does not have. A file that cannot be taken throws a {@link RejectedException} with a
 * sentence.
 */
public final class NpyReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int FREE = 1 << 20;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-z]\\d{1,2})'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern DIMENSION = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

    private NpyReader() {}

    /** @throws RejectedException if the file is missing, is no array or has an array of another kind */
    public static NpyArray read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file);
        } catch (NoSuchFileException e) {
            throw new RejectedException(Reason.MISSING_FILE, name(file));
        }
    }

    /**
     * One array of an {@code .npz}.
     *
     * @param array its name, such as {@code w}
     * @throws RejectedException if the file is missing or damaged, or has no such array
     */
    public static NpyArray read(Path archive, String array) throws IOException {
        try {
            FileBytes source = FileBytes.of(archive);
            try (ByteSource.Reader reader = source.reader()) {
                return read(source, reader, archive, array + ".npy");
            }
        } catch (NoSuchFileException e) {
            throw new RejectedException(Reason.MISSING_FILE, name(archive));
        } catch (ZipException e) {
            throw new RejectedException(Reason.MALFORMED, 0L, String.valueOf(e.getMessage()));
        }
    }

    private static NpyArray read(FileBytes source, ByteSource.Reader reader, Path archive, String entry) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(2, source.size()));
        reader.read(0, head);
        if (!Arrays.equals(head.array(), new byte[]{'P', 'K'})) throw wrong(0, "no archive of NumPy");
        ReadBudget budget = new ReadBudget(ReadLimits.DEFAULT, () -> false, _ -> {});
        ZipDirectory.Content content = new ZipDirectory(reader, budget).packed(entry);
        try (InputStream in = content.extent().stream(reader)) {
            if (!content.deflated()) return read(in, archive);
            long most = FREE + source.size() * ReadLimits.DEFAULT.inflation();
            var inflater = new Inflater(true);
            try (InputStream unpacked = new InflaterInputStream(in, inflater)) {
                return read(new Bounded(unpacked, most), archive);
            } finally {
                inflater.end();
            }
        }
    }

    /** Counts what comes out of an archive; what it declares is not believed. */
    private static final class Bounded extends FilterInputStream {
        private final long most;
        private long count;

        Bounded(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(0, read);
            if (count > most) throw new RejectedException(Reason.TOO_LARGE, "bytes in an archive of its size", most);
            return read;
        }
    }

    public static void write(Path file, int[] shape, float[] values) throws IOException {
        write(file, NpyArray.of(shape, values));
    }

    /** Writes version 1. */
    public static void write(Path file, NpyArray array) throws IOException {
        String dims = Arrays.stream(array.shape()).mapToObj(d -> d + ",").collect(Collectors.joining(" "));
        if (array.shape().length > 1) dims = dims.substring(0, dims.length() - 1);
        String header = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(code(array.dtype()), dims);
        int padded = Math.ceilDiv(10 + header.length() + 1, 64) * 64 - 10; // the numbers begin at a multiple of 64
        ByteBuffer head = ByteBuffer.allocate(10 + padded).order(ByteOrder.LITTLE_ENDIAN);
        head.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded);
        head.put((header + " ".repeat(padded - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        try (var out = Files.newOutputStream(file)) {
            out.write(head.array());
            out.write(array.buffer().array());
        }
    }

    private static NpyArray read(InputStream in, Path file) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6))
            throw new RejectedException(Reason.NOT_AN_ARRAY, name(file));
        int lengthBytes = start[6] == 1 ? 2 : 4;
        long length = 0;
        byte[] spelled = exactly(in, lengthBytes, 8);
        for (int i = 0; i < lengthBytes; i++)
            length |= (spelled[i] & 0xffL) << 8 * i;
        int headEnd = 8 + lengthBytes;
        if (start[6] < 1 || start[6] > 3 || length > ReadLimits.DEFAULT.arrayHeader())
            throw wrong(headEnd, "not a header of NumPy");
        String header = new String(exactly(in, (int) length, headEnd), StandardCharsets.ISO_8859_1);
        headEnd += (int) length;
        Matcher descr = DESCR.matcher(header);
        Matcher fortran = FORTRAN.matcher(header);
        Matcher shaped = SHAPE.matcher(header);
        if (!descr.find() || !fortran.find() || !shaped.find()) throw wrong(headEnd, "not a plain array of numbers");
        ArrayTypes.Element element = ArrayTypes.element(descr.group(2));
        if (descr.group(1).equals(">") && element != null && element.bytes() > 1) throw new RejectedException(Reason.BIG_ENDIAN);
        if (element == null || element.dtype() == null) throw wrong(headEnd, "numbers of type " + descr.group(2));
        int[] shape = shape(shaped.group(1), element.dtype(), headEnd);
        int elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        // Grows with what is really there, whatever the header says.
        byte[] content = exactly(in, elements * element.bytes(), headEnd);
        boolean turn = fortran.group(1).equals("True") && shape.length > 1;
        return new NpyArray(shape, element.dtype(), turn ? rowMajor(content, shape, element.bytes()) : content);
    }

    private static int[] shape(String text, DType dtype, long position) throws RejectedException {
        List<String> parts = Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty()).toList();
        if (parts.size() > ReadLimits.DEFAULT.dimensions()) throw wrong(position, "too many dimensions");
        int[] shape = new int[parts.size()];
        long most = Math.min(ReadLimits.DEFAULT.elements(), (Integer.MAX_VALUE - 16) / dtype.bytes());
        long elements = 1;
        for (int d = 0; d < shape.length; d++) {
            String part = parts.get(d);
            if (!DIMENSION.matcher(part).matches()) throw wrong(position, "a dimension of " + part);
            shape[d] = Integer.parseInt(part);
            elements *= shape[d];
            if (elements > most) throw new RejectedException(Reason.TOO_LARGE, "numbers in one array", most);
        }
        return shape;
    }

    private static byte[] rowMajor(byte[] columnMajor, int[] shape, int width) {
        byte[] turned = new byte[columnMajor.length];
        int[] index = new int[shape.length];
        for (int to = 0; to < turned.length; to += width) {
            int from = 0;
            for (int d = shape.length - 1; d >= 0; d--)
                from = from * shape[d] + index[d];
            System.arraycopy(columnMajor, from * width, turned, to, width);
            for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--)
                index[d] = 0;
        }
        return turned;
    }

    private static byte[] exactly(InputStream in, int length, long position) throws IOException {
        try {
            byte[] content = in.readNBytes(length);
            if (content.length < length) throw new RejectedException(Reason.TRUNCATED, position + content.length);
            return content;
        } catch (EOFException e) {
            // A compressed entry that ends early.
            throw new RejectedException(Reason.TRUNCATED, position);
        }
    }

    private static String code(DType dtype) {
        return switch (dtype) {
            case F32 -> "<f4";
            case F64 -> "<f8";
            case F16 -> "<f2";
            case I64 -> "<i8";
            case I32 -> "<i4";
            case I16 -> "<i2";
            case I8 -> "|i1";
            case U8 -> "|u1";
            case BOOL -> "|b1";
            case BF16 -> throw new IllegalArgumentException("NumPy has no bfloat16");
        };
    }

    private static RejectedException wrong(long position, String what) {
        return new RejectedException(Reason.MALFORMED, position, what);
    }

    private static String name(Path file) {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }
}
