package meander.app.train;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import javafx.scene.image.Image;

import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;

/** Pictures of runs: read away from the window's thread, the newest wish first, and the last ones kept at hand. */
final class SampleGridLoader {
    /** Of all that is kept at hand. */
    private static final long MOST_BYTES = 48L << 20;

    /** What a screen can show of a sheet. */
    private static final double WIDEST = 3072;

    /** Pictures that are missing or damaged; they are not read again. */
    private final Set<Path> broken = new HashSet<>();

    private record Wish(List<Path> files, BiConsumer<Path, Image> arrived) {}

    private final FxThreads fx;
    private final Executor disk;
    private final LatestOnlyExecutor<Wish> wishes;
    private final Map<Path, Image> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    SampleGridLoader(FxThreads fx, Executor disk) {
        this.fx = fx;
        this.disk = disk;
        this.wishes = new LatestOnlyExecutor<>(disk, (wish, superseded) -> {
            for (Path file : wish.files()) {
                if (superseded.getAsBoolean()) return;
                Image image = read(file);
                fx.later(() -> {
                    if (image != null) keep(file, image);
                    else
                        broken.add(file);
                    wish.arrived().accept(file, image);
                });
            }
        }, thrown -> System.getLogger(SampleGridLoader.class.getName()).log(Level.DEBUG, "no sheet", thrown));
    }

    /** What is at hand; null if it must be read first. */
    Image at(Path file) {
        return kept.get(file);
    }

    /** Whether a picture was tried and cannot be shown. */
    boolean isBroken(Path file) {
        return broken.contains(file);
    }

    /** Reads what is not at hand, in this order; told null for what cannot be read. A newer wish takes the place of this one. */
    void wish(List<Path> files, BiConsumer<Path, Image> arrived) {
        List<Path> missing = files.stream().filter(file -> !kept.containsKey(file) && !broken.contains(file)).toList();
        if (!missing.isEmpty()) wishes.submit(new Wish(missing, arrived));
    }

    /** Reads one picture, whatever else is wished for. */
    void read(Path file, Consumer<Image> arrived) {
        Image there = kept.get(file);
        if (there != null) {
            arrived.accept(there);
            return;
        }
        disk.execute(() -> {
            Image image = read(file);
            if (image != null) fx.later(() -> {
                keep(file, image);
                arrived.accept(image);
            });
        });
    }

    private void keep(Path file, Image image) {
        if (kept.put(file, image) == null) bytes += bytes(image);
        var oldest = kept.entrySet().iterator();
        while (bytes > MOST_BYTES && kept.size() > 1) {
            bytes -= bytes(oldest.next().getValue());
            oldest.remove();
        }
    }

    private static long bytes(Image image) {
        return (long) (4 * image.getWidth() * image.getHeight());
    }

    private static Image read(Path file) {
        if (!Files.isRegularFile(file)) return null; // a pipe would keep us waiting
        try (InputStream in = Files.newInputStream(file)) {
            Image image = new Image(in);
            if (image.getWidth() > WIDEST) image = new Image(file.toUri().toString(), WIDEST, 0, true, true);
            return image.isError() ? null : image;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            System.getLogger(SampleGridLoader.class.getName()).log(Level.INFO, file + " cannot be shown: " + e);
            return null;
        }
    }
}
