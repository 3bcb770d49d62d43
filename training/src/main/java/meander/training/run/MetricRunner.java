package meander.training.run;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.training.alarm.Alarm;
import meander.training.alarm.MetricHistory;
import meander.training.data.Dataset;
import meander.training.data.Domain;
import meander.training.data.DomainOrder;
import meander.training.metric.ImageBatch;
import meander.training.metric.Metric;
import meander.training.metric.MetricNames;
import meander.training.recipe.Monitoring;
import meander.training.recipe.TrainingPlan.Judged;

/** Measures generated pictures by the metrics of a recipe, and looks whether the networks live. */
final class MetricRunner {
    private static final int COMPARED = 256;
    private static final int HELD_BACK = 64; // fewer say nothing

    private static final int LOOKED_AT = 48;
    private static final double SATURATED = 0.999;
    private static final int FEWEST = 2; // of which there is a pair

    private final Dataset data;
    private final DomainOrder order;
    private final List<Judged> judged;
    private final BooleanSupplier cancelled;
    private final List<Metric> metrics;
    private final Metric first;
    private final AlarmMonitor alarms;
    private final Map<Domain, Real> real = new EnumMap<>(Domain.class);
    private double best = Double.NaN;

    /** Pictures of the data that others are compared with, and what each metric needs of them. */
    private record Real(int[] chosen, Map<Metric, Metric.Reference> references) {}

    /** Draws what is to be measured. */
    @FunctionalInterface
    interface Drawing {
        /** @return batches of pictures {@code [N,C,H,W]} in −1…1, at least so many in all */
        List<Tensor> draw(Judged judged, int count);
    }

    MetricRunner(Dataset data, DomainOrder order, List<Judged> judged, Monitoring monitoring, BooleanSupplier cancelled) {
        this.data = data;
        this.order = order;
        this.judged = judged;
        this.first = monitoring.best();
        this.metrics = monitoring.metrics().stream().filter(metric -> data.width() >= metric.smallest()).toList();
        this.alarms = new AlarmMonitor(monitoring.alarms());
        this.cancelled = cancelled;
    }

    /** Takes up what was measured until the moment from which the run goes on: what came after it comes again. */
    void recall(List<TrainingEvent> events, long images) {
        SequencedMap<List<Object>, MetricHistory.Measurement> once = new LinkedHashMap<>(); // a run that was killed twice has measured twice
        for (TrainingEvent event : events)
            if (event instanceof TrainingEvent.Measured measured && measured.images() <= images) {
                boolean compared = measured.figures().containsKey(first.name());
                if (compared) isBest(measured.figures());
                if (compared || measured.figures().containsKey(MetricNames.SPREAD))
                    once.put(List.of(measured.images(), compared),
                            new MetricHistory.Measurement(measured.images(), measured.figures()));
            }
        alarms.recall(List.copyOf(once.values()));
    }

    boolean possible() {
        return !metrics.isEmpty() && judged.stream().allMatch(each -> real(each.side()).length >= FEWEST);
    }

    /**
     * @return each metric by its name, the mean over the domains, and what it says of the data with the first call, {@code NAME/data}; of
     *         each domain by itself {@code NAME/B}, where the metric is told so
     */
    SequencedMap<String, Double> measure(Drawing drawing) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        SequencedMap<String, Double> sums = new LinkedHashMap<>();
        for (Judged each : judged) {
            boolean fresh = !real.containsKey(each.side());
            Real wanted = real.computeIfAbsent(each.side(), this::described);
            ImageBatch fake = generated(drawing.draw(each, wanted.chosen.length), wanted.chosen.length);
            for (Metric metric : metrics) {
                if (metric.isPaired() && !each.paired()) continue;
                Metric.Reference reference = wanted.references.get(metric);
                double value = reference.measure(fake, cancelled);
                if (!metric.isPaired()) sums.merge(metric.name(), value, Double::sum);
                if (fresh) reference.ofData().ifPresent(of -> sums.merge(metric.name() + MetricNames.OF_DATA, of, Double::sum));
                if (metric.isPaired() || metric.isPerDomain() && judged.size() > 1)
                    values.put(metric.name() + "/" + each.side(), value);
            }
        }
        sums.forEach((name, sum) -> values.putFirst(name, sum / judged.size()));
        return values;
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
            merge(figures, MetricNames.SPREAD, spread(fake), Math::min);
            merge(figures, MetricNames.SPREAD_OF_DATA, spread(data), Math::min);
            merge(figures, MetricNames.SATURATED, saturated(fake), Math::max);
            merge(figures, MetricNames.SATURATED_OF_DATA, saturated(data), Math::max);
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
        Map<Metric, Metric.Reference> references = new HashMap<>();
        metrics.forEach(metric -> references.put(metric, metric.reference(pictures, cancelled)));
        return new Real(chosen, references);
    }

    /** The metric that says which model is the best. */
    Metric best() {
        return first;
    }

    /** Whether the metric that says which model is the best is better than ever. */
    boolean isBest(Map<String, Double> values) {
        Double now = values.get(first.name());
        if (now == null || Double.isNaN(now)) return false;
        boolean better = Double.isNaN(best) || (first.better() == Metric.Better.LOWER ? now < best : now > best);
        if (better) best = now;
        return better;
    }

    /** Alarms that were not on the last time. @param values of all kinds */
    List<Alarm> alarms(long images, Map<String, Double> values) {
        return alarms.check(images, values);
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
