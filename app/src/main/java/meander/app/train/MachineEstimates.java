package meander.app.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

import meander.training.data.DataSettings;
import meander.training.data.Dataset;
import meander.training.data.Datasets;
import meander.training.data.PreparedDataset;
import meander.training.recipe.TrainingRecipe;
import meander.training.run.ChildProcessEngine;
import meander.training.run.DurationPreset;
import meander.training.run.LocalEngine;
import meander.training.run.MemoryShortage;
import meander.training.run.TrainingSpec;
import meander.training.run.TrainingTimeEstimate;

/** What this machine can do, as far as it shows on the CPU. The first answer times it, about a second; not for the window's thread. */
public final class MachineEstimates implements TrainingForecast {
    private final LocalEngine engine;
    private final Path cache;
    private Optional<TrainingTimeEstimate> pace = Optional.empty();

    /** @param cache where decoded pictures are kept, by whoever looked at them */
    public MachineEstimates(LocalEngine engine, Path cache) {
        this.engine = engine;
        this.cache = cache;
    }

    @Override
    public Optional<Duration> of(TrainingSpec spec) {
        return with(spec, (data, _) -> pace().flatMap(known -> engine.estimate(spec, data, known)));
    }

    @Override
    public Optional<MemoryShortage> shortage(TrainingSpec spec) {
        return with(spec, (data, _) -> engine.memoryShortage(spec, data));
    }

    @Override
    public Optional<TrainingSpec> fitted(DurationPreset preset, TrainingSpec spec) {
        return with(spec, (data, pictures) -> pace().flatMap(known -> engine.fitted(preset, spec, data, pictures, known)));
    }

    private <T> Optional<T> with(TrainingSpec spec, BiFunction<TrainingRecipe.DataShape, Integer, Optional<T>> use) {
        PreparedDataset prepared = Datasets.prepare(spec.data(), DataSettings.CHOOSE, cache, () -> false, _ -> {});
        if (!(prepared instanceof Dataset data)) return Optional.empty();
        try (data) {
            return use.apply(new TrainingRecipe.DataShape(data.width(), data.channels(), data.classes().size()), data.size());
        }
    }

    /** Empty where the process that measures cannot be started, which a training will say. */
    private synchronized Optional<TrainingTimeEstimate> pace() {
        if (pace.isEmpty()) try {
            pace = Optional.of(ChildProcessEngine.measure());
        } catch (IOException e) {
            System.getLogger(MachineEstimates.class.getName()).log(System.Logger.Level.WARNING, "Nothing could be timed", e);
        }
        return pace;
    }
}
