package meander.training.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.training.data.Dataset;
import meander.training.data.Domain;
import meander.training.data.DomainOrder;
import meander.training.metric.ImageBatch;
import meander.training.metric.MsSsim;
import meander.training.metric.SlicedWasserstein;
import meander.training.recipe.TrainingPlan.Judged;

/**
 * How near generated pictures are to the data and how different from each other, neither of which needs a trained network, and what
 * gives cause for alarm.
 */
final class MetricRunner {
    private static final int COMPARED = 256;
    private static final int SMALLEST = 16; // of which sliced Wasserstein distance has a level
    private static final int HELD_BACK = 64; // fewer say nothing

    private static final int LOOKED_AT = 48;
    private static final double SATURATED = 0.999;
    private static final int FEWEST = 2; // of which there is a pair

    private final Dataset data;
    private final DomainOrder order;
    private final List<Judged> judged;
    private final BooleanSupplier cancelled;
    private final SlicedWasserstein wasserstein = new SlicedWasserstein(SlicedWasserstein.Sampling.quick(0));
    private final List<TrainingAlarms.Figures> history = new ArrayList<>();
    private final Set<TrainingAlarms.Kind> active = EnumSet.noneOf(TrainingAlarms.Kind.class);
    private final Map<Domain, Real> real = new EnumMap<>(Domain.class);
    private double best = Double.POSITIVE_INFINITY;

    /** Pictures of the data that others are compared with. */
    private record Real(int[] chosen, ImageBatch pictures, SlicedWasserstein.Descriptors descriptors) {}

    /** Draws what is to be measured. */
    @FunctionalInterface
    interface Drawing {
        /** @return batches of pictures {@code [N,C,H,W]} in −1…1, at least so many in all */
        List<Tensor> draw(Judged judged, int count);
    }

    MetricRunner(Dataset data, DomainOrder order, List<Judged> judged, BooleanSupplier cancelled) {
        this.data = data;
        this.order = order;
        this.judged = judged;
        this.cancelled = cancelled;
    }

    /** Takes up what was measured until the moment from which the run goes on: what came after it comes again. */
    void recall(List<TrainingEvent> events, long images) {
        SequencedMap<List<Object>, TrainingAlarms.Figures> once = new LinkedHashMap<>(); // a run that was killed twice has measured twice
        for (TrainingEvent event : events)
            if (event instanceof TrainingEvent.Measured measured && measured.images() <= images) {
                boolean compared = measured.figures().containsKey(TrainingAlarms.SWD);
                if (compared) best = Math.min(best, measured.figures().get(TrainingAlarms.SWD));
                if (compared || measured.figures().containsKey(TrainingAlarms.SPREAD))
                    once.put(List.of(measured.images(), compared),
                            new TrainingAlarms.Figures(measured.images(), measured.figures()));
            }
        history.addAll(once.values());
        TrainingAlarms.DEFAULT.after(history).forEach(alarm -> active.add(alarm.kind()));
    }

    boolean possible() {
        return data.width() >= SMALLEST && judged.stream().allMatch(each -> real(each.side()).length >= FEWEST);
    }

