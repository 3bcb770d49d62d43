package meander.app.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.app.base.CacheFolder;
import meander.app.gpu.GpuInstaller;
import meander.app.gpu.GpuPurpose;
import meander.app.gpu.GpuStart;
import meander.app.gpu.GpuStore;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.family.ProgramPolicy;
import meander.models.family.Translator;
import meander.models.render.Devices;
import meander.models.render.PictureTranslator;
import meander.models.render.RenderSettings;
import meander.models.render.RenderSettings.Device;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.training.recipe.Recipes;
import meander.training.run.LocalEngine;
import meander.training.run.TrainingDevices;
import meander.training.run.TrainingEngine;
import meander.ui.Messages;

/** What the verbs ask of the rooms below. */
public interface CommandEngine {
    /** Opens a file by its content; see {@link Families#open}. */
    OpenResult open(Path file, Map<String, String> answers, ProgramPolicy programs, DoubleConsumer progress,
            BooleanSupplier cancelled);

    /** What runs a translator; the caller closes it. */
    PictureTranslator translator(Translator translator);

    /** A renderer of full pictures; the caller closes it. */
    Renderer renderer(Model model);

    /** How pictures are drawn. */
    RenderSettings settings();

    /** What trains. @param run the folder of a run, where decoded pictures are kept if the person's cache cannot be written to */
    TrainingEngine training(Path run);

    /** What fetches and tries packages for graphics cards. */
    GpuInstaller gpu();

    /** Everything that is on the class path, on the device that works best. */
    static CommandEngine installed() {
        return installed(GpuStart.none(GpuStore.usual()));
    }

    /** @param gpu what was begun with; left off from the next start on where its trial fails */
    static CommandEngine installed(GpuStart gpu) {
        return new CommandEngine() {
            @Override
            public OpenResult open(Path file, Map<String, String> answers, ProgramPolicy programs, DoubleConsumer progress,
                    BooleanSupplier cancelled) {
                return Families.installed().open(file, answers, programs, progress, cancelled);
            }

            @Override
            public PictureTranslator translator(Translator translator) {
                return Renderers.open(translator, settings());
            }

            @Override
            public RenderSettings settings() {
                Device device = Devices.choose().device();
                if (device == Device.CPU) leftOff(GpuPurpose.DRAWING);
                return new RenderSettings(device, RenderSettings.DEFAULT.threads(), RenderSettings.DEFAULT.frameMillis());
            }

            @Override
            public TrainingEngine training(Path run) {
                return new LocalEngine(Recipes.installed(), CacheFolder.orElse(run.resolve("cache")), this::trains);
            }

            private boolean trains() {
                boolean works = TrainingDevices.gpuWorks();
                if (!works) leftOff(GpuPurpose.TRAINING);
                return works;
            }

            private void leftOff(GpuPurpose purpose) {
                if (!gpu.failed(purpose)) return;
                Messages texts = new Messages(Locale.ENGLISH);
                System.err
                        .println("meander: " + texts.text("gpu.notice.failed." + purpose) + ". " + texts.text("gpu.notice.why"));
            }

            @Override
            public GpuInstaller gpu() {
                return GpuInstaller.usual(gpu.store());
            }

            @Override
            public Renderer renderer(Model model) {
                return Renderers.open(model, settings());
            }
        };
    }
}
