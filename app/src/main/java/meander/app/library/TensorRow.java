package meander.app.library;

import java.util.Arrays;
import java.util.stream.Collectors;

import meander.models.checkpoint.TensorStatistics;

/**
 * A tensor as the table of details shows it.
 *
 * @param name       with its network's before it, where the file has several
 * @param shape      for example {@code 512 × 512 × 3 × 3}; empty for a single number
 * @param elements   how many numbers
 * @param type       for example {@code F32}
 * @param statistics null until they are known
 */
public record TensorRow(String name, String shape, long elements, String type, TensorStatistics statistics) {
    static TensorRow of(ModelDetails.StoredRow stored) {
        String shape = Arrays.stream(stored.tensor().shape()).mapToObj(Integer::toString).collect(Collectors.joining(" × "));
        return new TensorRow(stored.network().isEmpty() ? stored.name() : stored.network() + " · " + stored.name(), shape,
                stored.tensor().elements(), stored.tensor().dtype().name(), null);
    }

    TensorRow with(TensorStatistics found) {
        return new TensorRow(name, shape, elements, type, found);
    }
}
