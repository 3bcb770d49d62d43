package meander.app.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import meander.training.data.DataSettings;
import meander.training.data.Dataset;
import meander.training.data.Datasets;
import meander.training.data.Prepared;
import meander.training.recipe.Recipe;
import meander.training.run.Estimate;
import meander.training.run.LocalEngine;
import meander.training.run.TrainingSpec;

/** How long a training would take here. The first answer times this machine, about a second; not for the window's thread. */
public final class Estimates implements Function<TrainingSpec, Optional<Duration>> {
    private final LocalEngine engine;
    private final Path cache;
    private Estimate pace;

    /** @param cache where decoded pictures are kept, by whoever looked at them */
    public Estimates(LocalEngine engine, Path cache) {
        this.engine = engine;
        this.cache = cache;
    }

    /** Empty where data and settings do not go together. */
    @Override
    public Optional<Duration> apply(TrainingSpec spec) {
        Prepared prepared = Datasets.prepare(spec.data(), DataSettings.CHOOSE, cache, () -> false, _ -> {});
        if (!(prepared instanceof Dataset data)) return Optional.empty();
        try (data) {
            return engine.estimate(spec, new Recipe.DataShape(data.width(), data.channels(), data.classes().size()), pace());
        }
    }

    private synchronized Estimate pace() {
        if (pace == null) pace = Estimate.measure();
        return pace;
    }
}
