package meander.training.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import meander.models.graph.Tensor;
import meander.training.data.DataOrder;
import meander.training.data.Dataset;
import meander.training.metric.MsSsim;
import meander.training.metric.Pictures;
import meander.training.metric.SlicedWasserstein;

/**
 * How near generated pictures are to the data and how different from each other, neither of which needs a trained network, and what
 * gives cause for alarm.
 */
final class Measuring {
    private static final int COMPARED = 256;
    private static final int SMALLEST = 16; // of which sliced Wasserstein distance has a level
    private static final int HELD_BACK = 64; // fewer say nothing

    private final Dataset data;
    private final DataOrder order;
    private final BooleanSupplier cancelled;
    private final int[] chosen;
    private final SlicedWasserstein wasserstein = new SlicedWasserstein(SlicedWasserstein.Sampling.quick(0));
    private final List<Alarms.Figures> history = new ArrayList<>();
    private final Set<Alarms.Kind> active = EnumSet.noneOf(Alarms.Kind.class);
    private SlicedWasserstein.Descriptors real;
    private double best = Double.POSITIVE_INFINITY;

    Measuring(Dataset data, DataOrder order, BooleanSupplier cancelled) {
        this.data = data;
        this.order = order;
        this.cancelled = cancelled;
        this.chosen = real();
    }

    /** Takes up what was measured before the run was interrupted. */
    void recall(List<TrainingEvent> events) {
        for (TrainingEvent event : events)
            if (event instanceof TrainingEvent.Measured measured && measured.figures().containsKey(Alarms.SWD)) {
                note(measured.images(), measured.figures());
                best = Math.min(best, measured.figures().get(Alarms.SWD));
            }
    }

    /** How many generated pictures are compared with as many of the data. */
    int count() {
        return chosen.length;
    }

    boolean possible() {
        return data.width() >= SMALLEST;
    }

    /**
     * @param batches of generated pictures {@code [N,C,H,W]} in −1…1, at least {@link #count} of them in all
     * @return {@code swd} (×1000) and {@code msssim}, and that of the data with the first call
     */
    SequencedMap<String, Double> measure(List<Tensor> batches) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        if (real == null) {
            Pictures pictures = copied(i -> data.pixels(chosen[i]));
            real = wasserstein.describe(pictures, cancelled);
            figures.put(Alarms.SIMILARITY_OF_DATA, similarity(pictures));
        }
        Pictures fake = generated(batches);
        figures.put(Alarms.SWD, wasserstein.distance(real, wasserstein.describe(fake, cancelled), cancelled).average());
        figures.put(Alarms.SIMILARITY, similarity(fake));
        return figures;
    }

    private double similarity(Pictures pictures) {
        return MsSsim.ofPairs(pictures, pictures.count() / 2, 0, cancelled);
    }

    /** Whether this is the smallest distance so far. */
    boolean isBest(double distance) {
        boolean better = distance < best;
        best = Math.min(best, distance);
        return better;
    }

    /** Alarms that were not on the last time. @param figures of all kinds */
    List<Alarms.Alarm> alarms(long images, Map<String, Double> figures) {
        note(images, figures);
        List<Alarms.Alarm> all = Alarms.DEFAULT.after(history);
        List<Alarms.Alarm> fresh = all.stream().filter(alarm -> !active.contains(alarm.kind())).toList();
        active.clear();
        all.forEach(alarm -> active.add(alarm.kind()));
        return fresh;
    }

    private void note(long images, Map<String, Double> figures) {
        history.add(new Alarms.Figures(images, figures));
    }

    /** Held-back pictures where there are enough, else some of those that are learned from. */
    private int[] real() {
        int[] held = order.heldBack();
        IntStream all = held.length >= HELD_BACK ? Arrays.stream(held) : IntStream.range(0, order.epochSize()).map(order::index);
        return all.limit(COMPARED).toArray();
    }

    private Pictures generated(List<Tensor> batches) {
        int batch = batches.getFirst().shape().dim(0);
        return copied(i -> levels(batches.get(i / batch), i % batch));
    }

    private Pictures copied(IntFunction<byte[]> picture) {
        int count = count();
        byte[] levels = new byte[Math.multiplyExact(count, data.values())];
        for (int i = 0; i < count; i++)
            System.arraycopy(picture.apply(i), 0, levels, i * data.values(), data.values());
        return new Pictures(count, data.channels(), data.height(), data.width(), levels);
    }

    private byte[] levels(Tensor batch, int n) {
        byte[] levels = new byte[data.values()];
        for (int i = 0; i < levels.length; i++)
            levels[i] = (byte) Sheet.level(batch.data()[n * levels.length + i]);
        return levels;
    }
}