    /**
     * @return {@code swd} (×1000) and {@code msssim}, and that of the data with the first call. Of pictures of a side each figure is named after
     *         it too, {@code swd/B}, and {@code swd} and {@code msssim} are the means over the sides; {@code l1/B} is the mean difference from
     *         the one picture that was wanted, in −1…1.
     */
    SequencedMap<String, Double> measure(Drawing drawing) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        SequencedMap<String, Double> sums = new LinkedHashMap<>();
        for (Judged each : judged) {
            boolean first = !real.containsKey(each.side());
            Real wanted = real.computeIfAbsent(each.side(), this::described);
            ImageBatch fake = generated(drawing.draw(each, wanted.chosen.length), wanted.chosen.length);
            if (first) sums.merge(TrainingAlarms.SIMILARITY_OF_DATA, similarity(wanted.pictures), Double::sum);
            double distance = wasserstein.distance(wanted.descriptors, wasserstein.describe(fake, cancelled), cancelled)
                    .average();
            sums.merge(TrainingAlarms.SWD, distance, Double::sum);
            sums.merge(TrainingAlarms.SIMILARITY, similarity(fake), Double::sum);
            if (judged.size() > 1) figures.put(TrainingAlarms.SWD + "/" + each.side(), distance);
            if (each.paired()) figures.put("l1/" + each.side(), apart(wanted.pictures, fake));
        }
        sums.forEach((name, sum) -> figures.putFirst(name, sum / judged.size()));
        return figures;
    }

    /** How different pictures {@code [N,C,H,W]} in −1…1 are from each other: the mean standard deviation of a pixel over all of them. */
    static double spread(List<Tensor> batches) {
        int values = batches.getFirst().data().length / batches.getFirst().shape().dim(0);
        double[] sums = new double[values];
        double[] squares = new double[values];
        int count = 0;
        for (Tensor batch : batches) {
            float[] data = batch.data();
            for (int i = 0; i < data.length; i++) {
                sums[i % values] += data[i];
                squares[i % values] += (double) data[i] * data[i];
            }
            count += data.length / values;
        }
        double spread = 0;
        for (int i = 0; i < values; i++)
            spread += Math.sqrt(Math.max(0, squares[i] / count - sums[i] / count * sums[i] / count));
        return spread / values;
    }

    /** Which share of the values of pictures in −1…1 is at either end, as where a tanh gives nothing else any more. */
    static double saturated(List<Tensor> batches) {
        double ends = 0;
        double all = 0;
        for (Tensor batch : batches) {
            for (float value : batch.data())
                if (Math.abs(value) > SATURATED) ends++;
            all += batch.data().length;
        }
        return ends / all;
    }

    /**
     * What tells whether the networks live: how different from each other generated pictures are, and which share of them is black or white,
     * beside the same of the data.
     */
    SequencedMap<String, Double> health(Drawing drawing) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        for (Judged each : judged) {
            List<Tensor> fake = drawing.draw(each, LOOKED_AT);
            int count = fake.stream().mapToInt(batch -> batch.shape().dim(0)).sum();
            List<Tensor> data = pictures(real(each.side()), count);
            if (data.isEmpty()) continue;
            merge(figures, TrainingAlarms.SPREAD, spread(fake), Math::min);
            merge(figures, TrainingAlarms.SPREAD_OF_DATA, spread(data), Math::min);
            merge(figures, TrainingAlarms.SATURATED, saturated(fake), Math::max);
            merge(figures, TrainingAlarms.SATURATED_OF_DATA, saturated(data), Math::max);
        }
        return figures;
    }

    private static void merge(Map<String, Double> figures, String name, double value, BinaryOperator<Double> worse) {
        figures.merge(name, value, worse);
    }

    private List<Tensor> pictures(int[] chosen, int count) {
        return Arrays.stream(chosen).limit(count).mapToObj(index -> {
            float[] picture = new float[data.values()];
            data.picture(index, FloatBuffer.wrap(picture), false);
            return new Tensor(Shape.of(1, data.channels(), data.height(), data.width()), picture);
        }).toList();
    }

    private Real described(Domain side) {
        int[] chosen = real(side);
        ImageBatch pictures = copied(chosen.length, i -> data.pixels(chosen[i]));
        return new Real(chosen, pictures, wasserstein.describe(pictures, cancelled));
    }

    /** Mean absolute difference of pictures in the same places. */
    private static double apart(ImageBatch some, ImageBatch others) {
        double sum = 0;
        for (int i = 0; i < some.levels().length; i++)
            sum += Math.abs((some.levels()[i] & 0xff) - (others.levels()[i] & 0xff)) / 127.5;
        return sum / some.levels().length;
    }

    private double similarity(ImageBatch pictures) {
        return MsSsim.ofPairs(pictures, pictures.count() / 2, 0, cancelled);
    }

    /** Whether this is the smallest distance so far. */
    boolean isBest(double distance) {
        boolean better = distance < best;
        best = Math.min(best, distance);
        return better;
    }

    /** Alarms that were not on the last time. @param figures of all kinds */
    List<TrainingAlarms.Alarm> alarms(long images, Map<String, Double> figures) {
        history.add(new TrainingAlarms.Figures(images, figures));
        List<TrainingAlarms.Alarm> all = TrainingAlarms.DEFAULT.after(history);
        List<TrainingAlarms.Alarm> fresh = all.stream().filter(alarm -> !active.contains(alarm.kind())).toList();
        active.clear();
        all.forEach(alarm -> active.add(alarm.kind()));
        return fresh;
    }

    /**
     * Held-back pictures where there are enough, else some of those that are learned from; of a side those that are looked at, which is what
     * the other side's are translated into.
     */
    private int[] real(Domain side) {
        int[] held = order.heldBack(side);
        IntStream all = side != Domain.ALL
                ? Arrays.stream(order.shown(side))
                : held.length >= HELD_BACK
                        ? Arrays.stream(held)
                        : IntStream.range(0, order.epochSize()).map(i -> order.index(side, i));
        return all.limit(COMPARED).toArray();
    }

    private ImageBatch generated(List<Tensor> batches, int count) {
        int batch = batches.getFirst().shape().dim(0);
        return copied(count, i -> levels(batches.get(i / batch), i % batch));
    }

    private ImageBatch copied(int count, IntFunction<byte[]> picture) {
        byte[] levels = new byte[Math.multiplyExact(count, data.values())];
        for (int i = 0; i < count; i++)
            System.arraycopy(picture.apply(i), 0, levels, i * data.values(), data.values());
        return new ImageBatch(count, data.channels(), data.height(), data.width(), levels);
    }

    private byte[] levels(Tensor batch, int n) {
        byte[] levels = new byte[data.values()];
        for (int i = 0; i < levels.length; i++)
            levels[i] = (byte) SampleGrid.level(batch.data()[n * levels.length + i]);
        return levels;
    }
}
