package meander.app.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

import meander.training.data.DataSettings;
import meander.training.data.Dataset;
import meander.training.data.Datasets;
import meander.training.data.PreparedDataset;
import meander.training.recipe.TrainingRecipe;
import meander.training.run.DurationPreset;
import meander.training.run.LocalEngine;
import meander.training.run.MemoryShortage;
import meander.training.run.TrainingSpec;
import meander.training.run.TrainingTimeEstimate;

/** What this machine can do, as far as it shows on the CPU. The first answer times it, about a second; not for the window's thread. */
public final class MachineEstimates implements TrainingForecast {
    private final LocalEngine engine;
    private final Path cache;
    private TrainingTimeEstimate pace;

    /** @param cache where decoded pictures are kept, by whoever looked at them */
    public MachineEstimates(LocalEngine engine, Path cache) {
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
    public Optional<TrainingSpec> fitted(DurationPreset preset, TrainingSpec spec) {
        return with(spec, (data, pictures) -> engine.fitted(preset, spec, data, pictures, pace()));
    }

    private <T> Optional<T> with(TrainingSpec spec, BiFunction<TrainingRecipe.DataShape, Integer, Optional<T>> use) {
        PreparedDataset prepared = Datasets.prepare(spec.data(), DataSettings.CHOOSE, cache, () -> false, _ -> {});
        if (!(prepared instanceof Dataset data)) return Optional.empty();
        try (data) {
            return use.apply(new TrainingRecipe.DataShape(data.width(), data.channels(), data.classes().size()), data.size());
        }
    }

    private synchronized TrainingTimeEstimate pace() {
        if (pace == null) pace = TrainingTimeEstimate.measure();
        return pace;
    }
}
