package meander.app.explore;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import meander.models.family.Control;
import meander.models.graph.Shape;
import meander.models.latent.ClassMix;
import meander.models.latent.DimensionOffsets;
import meander.models.latent.Noise;
import meander.models.latent.StyleMix;
import meander.models.request.RenderRequest;

/** Makes a request that was kept, or comes from a picture of anybody's, suit a model. */
final class RequestSanitizer {
    private RequestSanitizer() {}

    /** The request without the parts for which the model has no control, or no such layer, class or dimension. */
    static RenderRequest fit(RenderRequest request, List<Control> controls, RenderRequest initial) {
        RenderRequest fitted = initial;
        for (Control control : controls)
            fitted = switch (control) {
                case Control.Seed _ -> fitted.withPoint(request.point());
                case Control.Truncate _ -> fitted.withTruncation(request.truncation());
                case Control.NoiseLevels(List<Control.Layer> layers) -> fitted.withNoise(noise(request.noise(), layers));
                case Control.Mixing(List<Control.Layer> layers) ->
                    fitted.withMix(new StyleMix(request.mix().donors(), kept(request.mix().weights(), within(layers))));
                case Control.Classes(int count, _) -> {
                    ClassMix classes = new ClassMix(kept(request.classes().weights(), label -> label < count));
                    yield classes.weights().isEmpty() ? fitted : fitted.withClasses(classes);
                }
                case Control.EditZ(int dimensions) ->
                    fitted.withEdits(new DimensionOffsets(kept(request.edits().z(), below(dimensions)), fitted.edits().w(),
                            fitted.edits().wPlus()));
                case Control.EditW(int dimensions, List<Control.Layer> layers) -> {
                    TreeMap<Integer, SortedMap<Integer, Double>> wPlus = new TreeMap<>();
                    kept(request.edits().wPlus(), within(layers))
                            .forEach((layer, offsets) -> wPlus.put(layer, kept(offsets, below(dimensions))));
                    yield fitted
                            .withEdits(
                                    new DimensionOffsets(fitted.edits().z(), kept(request.edits().w(), below(dimensions)), wPlus))
                            .withStyles(request.styles()
                                    .filter(styles -> styles.shape().equals(Shape.of(layers.size(), dimensions))));
                }
                case Control.Slider slider -> slid(fitted, request, slider);
                case Control.Transform transform -> {
                    for (Control.Slider slider : transform.sliders())
                        fitted = slid(fitted, request, slider);
                    yield fitted;
                }
                case Control.Guess _ -> fitted;
            };
        return fitted;
    }

    private static RenderRequest slid(RenderRequest fitted, RenderRequest request, Control.Slider slider) {
        if (!request.sliders().containsKey(slider.id())) return fitted;
        return fitted.withSlider(slider.id(), Math.clamp(request.sliders().get(slider.id()), slider.min(), slider.max()));
    }

    /** The request without what is too large to be kept between sessions. */
    static RenderRequest light(RenderRequest request) {
        Noise noise = request.noise();
        return request.withStyles(Optional.empty())
                .withNoise(noise.mode() == Noise.Mode.GIVEN ? noise.withMode(Noise.Mode.CONST) : noise);
    }

    private static Noise noise(Noise noise, List<Control.Layer> layers) {
        if (noise.mode() == Noise.Mode.GIVEN && noise.given().size() != layers.size())
            return noise(noise.withMode(Noise.Mode.CONST), layers);
        return new Noise(noise.mode(), noise.seed(), noise.strength(), kept(noise.layerStrength(), within(layers)),
                noise.given());
    }

    private static <V> TreeMap<Integer, V> kept(SortedMap<Integer, V> entries, Predicate<Integer> wanted) {
        TreeMap<Integer, V> kept = new TreeMap<>(entries);
        kept.keySet().removeIf(wanted.negate());
        return kept;
    }

    private static Predicate<Integer> within(Collection<Control.Layer> layers) {
        return index -> layers.stream().anyMatch(layer -> layer.index() == index);
    }

    private static Predicate<Integer> below(int dimensions) {
        return dimension -> dimension >= 0 && dimension < dimensions;
    }
}
