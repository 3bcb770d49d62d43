package meander.training.data;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import meander.training.data.DataSettings.Fit;
import meander.training.data.DataSettings.Transparency;
import meander.training.data.DataSummary.Changes;
import meander.training.data.DataSummary.ClassSize;

/** Makes the pictures of a source alike and puts them out one after the other. */
final class Preparation {
    /** Decoded side by side, then written in order; even, so that it holds whole pairs. */
    private static final int CHUNK = 64;

    private final ImageSource source;
    private final ImageSource.Traits traits;
    private final DataSettings settings;
    private final int side;
    private final int channels;
    private final DataLimits limits;

    Preparation(ImageSource source, DataSettings settings, DataLimits limits) {
        this.source = source;
        this.settings = settings;
        this.limits = limits;
        traits = source.traits();
        side = settings.size() != 0 ? settings.size() : side(traits);
        channels = settings.channels() != 0 ? settings.channels() : channels(traits, settings.transparency());
    }

    /** The power of two that most pictures fill; with a border, the next one. */
    private static int side(ImageSource.Traits traits) {
        int below = Integer.highestOneBit(Math.max(1, traits.side()));
        int fitting = traits.bordered() && below < traits.side() ? below * 2 : below;
        return Math.clamp(fitting, DataSettings.SMALLEST, DataSettings.LARGEST);
    }

    private static int channels(ImageSource.Traits traits, Transparency transparency) {
        if (traits.seeThrough() && transparency == Transparency.KEEP) return 4;
        return traits.grey() ? 1 : 3;
    }

    /** How many bytes there will be at most. */
    long bytes() {
        return (long) source.size() * side * side * channels;
    }

    /** What became of one picture. */
    private sealed interface Outcome {}

    private record Made(byte[] planes, boolean cropped, boolean padded, boolean shrunk, boolean enlarged,
            boolean onWhite) implements Outcome {}

    private record Bad(SkippedImage skipped) implements Outcome {}

    private record Cancelled() implements Outcome {}

    DecodedImageCache.Description writeTo(OutputStream out, String title, ProgressListener watch) throws IOException {
        List<SkippedImage> skipped = new ArrayList<>(source.skipped());
        List<Integer> labels = new ArrayList<>();
        Counter counter = new Counter();
        MessageDigest digest = sha256();
        digest.update("%d %d %s".formatted(side, channels, source.classes()).getBytes(StandardCharsets.UTF_8));
        CRC32C checksum = new CRC32C();
        for (int from = 0; from < source.size(); from += CHUNK) {
            watch.behind((double) from / source.size());
            List<Outcome> chunk = IntStream.range(from, Math.min(source.size(), from + CHUNK)).parallel()
                    .mapToObj(index -> make(index, watch)).toList();
            if (source.paired()) chunk = whole(chunk, from);
            for (int i = 0; i < chunk.size(); i++) {
                switch (chunk.get(i)) {
                    case Bad bad -> skipped.add(bad.skipped);
                    case Made made -> {
                        int label = source.label(from + i);
                        labels.add(label);
                        counter.count(made);
                        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, label));
                        digest.update(made.planes);
                        checksum.update(made.planes);
                        out.write(made.planes);
                    }
                    case Cancelled cancelled -> throw new UnusableDataException(UnusableData.Reason.CANCELLED);
                }
            }
        }
        if (labels.isEmpty()) {
            if (skipped.isEmpty()) throw new UnusableDataException(UnusableData.Reason.NO_PICTURES, title);
            SkippedImage first = skipped.getFirst();
            throw new UnusableDataException(UnusableData.Reason.ALL_SKIPPED, title, skipped.size(),
                    first.name() + ": " + first.why());
        }
        watch.behind(1);
        List<SkippedImage> listed = skipped.stream().limit(limits.listed()).toList();
        DataSummary summary = new DataSummary(title, labels.size(), side, side, channels, classes(labels), counter.changes(),
                listed, skipped.size(), source.otherFiles(), HexFormat.of().formatHex(digest.digest()), settings.sides());
        int[] kept = source.classes().isEmpty() ? new int[0] : labels.stream().mapToInt(Integer::intValue).toArray();
        return new DecodedImageCache.Description(summary, kept, checksum.getValue());
    }

    /** Of a pair of which one picture is bad, both are. */
    private List<Outcome> whole(List<Outcome> chunk, int from) {
        return IntStream.range(0, chunk.size())
                .<Outcome>mapToObj(i -> chunk.get(i) instanceof Made && chunk.get(i ^ 1) instanceof Bad
                        ? new Bad(SkippedImage.because(source.name(from + i), SkippedImage.Reason.NO_PARTNER))
                        : chunk.get(i))
                .toList();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private List<ClassSize> classes(List<Integer> labels) {
        var counts = labels.stream().collect(Collectors.groupingBy(label -> label, Collectors.summingInt(label -> 1)));
        List<String> names = source.classes();
        return IntStream.range(0, names.size()).mapToObj(i -> new ClassSize(names.get(i), counts.getOrDefault(i, 0))).toList();
    }

    private Outcome make(int index, ProgressListener watch) {
        if (watch.cancelled().getAsBoolean()) return new Cancelled(); // a chunk of large pictures takes seconds
        try {
            return fit(source.pixels(index));
        } catch (SkippedImageException e) {
            return new Bad(e.of(source.name(index)));
        } catch (OutOfMemoryError e) {
            return new Bad(SkippedImage.because(source.name(index), SkippedImage.Reason.DAMAGED));
        }
    }

    private Made fit(ByteImage picture) {
        boolean onWhite = channels != 4 && picture.seeThrough();
        int longer = Math.max(picture.width(), picture.height());
        if (traits.bordered() && longer <= side && longer * 2 > side) {
            return new Made(picture.withChannels(channels).padded(side, 0).planes(), false, longer < side, false, false, onWhite);
        }
        boolean square = picture.width() == picture.height();
        ByteImage made;
        int before;
        if (settings.fit() == Fit.CROP) {
            ByteImage middle = picture.middle();
            before = middle.width();
            made = LanczosResampling.scaled(middle.withChannels(channels), side, side);
        } else {
            before = longer;
            int width = Math.max(1, Math.round((float) picture.width() * side / longer));
            int height = Math.max(1, Math.round((float) picture.height() * side / longer));
            boolean white = picture.hasOpacity();
            made = LanczosResampling.scaled(picture.withChannels(channels), width, height).padded(side, white ? 255 : 0);
        }
        boolean crop = settings.fit() == Fit.CROP;
        return new Made(made.planes(), !square && crop, !square && !crop, before > side, before < side, onWhite);
    }

    private final class Counter {
        private int cropped;
        private int padded;
        private int shrunk;
        private int enlarged;
        private int onWhite;

        void count(Made made) {
            if (made.cropped) cropped++;
            if (made.padded) padded++;
            if (made.shrunk) shrunk++;
            if (made.enlarged) enlarged++;
            if (made.onWhite) onWhite++;
        }

        Changes changes() {
            return new Changes(cropped, padded, shrunk, enlarged, onWhite, traits.moving());
        }
    }
}
