package meander.models.family.dcgan;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

import meander.models.family.dcgan.DcganLayer.Joining;
import meander.models.family.dcgan.DcganStructure.Choices;

/**
 * How large the weights of the first layer are for each of its inputs. Training makes them larger for a class than for a number of z,
 * since a class says more: a block of inputs with larger weights is where the class is, and how wide it is.
 */
final class ColumnNorms implements StackEvidence {
    /** More inputs than this tell no more. */
    private static final int COUNTED = 48;
    /** What chance gives: fresh weights differ too. */
    private static final double CHANCE = 3;
    /** A block is searched, so one of many is larger by chance. */
    private static final double SEARCHED = 6;
    private static final double LARGER = Math.log(1.35);
    private static final int MOST_CLASSES = 1000;
    /** Continuous codes that may follow a class (InfoGAN, arXiv:1606.03657). */
    private static final int MOST_CODES = 4;

    /** A block of inputs that seems to be a class. @param gain nats by which it explains the weights better than none */
    record Block(int from, int classes, double gain) {}

    private final double[] logs;
    private final int embedded;

    private ColumnNorms(double[] logs, int embedded) {
        this.logs = logs;
        this.embedded = embedded;
    }

    /** Of a network; without inputs if its first layer is not one that joins. */
    static ColumnNorms of(DcganStructure skeleton, Moments.Tensors tensors) {
        int embedded = 0;
        for (DcganLayer layer : skeleton.layers())
            switch (layer) {
                case DcganLayer.Embed(_, _, int width, Joining joining) -> embedded = joining == Joining.PRODUCT ? 0 : width;
                case DcganLayer.LabelDense(_, _, int width, _, _) -> embedded = width;
                case DcganLayer.Dense(String path, int in, int out, _) -> {
                    return new ColumnNorms(logs(tensors.values(path + ".weight"), in, 1, in, out), embedded);
                }
                case DcganLayer.TransposedConv(String path, int in, int out, int kernel, _, _) -> {
                    return new ColumnNorms(
                            logs(tensors.values(path + ".weight"), in, out * kernel * kernel, 1, out * kernel * kernel),
                            embedded);
                }
                default -> {
                    return new ColumnNorms(new double[0], 0);
                }
            }
        return new ColumnNorms(new double[0], 0);
    }

    private static double[] logs(float[] weight, int in, int stride, int step, int count) {
        double[] logs = new double[in];
        for (int i = 0; i < in; i++) {
            double square = 1e-20;
            for (int k = 0; k < count; k++) {
                double w = weight[i * stride + k * step];
                square += w * w;
            }
            logs[i] = Math.log(square) / 2;
        }
        return logs;
    }

    @Override
    public double logLikelihood(Choices candidate) {
        if (embedded == 0 || embedded >= logs.length) return 0;
        return switch (candidate.joining()) {
            case CLASS_FIRST -> Math.max(0, gain(0, embedded) - CHANCE);
            case Z_FIRST -> Math.max(0, gain(logs.length - embedded, logs.length) - CHANCE);
            case PRODUCT -> 0;
        };
    }

    /** The block that most likely is a class, at the beginning or the end or followed by few codes; empty if none stands out. */
    Optional<Block> block() {
        return IntStream.rangeClosed(2, Math.min(MOST_CLASSES, logs.length - 2)).boxed()
                .flatMap(classes -> places(classes).mapToObj(from -> new Block(from, classes,
                        gain(from, from + classes) - SEARCHED - (from + classes < logs.length && from > 0 ? CHANCE : 0))))
                .filter(block -> block.gain() > 0).max(Comparator.comparingDouble(Block::gain));
    }

    /** Where a class of a known size most likely is. */
    int place(int classes) {
        int back = logs.length - classes;
        return gain(0, classes) > gain(back, logs.length) + CHANCE ? 0 : back;
    }

    private IntStream places(int classes) {
        int last = logs.length - classes;
        return IntStream.concat(IntStream.rangeClosed(0, Math.min(MOST_CODES, last - 1)).map(codes -> last - codes),
                IntStream.of(0));
    }

    /** By how much two levels explain the weights better than one, in nats; 0 if the block's level is not the higher one. */
    private double gain(int from, int to) {
        int n = logs.length;
        double inside = 0;
        double outside = 0;
        for (int i = 0; i < n; i++)
            if (i >= from && i < to) inside += logs[i] / (to - from);
            else
                outside += logs[i] / (n - to + from);
        if (inside - outside < LARGER) return 0;
        double all = (inside * (to - from) + outside * (n - to + from)) / n;
        double total = 1e-6;
        double within = 1e-6;
        for (int i = 0; i < n; i++) {
            total += (logs[i] - all) * (logs[i] - all);
            double level = i >= from && i < to ? inside : outside;
            within += (logs[i] - level) * (logs[i] - level);
        }
        return Math.min(n, COUNTED) / 2.0 * Math.log(total / within);
    }
}
