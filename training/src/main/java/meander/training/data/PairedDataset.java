package meander.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Picture files of two sides, as classes: those of A and of B, then those that are there to judge by. Sides are told by the folders {@code A}
 * and {@code B}, {@code trainA}, {@code testA} and so on, as the authors of Pix2Pix and CycleGAN lay them out; where there are none, pictures
 * twice as wide as high are cut in half.
 */
final class PairedDataset implements ImageSource {
    private static final List<String> CLASSES = List.of("A", "B", "A, to judge by", "B, to judge by");
    private static final Pattern SIDE = Pattern.compile("(train|test|val)?[-_]?([ab])", Pattern.CASE_INSENSITIVE);
    private static final Pattern KEPT = Pattern.compile("test|val", Pattern.CASE_INSENSITIVE);
    private static final int JUDGED = 2; // classes of pictures to judge by begin here

    /**
     * One picture, or half of one.
     *
     * @param file  its place among the files
     * @param label its place among the classes
     * @param half  0 or 1 of a picture that is cut; -1 for all of it
     */
    private record Item(int file, int label, int half) {}

    private final ImageFileSource files;
    private final List<Item> items;
    private final List<SkippedImage> skipped;
    private final List<String> classes;
    private final boolean paired;

    private PairedDataset(ImageFileSource files, List<Item> items, List<SkippedImage> skipped, boolean paired) {
        this.files = files;
        this.items = items;
        this.skipped = skipped;
        this.paired = paired;
        boolean judged = items.stream().anyMatch(item -> item.label >= JUDGED);
        this.classes = CLASSES.subList(0, judged ? 2 * JUDGED : JUDGED);
    }

    /**
     * @param title  for a refusal
     * @param paired whether only those are used that have a partner of the same name
     */
    static PairedDataset of(ImageFileSource files, String title, boolean paired) throws UnusableDataException {
        List<SkippedImage> skipped = new ArrayList<>(files.skipped());
        List<Item> items = new ArrayList<>();
        boolean folders = false;
        for (int i = 0; i < files.size(); i++)
            folders |= Place.of(files.name(i)).isPresent();
        if (folders) items.addAll(inFolders(files, paired, skipped));
        else
            items.addAll(inHalves(files, skipped));
        for (int label = 0; label < JUDGED; label++) {
            int wanted = label;
            if (items.stream().noneMatch(item -> item.label == wanted))
                throw new UnusableDataException(folders && paired ? UnusableData.Reason.NO_PAIRS : UnusableData.Reason.NO_SIDES,
                        title);
        }
        return new PairedDataset(files, items, skipped, paired);
    }

    private static List<Item> inFolders(ImageFileSource files, boolean paired, List<SkippedImage> skipped) {
        Map<String, Item[]> byName = new TreeMap<>();
        List<Item> alone = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Optional<Place> found = Place.of(files.name(i));
            if (found.isEmpty()) {
                skipped.add(SkippedImage.because(files.name(i), SkippedImage.Reason.NO_SIDE));
                continue;
            }
            Place place = found.get();
            Item item = new Item(i, place.label(), -1);
            Item[] pair = byName.computeIfAbsent(place.judged + " " + place.name, _ -> new Item[2]);
            // Two endings of one name: the first is used.
            if (paired && pair[place.side] != null)
                skipped.add(SkippedImage.because(files.name(i), SkippedImage.Reason.NO_PARTNER));
            else
                pair[place.side] = item;
            alone.add(item);
        }
        if (!paired) return alone;
        List<Item> items = new ArrayList<>();
        for (Item[] pair : byName.values()) {
            if (pair[0] != null && pair[1] != null) items.addAll(List.of(pair));
            else
                skipped.add(SkippedImage.because(files.name((pair[0] == null ? pair[1] : pair[0]).file),
                        SkippedImage.Reason.NO_PARTNER));
        }
        return items;
    }

    private static List<Item> inHalves(ImageFileSource files, List<SkippedImage> skipped) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (files.look(i).width() != 2 * files.look(i).height()) {
                skipped.add(SkippedImage.because(files.name(i), SkippedImage.Reason.NOT_TWICE_AS_WIDE));
                continue;
            }
            int first = Place.segments(files.name(i)).stream().anyMatch(KEPT.asMatchPredicate()) ? JUDGED : 0;
            items.add(new Item(i, first, 0));
            items.add(new Item(i, first + 1, 1));
        }
        return items;
    }

    /**
     * Where a file lies.
     *
     * @param side   0 or 1
     * @param judged whether it is there to judge by
     * @param name   what its partner is called too: neither the folder of its side nor the ending counts
     */
    private record Place(int side, boolean judged, String name) {
        int label() {
            return side + (judged ? JUDGED : 0);
        }

        /** The folders of a file, outermost first. */
        static List<String> segments(String name) {
            List<String> segments = List.of(name.split("/"));
            return segments.subList(0, segments.size() - 1);
        }

        static Optional<Place> of(String name) {
            List<String> folders = new ArrayList<>(segments(name));
            for (int i = folders.size() - 1; i >= 0; i--) {
                Matcher matcher = SIDE.matcher(folders.get(i));
                if (!matcher.matches()) continue;
                folders.remove(i);
                boolean judged = matcher.group(1) != null && KEPT.matcher(matcher.group(1)).matches()
                        || folders.stream().anyMatch(KEPT.asMatchPredicate());
                String file = name.substring(name.lastIndexOf('/') + 1);
                int ending = file.lastIndexOf('.');
                folders.add(ending < 0 ? file : file.substring(0, ending));
                return Optional.of(new Place(matcher.group(2).equalsIgnoreCase("a") ? 0 : 1, judged, String.join("/", folders)));
            }
            return Optional.empty();
        }
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public String name(int index) {
        return files.name(items.get(index).file);
    }

    @Override
    public int label(int index) {
        return items.get(index).label;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public boolean paired() {
        return paired;
    }

    @Override
    public ByteImage pixels(int index) throws SkippedImageException {
        Item item = items.get(index);
        ByteImage all = files.pixels(item.file);
        return item.half < 0 ? all : all.part(item.half * all.width() / 2, 0, all.width() / 2, all.height());
    }

    @Override
    public Traits traits() {
        return files.traits();
    }

    @Override
    public List<SkippedImage> skipped() {
        return skipped;
    }

    @Override
    public int otherFiles() {
        return files.otherFiles();
    }
}
