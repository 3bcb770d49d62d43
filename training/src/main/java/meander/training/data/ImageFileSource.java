package meander.training.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import meander.training.data.FileContainer.Entry;
import meander.training.data.ImageDecoder.Look;

/** Picture files on a shelf, with classes from their folders or from a list. */
final class ImageFileSource implements ImageSource {
    /** Enough for the beginning of nearly every picture; what needs more is read whole. */
    private static final int HEAD = 1 << 16;
    private static final int CHUNK = 256;
    private static final int MOST_CLASSES = 10_000;

    /** For pictures that lie beside the folders of the others, or have no label while others have. */
    private static final String NO_CLASS = "(none)";

    private final FileContainer shelf;
    private final DataLimits limits;
    private final ImageDecoder reader;
    private final List<Entry> files = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private final List<SkippedImage> skipped;
    private int otherFiles;
    private int[] labels = {};
    private List<String> classes = List.of();

    private ImageFileSource(FileContainer shelf, DataLimits limits) {
        this.shelf = shelf;
        this.limits = limits;
        reader = new ImageDecoder(limits);
        skipped = new ArrayList<>(shelf.skipped());
    }

    /** The topmost folders in which they lie are the classes; without such folders there are none. */
    static ImageFileSource inClassFolders(FileContainer shelf, DataLimits limits, ProgressListener watch) throws IOException {
        ImageFileSource pictures = new ImageFileSource(shelf, limits);
        pictures.survey(watch);
        int shared = sharedFolder(pictures.files);
        pictures.classify(pictures.files.stream().map(entry -> {
            int end = entry.name().indexOf('/', shared);
            return end < 0 ? NO_CLASS : entry.name().substring(shared, end);
        }).toList());
        return pictures;
    }

    /** Without classes. */
    static ImageFileSource plain(FileContainer shelf, DataLimits limits, ProgressListener watch) throws UnusableDataException {
        ImageFileSource pictures = new ImageFileSource(shelf, limits);
        pictures.survey(watch);
        return pictures;
    }

    /** The list tells each picture's label, by its name from where the list lies. */
    static ImageFileSource labelled(FileContainer shelf, String list, DataLimits limits, ProgressListener watch)
            throws IOException {
        ImageFileSource pictures = new ImageFileSource(shelf, limits);
        String folder = list.substring(0, list.lastIndexOf('/') + 1);
        Map<String, Integer> byName = labels(shelf, list, limits);
        pictures.survey(watch);
        pictures.number(pictures.files.stream()
                .map(entry -> entry.name().startsWith(folder) ? byName.get(entry.name().substring(folder.length())) : null)
                .toList());
        List<String> there = shelf.entries().stream().map(Entry::name).toList();
        new TreeSet<>(byName.keySet()).stream().filter(name -> Collections.binarySearch(there, folder + name) < 0)
                .forEach(name -> pictures.skipped.add(SkippedImage.because(name, SkippedImage.Reason.MISSING)));
        return pictures;
    }

