package meander.training.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Averages figures over steps. */
final class ThroughputMeter {
    private final SequencedMap<String, double[]> sums = new LinkedHashMap<>(); // sum, count

    void add(Map<String, Double> figures) {
        figures.forEach((name, value) -> {
            double[] sum = sums.computeIfAbsent(name, _ -> new double[2]);
            sum[0] += value;
            sum[1]++;
        });
    }

    /** The averages since the last time. */
    SequencedMap<String, Double> take() {
        SequencedMap<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
        sums.clear();
        return means;
    }

    /** A figure that is no number, if there is one. */
    static Optional<String> notANumber(Map<String, Double> figures) {
        return figures.entrySet().stream().filter(figure -> !Double.isFinite(figure.getValue())).map(Map.Entry::getKey)
                .findFirst();
    }
}
