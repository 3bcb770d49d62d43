package meander.models.latent;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The per-pixel noise of a style-based generator (arXiv:1812.04948 §3.2): which noise, and how much of it.
 *
 * @param mode          where the noise comes from
 * @param seed          the seed of {@link Mode#RANDOM}
 * @param strength      multiplies what the network learned, for all layers; 1 is as trained
 * @param layerStrength multiplies further, per layer; a layer that is not named has 1
 */
public record Noise(Mode mode, long seed, double strength, SortedMap<Integer, Double> layerStrength) {
    /** Where the noise comes from. */
    public enum Mode {
        /** No noise at all. */
        NONE,
        /** The noise kept in the file, or a fixed one where the file keeps none. */
        CONST,
        /** Fresh noise drawn from a seed. */
        RANDOM
    }

    /** As `gen_images.py` does by default. */
    public static final Noise AS_TRAINED = new Noise(Mode.CONST, 0, 1, Collections.emptySortedMap());

    public Noise {
        if (!Double.isFinite(strength))
            throw new IllegalArgumentException("a noise strength is a number, not " + strength);
        layerStrength = Collections.unmodifiableSortedMap(new TreeMap<>(layerStrength));
    }

    /** What the learned strength of a layer is multiplied by; 0 where there is no noise. */
    public double strength(int layer) {
        return mode == Mode.NONE ? 0 : strength * layerStrength.getOrDefault(layer, 1.0);
    }

    public Noise withMode(Mode changed) {
        return new Noise(changed, seed, strength, layerStrength);
    }

    public Noise withSeed(long changed) {
        return new Noise(mode, changed, strength, layerStrength);
    }

    public Noise withStrength(double changed) {
        return new Noise(mode, seed, changed, layerStrength);
    }

    public Noise withLayerStrength(int layer, double changed) {
        TreeMap<Integer, Double> layers = new TreeMap<>(layerStrength);
        if (changed == 1)
            layers.remove(layer);
        else
            layers.put(layer, changed);
        return new Noise(mode, seed, strength, layers);
    }
}
