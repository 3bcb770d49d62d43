package meander.training.alarm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What was measured in a training, in the order of time. What is not finite counts as not measured. */
public record MetricHistory(List<Measurement> measurements) {
    /** Values that are averaged, since single ones jump. */
    public static final int WINDOW = 3;

    /**
     * Metrics that were measured at one moment.
     *
     * @param images shown to the discriminator so far
     * @param values by name
     */
    public record Measurement(long images, Map<String, Double> values) {
        public Measurement {
            values = Map.copyOf(values);
        }
    }

    /** One value of one metric. */
    public record Point(long images, double value) {}

    public MetricHistory {
        measurements = List.copyOf(measurements);
    }

    /** All values of a metric. */
    public List<Point> series(String name) {
        return measurements.stream().filter(measurement -> Double.isFinite(measurement.values().getOrDefault(name, Double.NaN)))
                .map(measurement -> new Point(measurement.images(), measurement.values().get(name))).toList();
    }

    public Optional<Point> last(String name) {
        return series(name).stream().reduce((_, last) -> last);
    }

    /** Metrics that were measured and whose names end in something. */
    public Stream<String> names(String ending) {
        return measurements.stream().flatMap(measurement -> measurement.values().keySet().stream())
                .filter(name -> name.endsWith(ending)).distinct().filter(name -> last(name).isPresent());
    }

    /** Whether there are enough values for some windows of them. */
    public static boolean suffices(List<Point> series, int windows) {
        return series.size() >= windows * WINDOW;
    }

    /** Of the last window. */
    public static double mean(List<Point> series) {
        return mean(series, series.size());
    }

    /** Of the window that ends before an index. */
    public static double mean(List<Point> series, int end) {
        return series.subList(end - WINDOW, end).stream().mapToDouble(Point::value).average().orElseThrow();
    }
}
