package meander.models.latent;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import meander.models.graph.Tensor;

/**
 * The per-pixel noise of a style-based generator (arXiv:1812.04948 §3.2): which noise, and how much of it.
 *
 * @param mode          where the noise comes from
 * @param seed          the seed of {@link Mode#RANDOM}
 * @param strength      multiplies what the network learned, for all layers; 1 is as trained
 * @param layerStrength multiplies further, per layer; a layer that is not named has 1
 * @param given         the noise of {@link Mode#GIVEN}, {@code [H,W]} per layer, in the order of the layers; else empty
 */
public record Noise(Mode mode, long seed, double strength, SortedMap<Integer, Double> layerStrength, List<Tensor> given) {
    /** Where the noise comes from. */
    public enum Mode {
        /** No noise at all. */
        NONE,
        /** The noise kept in the file, or a fixed one where the file keeps none. */
        CONST,
        /** Fresh noise drawn from a seed. */
        RANDOM,
        /** Noise brought along. */
        GIVEN
    }

    /** As `gen_images.py` does by default. */
    public static final Noise AS_TRAINED = new Noise(Mode.CONST, 0, 1, Collections.emptySortedMap());

    public Noise {
        if (!Double.isFinite(strength)) throw new IllegalArgumentException("a noise strength is a number, not " + strength);
        layerStrength = Collections.unmodifiableSortedMap(new TreeMap<>(layerStrength));
        given = List.copyOf(given);
        if (given.isEmpty() == (mode == Mode.GIVEN))
            throw new IllegalArgumentException(given.size() + " given noises for the noise mode " + mode);
    }

    /** Noise that is not brought along. */
    public Noise(Mode mode, long seed, double strength, SortedMap<Integer, Double> layerStrength) {
        this(mode, seed, strength, layerStrength, List.of());
    }

    /** What the learned strength of a layer is multiplied by; 0 where there is no noise. */
    public double strength(int layer) {
        return mode == Mode.NONE ? 0 : strength * layerStrength.getOrDefault(layer, 1.0);
    }

    /** Noise of another mode, which is not {@link Mode#GIVEN}; what was brought along is dropped. */
    public Noise withMode(Mode changed) {
        return new Noise(changed, seed, strength, layerStrength);
    }

    /** Noise brought along. @param noises {@code [H,W]} per layer, in the order of the layers */
    public Noise withGiven(List<Tensor> noises) {
        return new Noise(Mode.GIVEN, seed, strength, layerStrength, noises);
    }

    public Noise withSeed(long changed) {
        return new Noise(mode, changed, strength, layerStrength, given);
    }

    public Noise withStrength(double changed) {
        return new Noise(mode, seed, changed, layerStrength, given);
    }

    public Noise withLayerStrength(int layer, double changed) {
        TreeMap<Integer, Double> layers = new TreeMap<>(layerStrength);
        if (changed == 1) layers.remove(layer);
        else
            layers.put(layer, changed);
        return new Noise(mode, seed, strength, layers, given);
    }
}
