package meander.models.latent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Style mixing (arXiv:1812.04948 §3.1): every layer takes its w from a weighted mixture of sources. Source 0 is the latent on
 * the sliders; sources 1, 2, … are the donors.
 *
 * @param donors  the seeds to mix in
 * @param weights for each layer that is mixed, a weight for every source, {@code 1 + donors} of them, none negative, not all
 *                zero; they are divided by their sum. A layer that is not named takes source 0 alone
 */
public record StyleMix(List<Long> donors, SortedMap<Integer, List<Double>> weights) {
    public static final StyleMix NONE = new StyleMix(List.of(), Collections.emptySortedMap());

    public StyleMix {
        donors = List.copyOf(donors);
        TreeMap<Integer, List<Double>> checked = new TreeMap<>();
        for (var entry : weights.entrySet()) {
            List<Double> row = List.copyOf(entry.getValue());
            if (row.size() != donors.size() + 1)
                throw new IllegalArgumentException(
                        "layer " + entry.getKey() + " has " + row.size() + " weights for " + (donors.size() + 1) + " sources");
            if (row.stream().anyMatch(weight -> !(weight >= 0) || weight.isInfinite())
                    || row.stream().allMatch(weight -> weight == 0))
                throw new IllegalArgumentException("the weights of layer " + entry.getKey() + " are " + row);
            checked.put(entry.getKey(), row);
        }
        weights = Collections.unmodifiableSortedMap(checked);
    }

    /** Every source, the sliders' own first, so one more than there are donors. */
    public int sources() {
        return donors.size() + 1;
    }

    /** The share of each source in a layer; they add up to 1. */
    public double[] shares(int layer) {
        double[] shares = new double[sources()];
        List<Double> row = weights.get(layer);
        if (row == null) {
            shares[0] = 1;
            return shares;
        }
        double sum = row.stream().mapToDouble(Double::doubleValue).sum();
        for (int source = 0; source < shares.length; source++)
            shares[source] = row.get(source) / sum;
        return shares;
    }

    /** One more donor, in no layer yet. */
    public StyleMix withDonor(long seed) {
        List<Long> more = new ArrayList<>(donors);
        more.add(seed);
        TreeMap<Integer, List<Double>> longer = new TreeMap<>();
        weights.forEach((layer, row) -> {
            List<Double> padded = new ArrayList<>(row);
            padded.add(0.0);
            longer.put(layer, padded);
        });
        return new StyleMix(more, longer);
    }

    /** Another seed in place of donor {@code source} (1, 2, …), the weights as they are. */
    public StyleMix withDonor(int source, long seed) {
        List<Long> changed = new ArrayList<>(donors);
        changed.set(source - 1, seed);
        return new StyleMix(changed, weights);
    }

    /** Without donor {@code source} (1, 2, …); layers that took from it alone fall back to source 0. */
    public StyleMix withoutDonor(int source) {
        List<Long> fewer = new ArrayList<>(donors);
        fewer.remove(source - 1);
        TreeMap<Integer, List<Double>> shorter = new TreeMap<>();
        weights.forEach((layer, row) -> {
            List<Double> cut = new ArrayList<>(row);
            cut.remove(source);
            if (cut.stream().anyMatch(weight -> weight > 0)) shorter.put(layer, cut);
        });
        return new StyleMix(fewer, shorter);
    }

    /** A layer taken from one source alone. */
    public StyleMix withLayer(int layer, int source) {
        List<Double> row = new ArrayList<>(Collections.nCopies(sources(), 0.0));
        row.set(source, 1.0);
        return withWeights(layer, row);
    }

    /** A layer's weights; null gives it back to source 0. */
    public StyleMix withWeights(int layer, List<Double> row) {
        TreeMap<Integer, List<Double>> changed = new TreeMap<>(weights);
        if (row == null) changed.remove(layer);
        else
            changed.put(layer, row);
        return new StyleMix(donors, changed);
    }
}
