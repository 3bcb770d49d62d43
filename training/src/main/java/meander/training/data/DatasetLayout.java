package meander.training.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import meander.training.data.DataSettings.Sides;
import meander.training.data.FileContainer.Entry;

/** How pictures are kept on a shelf, told by its content. */
sealed interface DatasetLayout {
    String LABELS_NAME = "dataset.json";
    String CLASSES_NAME = "classes.txt";
    Set<String> PICTURE_ENDINGS = Set.of("png", "jpg", "jpeg", "jpe", "jfif", "webp", "gif", "bmp", "tif", "tiff");

    /** Few enough to look into each. */
    int LOOKED_INTO = 200;

    /** The files on which the result depends. */
    List<Entry> entries();

    ImageSource open(FileContainer shelf, DataLimits limits, ProgressListener watch) throws IOException;

    /** Picture files; the folders they lie in are their classes. */
    record Pictures(List<Entry> entries) implements DatasetLayout {
        @Override
        public ImageSource open(FileContainer shelf, DataLimits limits, ProgressListener watch) throws IOException {
            return ImageFileSource.inClassFolders(shelf, limits, watch);
        }
    }

    /** Picture files with a list of labels, as NVlabs' dataset_tool.py writes them. */
    record Nvlabs(List<Entry> entries, Entry labels) implements DatasetLayout {
        @Override
        public ImageSource open(FileContainer shelf, DataLimits limits, ProgressListener watch) throws IOException {
            return ImageFileSource.labelled(shelf, labels.name(), limits, watch);
        }
    }

    /** Picture files of two sides. */
    record Halves(List<Entry> entries, boolean paired) implements DatasetLayout {
        @Override
        public ImageSource open(FileContainer shelf, DataLimits limits, ProgressListener watch) throws IOException {
            return PairedDataset.of(ImageFileSource.plain(shelf, limits, watch), shelf.title(), paired);
        }
    }

    /** IDX files, as those of MNIST. */
    record Idx(Entry images, Optional<Entry> labels, Optional<Entry> classes, List<Entry> others) implements DatasetLayout {
        @Override
        public List<Entry> entries() {
            List<Entry> used = new ArrayList<>(List.of(images));
            labels.ifPresent(used::add);
            classes.ifPresent(used::add);
            return used;
        }

        @Override
        public ImageSource open(FileContainer shelf, DataLimits limits, ProgressListener watch) throws IOException {
            return IdxImages.read(shelf, this);
        }
    }

    static DatasetLayout of(FileContainer shelf, Sides sides) throws IOException {
        List<Entry> entries = shelf.entries();
        if (sides != Sides.NONE) return new Halves(entries, sides == Sides.PAIRED);
        Optional<Entry> labels = entries.stream().filter(entry -> fileName(entry).equals(LABELS_NAME))
                .min(Comparator.comparingInt(entry -> depth(entry.name())));
        if (labels.isPresent()) return new Nvlabs(entries, labels.get());
        boolean pictures = entries.stream().anyMatch(entry -> PICTURE_ENDINGS.contains(ending(entry.name())));
        return pictures
                ? new Pictures(entries)
                : idx(shelf, entries, null).map(DatasetLayout.class::cast).orElse(new Pictures(entries));
    }

    /** The IDX file of the given name with what belongs to it, or the largest one. */
    static Optional<Idx> idx(FileContainer shelf, List<Entry> entries, String chosen) throws IOException {
        List<Entry> images = new ArrayList<>();
        List<Entry> labels = new ArrayList<>();
        // What belongs together first: the folder may be full of other things.
        Comparator<Entry> near = Comparator.comparing(entry -> chosen == null || !stem(entry).equals(stem(chosen)));
        for (Entry entry : entries.stream().sorted(near).limit(LOOKED_INTO).toList()) {
            switch (idxDimensions(head(shelf, entry.name()))) {
                case 1 -> labels.add(entry);
                case 3, 4 -> images.add(entry);
                default -> {
                } // something else
            }
        }
        Optional<Entry> image = chosen == null
                ? images.stream().max(Comparator.comparingLong(Entry::size))
                : images.stream().filter(entry -> entry.name().equals(chosen)).findFirst();
        if (image.isEmpty() && chosen != null) {
            // The labels were chosen: their pictures are meant.
            image = images.stream().filter(entry -> stem(entry).equals(stem(chosen))).findFirst();
        }
        if (image.isEmpty()) {
            if (labels.isEmpty()) return Optional.empty();
            throw new UnusableDataException(UnusableData.Reason.ONLY_LABELS, labels.getFirst().name());
        }
        Entry found = image.get();
        Optional<Entry> beside = labels.stream().filter(entry -> stem(entry).equals(stem(found))).findFirst()
                .or(() -> images.size() == 1 && labels.size() == 1 ? Optional.of(labels.getFirst()) : Optional.empty());
        Optional<Entry> classes = entries.stream().filter(entry -> entry.name().equals(sibling(found.name(), CLASSES_NAME)))
                .findFirst();
        // Whoever chose a file knows of the others.
        List<Entry> others = chosen != null ? List.of() : images.stream().filter(entry -> !entry.equals(found)).toList();
        return Optional.of(new Idx(found, beside, classes, others));
    }

    /** What the names of pictures and labels of one set share: {@code train-images-idx3-ubyte.gz} → {@code train}. */
    private static String stem(Entry entry) {
        return stem(entry.name());
    }

    private static String stem(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "").replaceFirst("[-_.]?(images?|labels?)[-_.]?", "|")
                .replaceFirst("idx[0-9]", "");
    }

    /** How many dimensions an IDX file of bytes with this beginning has; 0 if it is none. */
    static int idxDimensions(byte[] head) {
        return head.length >= 4 && head[0] == 0 && head[1] == 0 && head[2] == 8 && head[3] > 0 && head[3] <= 4 ? head[3] : 0;
    }

    /** The first bytes, unpacked if they are packed. Nothing if they cannot be read: whoever reads on says so. */
    static byte[] head(FileContainer shelf, String name) {
        try {
            byte[] head = shelf.read(name, 512);
            if (!isGzip(head)) return head;
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(head))) {
                return in.readNBytes(4);
            }
        } catch (IOException e) {
            return new byte[0];
        }
    }

    static boolean isGzip(byte[] head) {
        return head.length > 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    }

    static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String fileName(Entry entry) {
        return entry.name().substring(entry.name().lastIndexOf('/') + 1);
    }

    private static String sibling(String name, String other) {
        return name.substring(0, name.lastIndexOf('/') + 1) + other;
    }

    private static int depth(String name) {
        return (int) name.chars().filter(each -> each == '/').count();
    }
}
