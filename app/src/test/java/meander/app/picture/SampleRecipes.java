package meander.app.picture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.latent.ZOffsets;
import meander.models.render.Frame;
import meander.models.request.RenderRequest;

/** Recipes and frames for tests. */
final class SampleRecipes {
    static final String SHA256 = "0123456789abcdef".repeat(4);

    private SampleRecipes() {}

    /** A request in which nothing stands at its default. */
    static RenderRequest everything() {
        Tensor styles = new Tensor(Shape.of(2, 3), new float[]{0.1f, -2.5e-30f, Float.MIN_VALUE, -0f, 3e30f, 1});
        return RenderRequest.DEFAULT.withPoint(new SeedPlanePoint(4294967295L, -1.25, 1e-9)).withStyles(Optional.of(styles))
                .withTruncation(new Truncation(0.7, 4)).withClasses(new ClassMix(new TreeMap<>(Map.of(0, 0.3, 4, 0.7))))
                .withNoise(new Noise(Noise.Mode.RANDOM, 17, 0.5, new TreeMap<>(Map.of(3, 0.25))))
                .withMix(StyleMix.NONE.withDonor(85).withDonor(100).withWeights(2, List.of(0.0, 0.5, 0.5)))
                .withZOffsets(ZOffsets.NONE.with(1, -0.5)).withWOffsets(WOffsets.NONE.with(3, 2).with(5, 7, 1.0 / 3))
                .withSlider("slope", 0.2);
    }

    static PictureRecipe of(RenderRequest request) {
        return new PictureRecipe("0.1.0", "面 \"faces\".pkl", SHA256, "StyleGAN2", request, false, 2, 3, 1);
    }

    /** A picture that goes through all levels, and past both ends. */
    static Frame ramp(int channels, int height, int width) {
        Tensor pixels = Tensor.zeros(channels, height, width);
        float[] values = pixels.data();
        for (int i = 0; i < values.length; i++)
            values[i] = -1.1f + 2.2f * i / values.length;
        return new Frame(pixels, true, 0, RenderRequest.DEFAULT);
    }
}
