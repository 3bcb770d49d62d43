package meander.models.request;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.DimensionOffsets;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;

/**
 * Everything that decides a picture, apart from the model. A value: the same request to the same model is the same picture. A
 * family uses the parts for which it declares a control and leaves the others alone.
 *
 * @param point      where on the plane of seeds
 * @param styles     w of every layer, {@code [layers,w_dim]}, given (by a projection, say) in place of what the point maps to and
 *                   already truncated; mixing and edits still apply
 * @param truncation ψ and cutoff
 * @param classes    class label or blend of labels
 * @param noise      per-pixel noise
 * @param mix        style mixing
 * @param edits      offsets of single dimensions of z and w
 * @param sliders    values of a family's own sliders by their id; one that is not named stands at its default
 */
public record RenderRequest(SeedPlanePoint point, Optional<Tensor> styles, Truncation truncation, ClassMix classes, Noise noise,
        StyleMix mix, DimensionOffsets edits, SortedMap<String, Double> sliders) {
    /** Seed 0, as trained. */
    public static final RenderRequest DEFAULT = new RenderRequest(SeedPlanePoint.of(0), Optional.empty(), Truncation.NONE,
            ClassMix.NONE, Noise.AS_TRAINED, StyleMix.NONE, DimensionOffsets.NONE, Collections.emptySortedMap());

    public RenderRequest {
        sliders = Collections.unmodifiableSortedMap(new TreeMap<>(sliders));
    }

    public RenderRequest withPoint(SeedPlanePoint changed) {
        return new RenderRequest(changed, styles, truncation, classes, noise, mix, edits, sliders);
    }

    public RenderRequest withSeed(long seed) {
        return withPoint(SeedPlanePoint.of(seed));
    }

    public RenderRequest withStyles(Optional<Tensor> changed) {
        return new RenderRequest(point, changed, truncation, classes, noise, mix, edits, sliders);
    }

    public RenderRequest withTruncation(Truncation changed) {
        return new RenderRequest(point, styles, changed, classes, noise, mix, edits, sliders);
    }

    public RenderRequest withClasses(ClassMix changed) {
        return new RenderRequest(point, styles, truncation, changed, noise, mix, edits, sliders);
    }

    public RenderRequest withNoise(Noise changed) {
        return new RenderRequest(point, styles, truncation, classes, changed, mix, edits, sliders);
    }

    public RenderRequest withMix(StyleMix changed) {
        return new RenderRequest(point, styles, truncation, classes, noise, changed, edits, sliders);
    }

    public RenderRequest withEdits(DimensionOffsets changed) {
        return new RenderRequest(point, styles, truncation, classes, noise, mix, changed, sliders);
    }

    public RenderRequest withSlider(String id, double value) {
        TreeMap<String, Double> changed = new TreeMap<>(sliders);
        changed.put(id, value);
        return new RenderRequest(point, styles, truncation, classes, noise, mix, edits, changed);
    }

    /** z {@code [1,dimensions]} for a network without a mapping: the point's, at unit variance, and what a hand has added. */
    public Tensor normalZ(int dimensions) {
        double[] z = point.normal(dimensions);
        float[] edited = new float[dimensions];
        for (int i = 0; i < dimensions; i++)
            edited[i] = (float) (z[i] + edits.z().getOrDefault(i, 0.0));
        return new Tensor(Shape.of(1, dimensions), edited);
    }
}
