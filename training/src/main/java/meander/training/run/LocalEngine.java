package meander.training.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import meander.models.graph.torchscript.TorchScriptModule;
import meander.training.recipe.Recipes;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingRecipe;

/** Trains on this machine, in this process. */
public final class LocalEngine implements TrainingEngine {
    private final Recipes recipes;
    private final Path cache;
    private final BooleanSupplier gpu;

    /**
     * @param cache where decoded pictures are kept
     * @param gpu   whether a GPU trains; asked on a run's own thread, for the answer may take a while
     */
    public LocalEngine(Recipes recipes, Path cache, BooleanSupplier gpu) {
        this.recipes = recipes;
        this.cache = cache;
        this.gpu = gpu;
    }

    @Override
    public List<Offer> offers() {
        return recipes.all().stream().map(recipe -> new Offer(recipe.name(), recipe.title(), recipe.paper(),
                RunSettings.of(recipe), recipe.sides(), recipe.monitoring())).toList();
    }

    @Override
    public boolean isComplete() {
        return TorchScriptModule.isInstalled();
    }

    /**
     * How long a training would take.
     *
     * @param pace of this machine
     * @return empty if settings and data do not go together
     */
    public Optional<Duration> estimate(TrainingSpec spec, TrainingRecipe.DataShape data, TrainingTimeEstimate pace) {
        try {
            return recipes.named(spec.recipe()).map(recipe -> {
                SettingValues settings = new SettingValues(RunSettings.of(recipe), spec.settings());
                return pace.of(recipe.plan(settings, learned(settings, data)), spec.kimg());
            });
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What speaks against a training on this machine's CPU; empty if it has the memory, or settings and data do not go together. */
    public Optional<MemoryShortage> memoryShortage(TrainingSpec spec, TrainingRecipe.DataShape data) {
        try {
            return recipes.named(spec.recipe()).flatMap(recipe -> {
                SettingValues settings = new SettingValues(RunSettings.of(recipe), spec.settings());
                return settings.on(RunSettings.MEMORY_CHECK)
                        ? LocalRun.memoryShortage(recipe, spec.settings(), learned(settings, data))
                        : Optional.empty();
            });
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static TrainingRecipe.DataShape learned(SettingValues settings, TrainingRecipe.DataShape data) {
        int size = settings.whole("resolution") == 0 ? data.size() : settings.whole("resolution");
        return new TrainingRecipe.DataShape(size, data.channels(), settings.on("classes") ? data.classes() : 0);
    }

    /**
     * A training of about the time that a preset stands for.
     *
     * @param spec     what is asked for besides
     * @param data     as it is without the spec's resolution
     * @param pictures how many there are
     * @param pace     of this machine
     * @return empty if settings and data do not go together
     */
    public Optional<TrainingSpec> fitted(DurationPreset preset, TrainingSpec spec, TrainingRecipe.DataShape data, int pictures,
            TrainingTimeEstimate pace) {
        return recipes.named(spec.recipe())
                .flatMap(recipe -> preset.fit(recipe, spec, data.size(), pictures, tried -> estimate(tried, data, pace)));
    }

    @Override
    public TrainingRun start(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener) {
        return begin(spec, folder, false, listener);
    }

    @Override
    public TrainingRun resume(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener) {
        return begin(spec, folder, true, listener);
    }

    private TrainingRun begin(TrainingSpec spec, Path folder, boolean resumed, Consumer<TrainingEvent> listener) {
        LocalRun run = new LocalRun(spec, new RunFolder(folder), recipes, cache, gpu, resumed, listener);
        run.begin();
        return run;
    }
}
