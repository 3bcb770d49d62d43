package meander.training.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The pictures of one IDX file: bytes [N,H,W] or [N,H,W,C] behind a header of big-endian sizes. */
final class IdxImages implements ImageSource {
    private static final long MOST_BYTES = 1 << 30;

    private final String name;
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] samples;
    private final byte[] labels;
    private final List<String> classes;
    private final List<SkippedImage> skipped;

    private IdxImages(String name, Block images, byte[] labels, List<String> classes, List<SkippedImage> skipped) {
        this.name = name;
        height = images.sizes[1];
        width = images.sizes[2];
        channels = images.sizes.length == 4 ? images.sizes[3] : 1;
        samples = images.bytes;
        this.labels = labels;
        this.classes = classes;
        this.skipped = skipped;
    }

    static IdxImages read(FileContainer shelf, DatasetLayout.Idx files) throws IOException {
        String name = files.images().name();
        Block images = Block.read(shelf, name);
        boolean usable = images.sizes.length >= 3 && images.sizes[1] > 0 && images.sizes[2] > 0
                && (images.sizes.length == 3 || List.of(1, 3, 4).contains(images.sizes[3]));
        if (!usable) throw new UnusableDataException(UnusableData.Reason.DAMAGED_IDX, name);
        byte[] labels = {};
        if (files.labels().isPresent()) {
            Block block = Block.read(shelf, files.labels().get().name());
            if (block.sizes[0] != images.sizes[0])
                throw new UnusableDataException(UnusableData.Reason.DAMAGED_IDX, files.labels().get().name());
            labels = block.bytes;
        }
        List<SkippedImage> others = files.others().stream()
                .map(other -> SkippedImage.because(other.name(), SkippedImage.Reason.OTHER_SET)).toList();
        return new IdxImages(name, images, labels, classes(shelf, files, labels), others);
    }

    /** The lines of a text beside the pictures, where there is one; otherwise the numbers. */
    private static List<String> classes(FileContainer shelf, DatasetLayout.Idx files, byte[] labels) throws IOException {
        int count = 0;
        for (byte label : labels)
            count = Math.max(count, 1 + (label & 0xff));
        List<String> names = List.of();
        if (files.classes().isPresent()) {
            names = new String(shelf.read(files.classes().get().name(), 1 << 16), StandardCharsets.UTF_8).lines()
                    .map(String::strip).filter(line -> !line.isEmpty()).toList();
        }
        return count > 0 && names.size() >= count ? names : IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Override
    public int size() {
        return samples.length / (width * height * channels);
    }

    @Override
    public String name(int index) {
        return name + ", picture " + index;
    }

    @Override
    public int label(int index) {
        return labels.length == 0 ? -1 : labels[index] & 0xff;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public ByteImage pixels(int index) {
        int bytes = width * height * channels;
        return new ByteImage(width, height, channels, Arrays.copyOfRange(samples, index * bytes, (index + 1) * bytes));
    }

    /** MNIST's 28x28 pixels are given a border and not scaled to 32x32, as everybody does. */
    @Override
    public Traits traits() {
        return new Traits(Math.min(width, height), channels == 1, channels == 4, 0, true);
    }

    @Override
    public List<SkippedImage> skipped() {
        return skipped;
    }

    @Override
    public int otherFiles() {
        return 0;
    }

    private record Block(int[] sizes, byte[] bytes) {
        static Block read(FileContainer shelf, String name) throws IOException {
            try (InputStream raw = new BufferedInputStream(shelf.open(name));
                    DataInputStream in = new DataInputStream(unpacked(raw))) {
                int dimensions = DatasetLayout.idxDimensions(in.readNBytes(4));
                int[] sizes = new int[dimensions];
                long bytes = 1;
                for (int i = 0; i < dimensions; i++) {
                    sizes[i] = in.readInt();
                    if (sizes[i] < 0) throw new UnusableDataException(UnusableData.Reason.DAMAGED_IDX, name);
                    // Stopped at the limit, before it overflows.
                    bytes = Math.min(bytes * sizes[i], MOST_BYTES + 1);
                }
                if (dimensions == 0 || bytes > MOST_BYTES) throw new UnusableDataException(UnusableData.Reason.DAMAGED_IDX, name);
                byte[] content = in.readNBytes((int) bytes);
                if (content.length < bytes) throw new UnusableDataException(UnusableData.Reason.DAMAGED_IDX, name);
                return new Block(sizes, content);
            } catch (EOFException | ZipException e) {
                throw new UnusableDataException(UnusableData.Reason.DAMAGED_IDX, name);
            }
        }

        private static InputStream unpacked(InputStream raw) throws IOException {
            raw.mark(4);
            byte[] head = raw.readNBytes(3);
            raw.reset();
            return DatasetLayout.isGzip(head) ? new GZIPInputStream(raw) : raw;
        }
    }
}
