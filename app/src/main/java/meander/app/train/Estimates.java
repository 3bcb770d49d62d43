package meander.app.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

import meander.training.data.DataSettings;
import meander.training.data.Dataset;
import meander.training.data.Datasets;
import meander.training.data.Prepared;
import meander.training.recipe.Recipe;
import meander.training.run.Estimate;
import meander.training.run.LocalEngine;
import meander.training.run.MemoryShortage;
import meander.training.run.Preset;
import meander.training.run.TrainingSpec;

/** What this machine can do, as far as it shows on the CPU. The first answer times it, about a second; not for the window's thread. */
public final class Estimates implements Forecast {
    private final LocalEngine engine;
    private final Path cache;
    private Estimate pace;

    /** @param cache where decoded pictures are kept, by whoever looked at them */
    public Estimates(LocalEngine engine, Path cache) {
        this.engine = engine;
        this.cache = cache;
    }

    @Override
    public Optional<Duration> of(TrainingSpec spec) {
        return with(spec, (data, _) -> engine.estimate(spec, data, pace()));
    }

    @Override
    public Optional<MemoryShortage> shortage(TrainingSpec spec) {
        return with(spec, (data, _) -> engine.memoryShortage(spec, data));
    }

    @Override
    public Optional<TrainingSpec> fitted(Preset preset, TrainingSpec spec) {
        return with(spec, (data, pictures) -> engine.fitted(preset, spec, data, pictures, pace()));
    }

    private <T> Optional<T> with(TrainingSpec spec, BiFunction<Recipe.DataShape, Integer, Optional<T>> use) {
        Prepared prepared = Datasets.prepare(spec.data(), DataSettings.CHOOSE, cache, () -> false, _ -> {});
        if (!(prepared instanceof Dataset data)) return Optional.empty();
        try (data) {
            return use.apply(new Recipe.DataShape(data.width(), data.channels(), data.classes().size()), data.size());
        }
    }

    private synchronized Estimate pace() {
        if (pace == null) pace = Estimate.measure();
        return pace;
    }
}
