package meander.app.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.app.CacheFolder;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.render.Devices;
import meander.models.render.PictureTranslator;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.training.recipe.Recipes;
import meander.training.run.LocalEngine;
import meander.training.run.TrainingDevices;
import meander.training.run.TrainingEngine;

/** What the verbs ask of the rooms below. */
public interface Engine {
    /** Opens a file by its content; see {@link Families#open}. */
    OpenResult open(Path file, Map<String, String> answers, DoubleConsumer progress, BooleanSupplier cancelled);

    /** What runs a translator; the caller closes it. */
    PictureTranslator translator(Translator translator);

    /** A renderer of full pictures; the caller closes it. */
    Renderer renderer(Model model);

    /** How pictures are drawn. */
    RenderSettings settings();

    /** What trains. @param run the folder of a run, where decoded pictures are kept if the person's cache cannot be written to */
    TrainingEngine training(Path run);

    /** Everything that is on the class path, on the device that works best. */
    static Engine installed() {
        return new Engine() {
            @Override
            public OpenResult open(Path file, Map<String, String> answers, DoubleConsumer progress, BooleanSupplier cancelled) {
                return Families.installed().open(file, answers, progress, cancelled);
            }

            @Override
            public PictureTranslator translator(Translator translator) {
                return Renderers.open(translator, settings());
            }

            @Override
            public RenderSettings settings() {
                return new RenderSettings(Devices.choose().device(), RenderSettings.DEFAULT.threads(),
                        RenderSettings.DEFAULT.frameMillis());
            }

            @Override
            public TrainingEngine training(Path run) {
                return new LocalEngine(Recipes.installed(), CacheFolder.orElse(run.resolve("cache")), TrainingDevices::gpuWorks);
            }

            @Override
            public Renderer renderer(Model model) {
                return Renderers.open(model, settings());
            }
        };
    }
}
