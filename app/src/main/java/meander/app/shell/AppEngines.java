package meander.app.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;

import meander.app.base.AppFolders;
import meander.app.model.ModelOpener;
import meander.app.settings.AppSettings;
import meander.app.settings.MachineInfo;
import meander.app.train.DatasetInspector;
import meander.app.train.ImageDatasetInspector;
import meander.app.train.MachineEstimates;
import meander.app.train.TrainingForecast;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.Translator;
import meander.models.render.PictureTranslator;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.training.recipe.Recipes;
import meander.training.run.ChildProcessEngine;
import meander.training.run.LocalEngine;
import meander.training.run.TrainingDevices;
import meander.training.run.TrainingEngine;

/**
 * What does the work behind the window; a test puts its own in place.
 *
 * @param machine     looks at the machine
 * @param datasets    looks at what pictures come in
 * @param forecast    how long a training would take here, where that is known
 * @param translators what Translate begins with, of the models that come along
 * @param random      draws seeds
 */
public record AppEngines(ModelOpener opener, BiFunction<Model, RenderSettings, Renderer> renderers,
        BiFunction<Translator, RenderSettings, PictureTranslator> pictureTranslators, TrainingEngine training,
        DatasetInspector datasets, TrainingForecast forecast, Function<AppSettings.Drawing, MachineInfo> machine,
        Function<BundledModels, List<Path>> translators, Random random) {
    /** Those of this machine. */
    public static AppEngines installed(AppFolders folders, AppSettings settings) {
        Path pictures = folders.pictures(settings.cache());
        LocalEngine engine = new LocalEngine(Recipes.installed(), pictures, TrainingDevices::gpuWorks);
        return new AppEngines(ModelOpener.of(Families.installed()), Renderers::open, Renderers::open,
                new ChildProcessEngine(engine, pictures), new ImageDatasetInspector(pictures),
                new MachineEstimates(engine, pictures), MachineInfo::look, BundledModels::beginning, new Random());
    }

    /** With trainings of another kind. */
    public AppEngines withTraining(TrainingEngine engine, DatasetInspector inspector, TrainingForecast estimate) {
        return new AppEngines(opener, renderers, pictureTranslators, engine, inspector, estimate, machine, translators, random);
    }
}
