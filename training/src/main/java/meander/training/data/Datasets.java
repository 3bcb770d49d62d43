package meander.training.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import meander.training.data.DataSettings.Sides;
import meander.training.data.FileContainer.Entry;

/**
 * Prepares pictures to learn from. They may be a folder or a zip of pictures, with folders inside as classes; the same with NVlabs'
 * {@code dataset.json}; IDX files like those of MNIST, also in a folder or a zip; or {@code bundled:NAME}. What it is is told by content. For
 * networks that translate, pictures of two sides: see {@link DataSettings.Sides}.
 */
public final class Datasets {
    private static final String PREFIX = "bundled:";
    /** How the name of a set ends that is not to learn from but to judge by. */
    private static final String HELD_BACK = "-held-back";
    /** An installation that does not train comes without them. */
    private static final List<String> BUNDLED = Stream
            .of("emoji", "fashion", "letters", "fluent-emoji-flat", "noto", "noto-v1", "line-art", "blobs", "letters" + HELD_BACK)
            .filter(name -> Datasets.class.getResource("bundled/" + name + ".zip") != null).toList();

    /** Changed when the same files and settings would give other bytes than before. */
    private static final int VERSION = 1;
    private static final int MEGABYTE = 1 << 20;

    private Datasets() {}

    /** The names that may stand behind {@code bundled:}. */
    public static List<String> bundled() {
        return BUNDLED;
    }

    /** Those of the bundled sets that are there to learn from, not to judge by. */
    public static List<String> bundledToLearnFrom() {
        return BUNDLED.stream().filter(name -> !name.endsWith(HELD_BACK)).toList();
    }

    /**
     * Decodes pictures into a file, or finds that this was done before. Never throws for anything that a person chose or that a file
     * contains.
     *
     * @param where     a path, or {@code bundled:NAME}
     * @param folder    where the decoded pictures are kept; made if it is not there
     * @param cancelled asked every now and then; when true, the answer is {@link UnusableData.Reason#CANCELLED}
     * @param progress  told the share of the work that lies behind, 0 to 1, on the calling thread
     */
    public static PreparedDataset prepare(String where, DataSettings settings, Path folder, BooleanSupplier cancelled,
            DoubleConsumer progress) {
        return prepare(where, settings, folder, DataLimits.DEFAULT, new ProgressListener(cancelled, progress));
    }

    static PreparedDataset prepare(String where, DataSettings settings, Path folder, DataLimits limits, ProgressListener watch) {
        if (settings.size() != 0 && !isSize(settings.size()))
            return UnusableData.because(UnusableData.Reason.BAD_SIZE, settings.size());
        if (!List.of(0, 1, 3, 4).contains(settings.channels())) {
            return UnusableData.because(UnusableData.Reason.BAD_CHANNELS, settings.channels());
        }
        try {
            return prepare(open(where, settings.sides(), limits, watch), settings, folder, limits, watch);
        } catch (UnusableDataException e) {
            return e.unusable();
        } catch (NoSuchFileException | InvalidPathException e) {
            return UnusableData.because(UnusableData.Reason.MISSING, where);
        } catch (ClosedByInterruptException e) {
            return UnusableData.because(UnusableData.Reason.CANCELLED);
        } catch (IOException e) {
            return UnusableData.because(UnusableData.Reason.UNREADABLE, where, IoErrorMessages.of(e));
        }
    }

    private static boolean isSize(int size) {
        return size >= DataSettings.SMALLEST && size <= DataSettings.LARGEST && Integer.bitCount(size) == 1;
    }

    private record Opened(FileContainer shelf, String title, DatasetLayout layout) {}

    private static Opened open(String where, Sides sides, DataLimits limits, ProgressListener watch) throws IOException {
        if (where.startsWith(PREFIX)) return openBundled(where, sides);
        // Java would take the folder in which the program was started.
        if (where.isBlank()) throw new UnusableDataException(UnusableData.Reason.MISSING, "\"\"");
        Path path = Path.of(where);
        String title = path.getFileName() == null ? where : path.getFileName().toString();
        if (Files.isDirectory(path)) {
            FileContainer shelf = new FolderContainer(path, limits, watch);
            return new Opened(shelf, shelf.title(), DatasetLayout.of(shelf, sides));
        }
        if (!Files.exists(path)) throw new UnusableDataException(UnusableData.Reason.MISSING, title);
        // A pipe or a device could keep us waiting for ever.
        if (!Files.isRegularFile(path)) throw new UnusableDataException(UnusableData.Reason.NOT_A_DATASET, title);
        return openFile(path, title, sides, limits, watch);
    }

