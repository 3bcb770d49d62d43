package meander.training.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import meander.training.recipe.Recipe;
import meander.training.recipe.Recipes;

/** Trains on this machine, in this process. */
public final class LocalEngine implements TrainingEngine {
    private final Recipes recipes;
    private final Path cache;
    private final boolean gpu;

    /**
     * @param cache where decoded pictures are kept
     * @param gpu   whether a GPU was found to work
     */
    public LocalEngine(Recipes recipes, Path cache, boolean gpu) {
        this.recipes = recipes;
        this.cache = cache;
        this.gpu = gpu;
    }

    @Override
    public List<Offer> offers() {
        return recipes.all().stream().map(recipe -> new Offer(recipe.name(), recipe.title(), recipe.paper(), settings(recipe)))
                .toList();
    }

    private static List<meander.training.recipe.Setting> settings(Recipe recipe) {
        return LocalRun.settings(recipe);
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
