package meander.models.latent;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.text.PhraseException;

/** The noise pictures of a network's layers. The one last asked for is kept per layer: at 1024 px drawing it anew takes longer than using it. */
public final class NoiseFields {
    /** The seed of {@link Noise.Mode#CONST} where the file keeps no noise. */
    private static final long FIXED_SEED = 0;

    private record Field(long seed, Tensor noise) {}

    private final Map<Integer, Tensor> stored;
    private final Map<Integer, Field> drawn = new HashMap<>();

    /** @param stored what the file keeps, {@code [1,1,R,R]} by layer; a layer may be missing */
    public NoiseFields(Map<Integer, Tensor> stored) {
        this.stored = Map.copyOf(stored);
    }

    /**
     * What a synthesis network is fed: {@code noise0, noise1, … [1,1,R,R]} and {@code strength0, strength1, … [1,1,1,1]}, which multiply
     * the learned ones.
     *
     * @param resolution of a layer's noise
     */
    public Map<String, Tensor> inputs(int layers, IntUnaryOperator resolution, Noise noise) {
        Map<String, Tensor> inputs = new HashMap<>();
        for (int layer = 0; layer < layers; layer++) {
            inputs.put("noise" + layer, of(layer, resolution.applyAsInt(layer), noise));
            inputs.put("strength" + layer, Tensor.full((float) noise.strength(layer), 1, 1, 1, 1));
        }
        return inputs;
    }

    /**
     * The noise of a layer before any strength, {@code [1,1,resolution,resolution]}.
     *
     * @throws IllegalArgumentException if noise is given, but not in this shape for this layer
     */
    public Tensor of(int layer, int resolution, Noise noise) {
        if (noise.mode() == Noise.Mode.GIVEN) return given(layer, resolution, noise);
        Tensor kept = noise.mode() == Noise.Mode.RANDOM ? null : stored.get(layer);
        if (kept != null) return kept;
        long seed = noise.mode() == Noise.Mode.RANDOM ? noise.seed() : FIXED_SEED;
        Field field = drawn.get(layer);
        if (field == null || field.seed != seed) {
            // Layers must not share a stream, or the coarse noise would show again in the fine one.
            long stream = (seed * 0x9E3779B97F4A7C15L + layer * 0xBF58476D1CE4E5B9L) >>> 32;
            float[] values = new NumpyRandom(stream).randnFloats(resolution * resolution);
            field = new Field(seed, new Tensor(Shape.of(1, 1, resolution, resolution), values));
            drawn.put(layer, field);
        }
        return field.noise;
    }

    private static Tensor given(int layer, int resolution, Noise noise) {
        Shape shape = Shape.of(resolution, resolution);
        if (layer >= noise.given().size() || !noise.given().get(layer).shape().equals(shape))
            throw new PhraseException(LatentFault.NO_NOISE.with(layer, shape.toString()));
        return noise.given().get(layer).reshape(1, 1, resolution, resolution);
    }
}