    private static Opened openBundled(String where, Sides sides) throws IOException {
        String name = where.substring(PREFIX.length());
        if (!BUNDLED.contains(name))
            throw new UnusableDataException(UnusableData.Reason.UNKNOWN_BUNDLED, name, String.join(", ", BUNDLED));
        try (InputStream in = Datasets.class.getResourceAsStream("bundled/" + name + ".zip")) {
            FileContainer shelf = new MemoryContainer(where, in);
            return new Opened(shelf, where, DatasetLayout.of(shelf, sides));
        }
    }

    private static Opened openFile(Path path, String title, Sides sides, DataLimits limits, ProgressListener watch)
            throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(4);
        }
        if (head.length == 4 && head[0] == 'P' && head[1] == 'K') {
            FileContainer shelf = new ZipContainer(path, limits, watch);
            try {
                return new Opened(shelf, title, DatasetLayout.of(shelf, sides));
            } catch (IOException e) {
                shelf.close();
                throw e;
            }
        }
        Path beside = path.toAbsolutePath().getParent();
        if (title.equals(DatasetLayout.LABELS_NAME)) return open(beside.toString(), sides, limits, watch);
        if (sides != Sides.NONE) throw new UnusableDataException(UnusableData.Reason.NO_SIDES, title);
        // Only the folder itself: it may be anybody's downloads.
        FileContainer shelf = new FolderContainer(beside,
                new DataLimits(limits.pixels(), limits.bytes(), limits.files(), 0, limits.listed()), watch);
        if (DatasetLayout.idxDimensions(DatasetLayout.head(shelf, title)) > 0) {
            Optional<DatasetLayout.Idx> idx = DatasetLayout.idx(shelf, shelf.entries(), title);
            if (idx.isPresent()) return new Opened(shelf, title, idx.get());
        }
        boolean picture = DatasetLayout.PICTURE_ENDINGS.contains(DatasetLayout.ending(title));
        throw new UnusableDataException(picture ? UnusableData.Reason.ONE_PICTURE : UnusableData.Reason.NOT_A_DATASET, title);
    }

    private static PreparedDataset prepare(Opened opened, DataSettings settings, Path folder, DataLimits limits,
            ProgressListener watch) throws IOException {
        try (FileContainer shelf = opened.shelf) {
            DecodedImageCache cache = new DecodedImageCache();
            Path file = folder.resolve(key(opened.layout, settings) + ".pictures");
            Optional<Dataset> kept = cache.open(file, opened.title, watch);
            if (kept.isPresent()) return kept.get();

            ImageSource source = opened.layout.open(shelf, limits, watch.part(0, 0.1));
            if (source.size() == 0 && source.skipped().isEmpty())
                throw new UnusableDataException(UnusableData.Reason.NO_PICTURES, opened.title);
            Preparation preparation = new Preparation(source, settings, limits);
            write(cache, file, preparation, opened.title, watch.part(0.1, 0.95));
            return cache.open(file, opened.title, watch.part(0.95, 1))
                    .orElseThrow(() -> new UnusableDataException(UnusableData.Reason.CACHE_UNWRITABLE, folder.toString(),
                            "what was written is damaged"));
        }
    }

    private static void write(DecodedImageCache cache, Path file, Preparation preparation, String title, ProgressListener watch)
            throws IOException {
        Path folder = file.getParent();
        try {
            Files.createDirectories(folder);
            refuseFull(folder, preparation.bytes());
            cache.write(file, out -> preparation.writeTo(out, title, watch));
        } catch (UnusableDataException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // Sources give what they cannot read as values, so it is the disk; others may have filled it meanwhile.
            if (Files.isDirectory(folder)) refuseFull(folder, preparation.bytes());
            throw new UnusableDataException(UnusableData.Reason.CACHE_UNWRITABLE, folder.toString(), IoErrorMessages.of(e));
        }
    }

    private static void refuseFull(Path folder, long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw new UnusableDataException(UnusableData.Reason.DISK_FULL, folder.toString(), bytes / MEGABYTE + 1,
                    free / MEGABYTE);
        }
    }

    /**
     * Changes with the files and the settings. Of the files, names, sizes and times (in zips checksums) stand for their content, which
     * would take minutes to read.
     */
    private static String key(DatasetLayout layout, DataSettings settings) {
        MessageDigest digest = Preparation.sha256();
        digest.update((VERSION + " " + layout.getClass().getSimpleName() + " " + settings).getBytes(StandardCharsets.UTF_8));
        for (Entry entry : layout.entries()) {
            digest.update(entry.name().getBytes(StandardCharsets.UTF_8));
            digest.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(entry.size()).putLong(entry.stamp()).flip());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }
}