    private static Map<String, Integer> labels(FileContainer shelf, String list, DataLimits limits) throws IOException {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(shelf.read(list, limits.bytes()));
        } catch (JacksonException e) {
            throw new UnusableDataException(UnusableData.Reason.DAMAGED_LABELS, list, String.valueOf(e.getOriginalMessage()));
        }
        JsonNode entries = root.path("labels");
        Map<String, Integer> labels = new HashMap<>();
        if (entries.isNull() || entries.isMissingNode()) return labels;
        if (!entries.isArray())
            throw new UnusableDataException(UnusableData.Reason.DAMAGED_LABELS, list, "its labels are no list");
        for (JsonNode entry : entries) {
            JsonNode label = entry.path(1);
            if (!entry.path(0).isTextual() || !(label.isInt() && label.asInt() >= 0 || label.isNull())) {
                throw new UnusableDataException(UnusableData.Reason.DAMAGED_LABELS, list, entry + " is no name with a number");
            }
            if (label.asInt() >= MOST_CLASSES) {
                throw new UnusableDataException(UnusableData.Reason.TOO_MANY_CLASSES, list, label.asInt(), MOST_CLASSES);
            }
            labels.put(entry.path(0).asText(), label.isNull() ? null : label.asInt());
        }
        return labels;
    }

    /** Looks at the beginning of every file: what is a picture, and of which kind. */
    private void survey(ProgressListener watch) throws UnusableDataException {
        List<Entry> all = shelf.entries();
        for (int from = 0; from < all.size(); from += CHUNK) {
            watch.behind((double) from / all.size());
            List<Entry> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
            List<Seen> found = chunk.parallelStream().map(this::look).toList();
            for (int i = 0; i < found.size(); i++) {
                switch (found.get(i)) {
                    case Usable(Look look) -> {
                        files.add(chunk.get(i));
                        looks.add(look);
                    }
                    case Bad(SkippedImage bad) when bad.reason() == SkippedImage.Reason.NOT_A_PICTURE
                            && !hasPictureEnding(bad.name()) ->
                        otherFiles++;
                    case Bad(SkippedImage bad) -> skipped.add(bad);
                }
            }
        }
        watch.behind(1);
    }

    private static boolean hasPictureEnding(String name) {
        return DatasetLayout.PICTURE_ENDINGS.contains(DatasetLayout.ending(name));
    }

    /** What the beginning of a file told. */
    private sealed interface Seen {}

    private record Usable(Look look) implements Seen {}

    private record Bad(SkippedImage skipped) implements Seen {}

    private Seen look(Entry entry) {
        try {
            byte[] head = read(entry, HEAD);
            try {
                return new Usable(reader.look(head));
            } catch (SkippedImageException e) {
                if (head.length < HEAD || e.reason() != SkippedImage.Reason.DAMAGED) throw e;
                return new Usable(reader.look(read(entry, limits.bytes())));
            }
        } catch (SkippedImageException e) {
            return new Bad(e.of(entry.name()));
        }
    }

    private byte[] read(Entry entry, int most) throws SkippedImageException {
        if (entry.size() > limits.bytes()) throw new SkippedImageException(SkippedImage.Reason.TOO_LARGE, limits.bytes() >> 20);
        try {
            return shelf.read(entry.name(), most);
        } catch (IOException e) {
            throw new SkippedImageException(SkippedImage.Reason.UNREADABLE, IoErrorMessages.of(e));
        } catch (IllegalArgumentException e) {
            throw new SkippedImageException(SkippedImage.Reason.UNREADABLE, "a damaged zip"); // Java's reader of zips lets it out
        }
    }

    /** How many characters of their names are a folder that all share. */
    private static int sharedFolder(List<Entry> files) {
        if (files.isEmpty()) return 0;
        String first = files.getFirst().name();
        String last = files.getLast().name(); // they are in order, so what these share all share
        int same = 0;
        while (same < Math.min(first.length(), last.length()) && first.charAt(same) == last.charAt(same))
            same++;
        return first.substring(0, same).lastIndexOf('/') + 1;
    }

    private void classify(List<String> names) {
        TreeSet<String> distinct = new TreeSet<>(names);
        if (distinct.size() < 2) return;
        classes = List.copyOf(distinct);
        Map<String, Integer> places = new HashMap<>();
        classes.forEach(name -> places.put(name, places.size()));
        labels = names.stream().mapToInt(places::get).toArray();
    }

    private void number(List<Integer> numbers) {
        int count = 1 + numbers.stream().filter(Objects::nonNull).mapToInt(Integer::intValue).max().orElse(-1);
        if (count == 0) return;
        List<String> names = new ArrayList<>(IntStream.range(0, count).mapToObj(Integer::toString).toList());
        if (numbers.contains(null)) names.add(NO_CLASS);
        classes = List.copyOf(names);
        labels = numbers.stream().mapToInt(number -> number == null ? count : number).toArray();
    }

    @Override
    public int size() {
        return files.size();
    }

    Look look(int index) {
        return looks.get(index);
    }

    @Override
    public String name(int index) {
        return files.get(index).name();
    }

    @Override
    public int label(int index) {
        return labels.length == 0 ? -1 : labels[index];
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public ByteImage pixels(int index) throws SkippedImageException {
        byte[] content = read(files.get(index), limits.bytes());
        return reader.read(content);
    }

    @Override
    public Traits traits() {
        int[] sides = looks.stream().mapToInt(look -> Math.min(look.width(), look.height())).sorted().toArray();
        return new Traits(sides.length == 0 ? 0 : sides[sides.length / 2], looks.stream().allMatch(Look::grey),
                looks.stream().anyMatch(Look::seeThrough), (int) looks.stream().filter(Look::moving).count(), false);
    }

    @Override
    public List<SkippedImage> skipped() {
        return skipped;
    }

    @Override
    public int otherFiles() {
        return otherFiles;
    }
}
