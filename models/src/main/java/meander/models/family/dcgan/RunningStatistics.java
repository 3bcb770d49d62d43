package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import meander.models.family.dcgan.DcganStructure.Choices;

/**
 * What batch normalisations kept. Each keeps the mean and the variance that its channels had while the network was trained; moments
 * that are carried from z, or from the normalisation before, through the layers of a candidate predict both. The right candidate
 * predicts what was kept; where none does, the statistics are not those of this network and say nothing.
 */
final class RunningStatistics implements StackEvidence {
    /** More channels than this tell no more: the error of the approximation is common to all. */
    private static final int COUNTED = 10;
    /** A prediction that leaves more than this share of the means unexplained is none. */
    private static final double EXPLAINS = 0.5;
    /** Below this, differences are those of the approximation. */
    private static final double NOISE = 0.02;
    /** A variance is predicted within a factor, since channels go together, and so do neighbouring pixels: its logarithm's variance. */
    private static final double VARIANCE_NOISE = 0.04;
    private static final double FAR = 1.5;
    /** Behind z nothing is approximate but the statistics' own noise. */
    private static final double EXACT_NOISE = 0.0003;
    private static final double MOST_SCALE = 3;
    /** Variance of its logarithm: transposed convolutions of few pixels, convolutions of one size, and dense layers. */
    private static final double TRANSPOSED_SCALE = 0.15;
    private static final double CONVOLVED_SCALE = 0.005;
    private static final double DENSE_SCALE = 0.15;
    /** As many channels fit by chance. */
    private static final int FITTED = 1;
    private static final int MANY = 8;

    private final DcganStructure skeleton;
    private final Moments.Tensors tensors;
    private final Map<Object, Double> weighed = new HashMap<>();

    RunningStatistics(DcganStructure skeleton, Moments.Tensors tensors) {
        this.skeleton = skeleton;
        this.tensors = tensors;
    }

    @Override
    public double logLikelihood(Choices candidate) {
        record Key(List<DcganLayer> layers, Moments.Start start) {}
        double sum = 0;
        List<DcganLayer> between = new ArrayList<>();
        Moments.Start start = Moments.Start.LATENT;
        int size = 1;
        for (DcganLayer layer : skeleton.with(candidate)) {
            if (layer instanceof DcganLayer.BatchNorm norm && !between.isEmpty()) {
                List<DcganLayer> path = List.copyOf(between);
                Moments.Start from = start;
                sum += weighed.computeIfAbsent(new Key(path, from),
                        _ -> logLikelihood(new Moments(tensors, from).through(path, norm.channels()), norm, from.norm() == null,
                                path));
                start = new Moments.Start(norm, size);
                between.clear();
            } else if (layer instanceof DcganLayer.BatchNorm norm) {
                start = new Moments.Start(norm, size);
            } else if (layer instanceof DcganLayer.Branches) {
                return sum; // what is joined there is not followed
            } else {
                between.add(layer);
                size = Moments.size(size, layer);
            }
        }
        return sum;
    }

    /** @param exact whether the prediction begins at z */
    private double logLikelihood(Moments.Predicted predicted, DcganLayer.BatchNorm norm, boolean exact, List<DcganLayer> path) {
        if (predicted == null) return 0;
        float[] means = tensors.values(norm.path() + ".running_mean");
        float[] variances = tensors.values(norm.path() + ".running_var");
        int[] channels = predicted.channels();
        double middle = 0;
        double[] kept = new double[channels.length];
        double[] ratios = new double[channels.length];
        for (int i = 0; i < channels.length; i++) {
            middle += means[channels[i]] / channels.length;
            kept[i] = Math.log(Math.max(variances[channels[i]], 1e-12));
            ratios[i] = Math.log(Math.max(predicted.variances()[i], 1e-12)) - kept[i];
        }
        double product = 1e-12;
        double square = 1e-12;
        for (int i = 0; i < channels.length; i++) {
            product += predicted.means()[i] * means[channels[i]];
            square += predicted.means()[i] * predicted.means()[i];
        }
        // Where features have a place, such as the middle of a picture, padding meets all means more or less than was assumed.
        double scale = exact ? 1 : Math.clamp(product / square, 1 / MOST_SCALE, MOST_SCALE);
        double missed = 0;
        double spread = 1e-12;
        for (int i = 0; i < channels.length; i++) {
            double mean = means[channels[i]];
            missed += (scale * predicted.means()[i] - mean) * (scale * predicted.means()[i] - mean);
            spread += (mean - middle) * (mean - middle);
        }
        double left = missed / spread;
        double off = median(ratios);
        double scatter = scatter(ratios, off);
        double unlike = scatter / (scatter(kept, median(kept)) + VARIANCE_NOISE / 2);
        double counted = Math.clamp(channels.length - FITTED, 0, COUNTED) / 2.0;
        // Where neither means nor variances go with what is predicted, the statistics are not of these weights.
        double trust = channels.length > FITTED && left < EXPLAINS || channels.length >= MANY && unlike < EXPLAINS ? 1 : 0;
        // Up-sampled pixels go together far beyond what is followed.
        if (path.stream().anyMatch(DcganLayer.Upsample.class::isInstance)) trust = 0;
        boolean transposed = path.stream().anyMatch(DcganLayer.TransposedConv.class::isInstance);
        boolean convolved = path.stream().anyMatch(DcganLayer.Conv.class::isInstance);
        double scaleNoise = transposed ? TRANSPOSED_SCALE : convolved ? CONVOLVED_SCALE : DENSE_SCALE;
        double noise = exact ? EXACT_NOISE : NOISE;
        double byScale = Math.pow(Math.log(scale), 2) / (2 * scaleNoise);
        double byMeans = Math.max(0, counted * Math.log((EXPLAINS + noise) / (Math.min(left, EXPLAINS) + noise)) - byScale);
        double byVariances = off * off / (2 * (VARIANCE_NOISE + 2 * scatter));
        return byMeans - trust * Math.min(byVariances, counted);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Mean square from a middle; those far off are dead channels and count no more than others. */
    private static double scatter(double[] values, double middle) {
        double sum = 0;
        for (double value : values)
            sum += Math.min((value - middle) * (value - middle), FAR * FAR) / values.length;
        return sum;
    }
}
