package meander.training.metric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import meander.models.checkpoint.numpy.NpyArray;
import meander.models.checkpoint.numpy.NpyReader;

/** Arrays of reference, and pictures made up. */
final class MetricFixtures {
    private MetricFixtures() {}

    static NpyArray array(String name) {
        try {
            return NpyReader.read(Path.of(Objects
                    .requireNonNull(MetricFixtures.class.getResource("/fixtures/metrics/" + name + ".npy"), name).toURI()));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int[] integers(String name) {
        return Arrays.stream(array(name).longs()).mapToInt(Math::toIntExact).toArray();
    }

    /** From [N,C,H,W]. */
    static ImageBatch pictures(String name) {
        NpyArray array = array(name);
        int[] shape = array.shape();
        return new ImageBatch(shape[0], shape[1], shape[2], shape[3], levels(array));
    }

    /** One picture from [H,W,C]. */
    static ImageBatch picture(String name) {
        NpyArray array = array(name);
        int[] shape = array.shape();
        byte[] interleaved = levels(array);
        byte[] planes = new byte[interleaved.length];
        int area = shape[0] * shape[1];
        for (int i = 0; i < interleaved.length; i++)
            planes[i % shape[2] * area + i / shape[2]] = interleaved[i];
        return new ImageBatch(1, shape[2], shape[0], shape[1], planes);
    }

    private static byte[] levels(NpyArray array) {
        long[] values = array.longs();
        byte[] levels = new byte[values.length];
        for (int i = 0; i < levels.length; i++)
            levels[i] = (byte) values[i];
        return levels;
    }

    /** Soft blobs on a ground, each picture with its own: alike in kind and different in each. */
    static ImageBatch blobs(int count, int channels, int size, long seed) {
        var random = new Random(seed);
        byte[] levels = new byte[count * channels * size * size];
        for (int plane = 0; plane < count * channels; plane++) {
            double cx = random.nextDouble() * size;
            double cy = random.nextDouble() * size;
            double radius = (0.1 + 0.2 * random.nextDouble()) * size;
            double ground = 60 + 60 * random.nextDouble();
            for (int i = 0; i < size * size; i++) {
                double distance = Math.hypot(i % size - cx, i / size - cy) / radius;
                double level = ground + 100 * Math.exp(-distance * distance) + 12 * random.nextGaussian();
                levels[plane * size * size + i] = (byte) Math.clamp(Math.round(level), 0, 255);
            }
        }
        return new ImageBatch(count, channels, size, size, levels);
    }
}
