package meander.app.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.render.Devices;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;

/** What the verbs ask of the rooms below. */
public interface Engine {
    /** Opens a file by its content; see {@link Families#open}. */
    OpenResult open(Path file, DoubleConsumer progress, BooleanSupplier cancelled);

    /** A renderer of full pictures; the caller closes it. */
    Renderer renderer(Model model);

    /** How pictures are drawn. */
    RenderSettings settings();

    /** Everything that is on the class path, on the device that works best. */
    static Engine installed() {
        return new Engine() {
            @Override
            public OpenResult open(Path file, DoubleConsumer progress, BooleanSupplier cancelled) {
                return Families.installed().open(file, Map.of(), progress, cancelled);
            }

            @Override
            public RenderSettings settings() {
                return new RenderSettings(Devices.choose().device(), RenderSettings.DEFAULT.threads(),
                        RenderSettings.DEFAULT.frameMillis());
            }

            @Override
            public Renderer renderer(Model model) {
                return Renderers.open(model, settings());
            }
        };
    }
}
