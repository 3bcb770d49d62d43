package meander.app.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;

import meander.models.family.ModelInfo;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.render.Frame;

/**
 * The last picture of each model that was opened, by the model's content: a PNG file with its recipe. It is on the stage as soon as the
 * model is open, while the engine, which takes many times as long, still prepares itself. What is wrong with a file of the cache makes it
 * as good as not there. Bounded in bytes; the pictures that were not used for longest go first.
 */
public final class LastPictureCache {
    /** What all pictures may take, usually. */
    public static final long MOST_BYTES = 256L << 20;
    private static final System.Logger LOG = System.getLogger(LastPictureCache.class.getName());
    private static final String PNG = ".png";

    private final Path folder;
    private final long most;
    private final Executor writer;

    /**
     * @param folder made when it is first written to
     * @param most   bytes that all pictures may take
     * @param writer writes one picture after the other; a large one takes as long as many frames
     */
    public LastPictureCache(Path folder, long most, Executor writer) {
        this.folder = folder;
        this.most = most;
        this.writer = writer;
    }

    /** The last picture of a model, as a frame that is not the full one: its numbers were rounded to bytes. */
    public Optional<Frame> find(String hash) {
        Path file = folder.resolve(hash + PNG);
        if (!Files.isRegularFile(file)) return Optional.empty();
        try {
            if (!(PngFrames.recipe(file) instanceof PictureRecipe.Reading.Found(PictureRecipe recipe))
                    || !recipe.sha256().equals(hash))
                return Optional.empty();
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null || image.getWidth() != recipe.width() || image.getHeight() != recipe.height())
                return Optional.empty();
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
            return Optional.of(new Frame(pixels(image.getRaster()), false, Double.NaN, recipe.request()));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a kept picture cannot be read", e);
            return Optional.empty();
        }
    }

    /** Keeps the picture of a model in place of the one before, soon. */
    public void keep(Frame frame, ModelInfo model, String hash) {
        writer.execute(() -> {
            try {
                Files.createDirectories(folder);
                PngFrames.write(folder.resolve(hash + PNG), frame, PictureRecipe.of(frame, model, hash));
                prune();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "no last picture", e);
            }
        });
    }

    /** The middle of the numbers that {@link Frame#level} makes the same byte of, but for those beyond black and white. */
    private static Tensor pixels(Raster raster) {
        int channels = raster.getNumBands();
        int plane = raster.getWidth() * raster.getHeight();
        float[] values = new float[channels * plane]; // [C,H,W]
        int[] bytes = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null); // [H,W,C]
        for (int i = 0; i < plane; i++)
            for (int channel = 0; channel < channels; channel++)
                values[channel * plane + i] = (bytes[i * channels + channel] - 127.5f) / 127.5f;
        return new Tensor(Shape.of(channels, raster.getHeight(), raster.getWidth()), values);
    }

    private void prune() throws IOException {
        record Kept(Path file, long bytes, FileTime used) {}
        List<Kept> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.filter(file -> file.toString().endsWith(PNG)).map(file -> {
                try {
                    return new Kept(file, Files.size(file), Files.getLastModifiedTime(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).sorted(Comparator.comparing(Kept::used)).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause(); // another window was quicker; the next picture prunes again
        }
        long bytes = all.stream().mapToLong(Kept::bytes).sum();
        for (Kept kept : all) {
            if (bytes <= most) return;
            Files.deleteIfExists(kept.file);
            bytes -= kept.bytes;
        }
    }
}
