package meander.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** Prepares data sets for tests, and says what went wrong if they are not as expected. */
final class Prepare {
    private Prepare() {}

    static PreparedDataset any(String where, DataSettings settings, Path cache) {
        return Datasets.prepare(where, settings, cache, () -> false, share -> {});
    }

    static Dataset dataset(String where, DataSettings settings, Path cache) {
        return switch (any(where, settings, cache)) {
            case Dataset dataset -> dataset;
            case UnusableData unusable -> throw new AssertionError(unusable.sentence());
        };
    }

    static Dataset dataset(Path where, DataSettings settings, Path cache) {
        return dataset(where.toString(), settings, cache);
    }

    static UnusableData refusal(String where, Path cache) {
        PreparedDataset prepared = any(where, DataSettings.CHOOSE, cache);
        if (prepared instanceof Dataset dataset) dataset.close();
        assertThat(prepared).isInstanceOf(UnusableData.class);
        return (UnusableData) prepared;
    }

    static UnusableData refusal(Path where, Path cache) {
        return refusal(where.toString(), cache);
    }
}
