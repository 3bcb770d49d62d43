package meander.models.request;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.LatentEdit;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.latent.ZOffsets;

/**
 * Everything that decides a picture, apart from the model: a value for each of the {@link Aspects}. The same request to the same model is the
 * same picture. A family uses the aspects for which it declares a control and leaves the others alone. Immutable.
 */
public final class RenderRequest {
    /** Seed 0, as trained. */
    public static final RenderRequest DEFAULT = new RenderRequest(Map.of());

    /** Without those that stand at their defaults, so that equal requests have equal maps. Of an aspect's own type by {@link #with}. */
    private final Map<Aspect<?>, Object> values;

    private RenderRequest(Map<Aspect<?>, Object> values) {
        this.values = values;
    }

    /** The value of an aspect. */
    @SuppressWarnings("unchecked")
    public <T> T get(Aspect<T> aspect) {
        return (T) values.getOrDefault(aspect, aspect.standard());
    }

    public <T> RenderRequest with(Aspect<T> aspect, T value) {
        if (value.equals(get(aspect))) return this;
        Map<Aspect<?>, Object> changed = new HashMap<>(values);
        if (value.equals(aspect.standard())) changed.remove(aspect);
        else
            changed.put(aspect, value);
        return new RenderRequest(changed);
    }

    /** Where on the plane of seeds. */
    public SeedPlanePoint point() {
        return get(Aspects.LATENT).point();
    }

    public RenderRequest withPoint(SeedPlanePoint changed) {
        return with(Aspects.LATENT, new LatentAspect.Latent(changed, styles()));
    }

    public RenderRequest withSeed(long seed) {
        return withPoint(SeedPlanePoint.of(seed));
    }

    /** w of every layer, {@code [layers,w_dim]}, where it is given in place of what the point maps to. */
    public Optional<Tensor> styles() {
        return get(Aspects.LATENT).styles();
    }

    public RenderRequest withStyles(Optional<Tensor> changed) {
        return with(Aspects.LATENT, new LatentAspect.Latent(point(), changed));
    }

    public Truncation truncation() {
        return get(Aspects.TRUNCATION);
    }

    public RenderRequest withTruncation(Truncation changed) {
        return with(Aspects.TRUNCATION, changed);
    }

    public ClassMix classes() {
        return get(Aspects.CLASSES);
    }

    public RenderRequest withClasses(ClassMix changed) {
        return with(Aspects.CLASSES, changed);
    }

    public Noise noise() {
        return get(Aspects.NOISE);
    }

    public RenderRequest withNoise(Noise changed) {
        return with(Aspects.NOISE, changed);
    }

    public StyleMix mix() {
        return get(Aspects.MIXING);
    }

    public RenderRequest withMix(StyleMix changed) {
        return with(Aspects.MIXING, changed);
    }

    public ZOffsets zOffsets() {
        return get(Aspects.EDIT_Z);
    }

    public RenderRequest withZOffsets(ZOffsets changed) {
        return with(Aspects.EDIT_Z, changed);
    }

    public WOffsets wOffsets() {
        return get(Aspects.EDIT_W);
    }

    public RenderRequest withWOffsets(WOffsets changed) {
        return with(Aspects.EDIT_W, changed);
    }

    /** Where the family's own sliders stand by their ids; one that is not named stands at its default. */
    public SortedMap<String, Double> sliders() {
        return get(Aspects.SLIDERS).byId();
    }

    public RenderRequest withSlider(String id, double value) {
        return with(Aspects.SLIDERS, get(Aspects.SLIDERS).with(id, value));
    }

    /** The aspects that are edits of a latent, in the order in which they fold. */
    public List<LatentEdit> edits() {
        return Aspects.ALL.stream().map(this::get).filter(LatentEdit.class::isInstance).map(LatentEdit.class::cast).toList();
    }

    /** The same latent as it was before all edits. */
    public RenderRequest withoutEdits() {
        RenderRequest plain = this;
        for (Aspect<?> aspect : Aspects.ALL)
            if (aspect.standard() instanceof LatentEdit) plain = aspect.reset(plain, DEFAULT);
        return plain;
    }

    /** z {@code [1,dimensions]} for a network without a mapping: the point's, at unit variance, then edited. */
    public Tensor normalZ(int dimensions) {
        double[] z = point().normal(dimensions);
        edits().forEach(edit -> edit.editZ(z));
        float[] edited = new float[dimensions];
        for (int i = 0; i < dimensions; i++)
            edited[i] = (float) z[i];
        return new Tensor(Shape.of(1, dimensions), edited);
    }

    /** As much of this request as a model can show: without the layers, classes and dimensions that it does not have. */
    public RenderRequest fit(List<Control> controls, RenderRequest initial) {
        RenderRequest fitted = this;
        for (Aspect<?> aspect : Aspects.ALL)
            fitted = aspect.fit(fitted, initial, controls);
        return fitted;
    }

    /** This request without what is too large to be kept between sessions. */
    public RenderRequest light() {
        RenderRequest light = this;
        for (Aspect<?> aspect : Aspects.ALL)
            light = aspect.light(light);
        return light;
    }

    /** In words, one line for each part that is not at its default. */
    public List<String> describe() {
        return Aspects.ALL.stream().flatMap(aspect -> aspect.describe(this).stream()).toList();
    }

    /** Writes all aspects into an object of their own. */
    public void write(ObjectNode json) {
        for (Aspect<?> aspect : Aspects.ALL)
            aspect.write(this, json);
    }

    /** Reads what {@link #write} has written. @throws IllegalArgumentException that names the field which holds something else */
    public static RenderRequest read(JsonFields json) {
        RenderRequest request = DEFAULT;
        for (Aspect<?> aspect : Aspects.ALL)
            request = aspect.read(request, json);
        return request;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RenderRequest request && values.equals(request.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "RenderRequest" + values;
    }
}
