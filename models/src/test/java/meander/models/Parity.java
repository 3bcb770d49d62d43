package meander.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import meander.models.checkpoint.numpy.NpyArray;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.Noise;
import meander.models.render.Frame;
import meander.models.render.RenderResult;
import meander.models.render.Renderer;
import meander.models.request.RenderRequest;

/** What a network draws, beside what somebody else's code drew with the same numbers. */
public final class Parity {
    /** Relative to the largest number where that is more than 1. */
    public static final double PICTURE = 1e-4;
    public static final double STYLES = 1e-5;
    /** A file to which each error is added, for a table; not set in a build. */
    private static final String TABLE = System.getProperty("parity.table");

    private Parity() {}

    /** The picture of a request, {@code [C,H,W]}. @throws AssertionError if there is none */
    public static Tensor draw(Renderer renderer, RenderRequest request) {
        return switch (renderer.render(request)) {
            case Frame frame -> frame.pixels();
            case RenderResult.Failed failed -> throw new AssertionError(failed.sentence(), failed.cause());
            case RenderResult.Superseded _ -> throw new AssertionError("nothing was newer");
        };
    }

    /** Fails if the numbers are farther from those of a reference than is tolerated. */
    public static void check(float[] found, Path reference, double tolerance) {
        check(found, Fixtures.array(reference).floats(), reference, tolerance);
    }

    public static void check(float[] found, float[] expected, Path reference, double tolerance) {
        double most = 1;
        for (float value : expected)
            most = Math.max(most, Math.abs(value));
        double error = Fixtures.distance(found, expected) / most;
        String line = "%s/%s %.2g%n".formatted(reference.getParent().getFileName(), reference.getFileName(), error);
        if (TABLE != null) try {
            Files.writeString(Path.of(TABLE), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(error).as(line).isLessThanOrEqualTo(tolerance);
    }

    /** {@code noise_0.npy}, {@code noise_1.npy}, … of a folder, as a person brings them along. */
    public static Noise noise(Path folder) {
        List<Tensor> noises = new ArrayList<>();
        for (Path file = folder.resolve("noise_0.npy"); Files
                .exists(file); file = folder.resolve("noise_" + noises.size() + ".npy")) {
            NpyArray array = Fixtures.array(file);
            int side = array.shape()[array.shape().length - 1];
            noises.add(new Tensor(Shape.of(side, side), array.floats()));
        }
        return Noise.AS_TRAINED.withGiven(noises);
    }

    /** w of every layer as a person brings it along: drawn from an average towards w by ψ. */
    public static Tensor truncated(float[] average, float[] w, double psi, int layers) {
        Tensor styles = Tensor.zeros(layers, w.length);
        for (int i = 0; i < styles.data().length; i++)
            styles.data()[i] = average[i % w.length] + (float) psi * (w[i % w.length] - average[i % w.length]);
        return styles;
    }
}
