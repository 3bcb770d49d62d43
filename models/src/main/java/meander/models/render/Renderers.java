package meander.models.render;

import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.NetworkTranslator;
import meander.models.family.ProgramModel;
import meander.models.family.ProgramTranslator;
import meander.models.family.Translator;

/** Makes renderers. */
public final class Renderers {
    private Renderers() {}

    /** Sessions are made when they are first needed, so this is quick. */
    public static Renderer open(Model model, RenderSettings settings) {
        return switch (model) {
            case NetworkModel network -> new GraphRenderer(network, settings);
            case ProgramModel program -> new ProgramRenderer(program, settings);
        };
    }

    /** As {@link #open(Model, RenderSettings)}, for pictures of pictures. */
    public static PictureTranslator open(Translator translator, RenderSettings settings) {
        TranslatorBackend runs = switch (translator) {
            case NetworkTranslator network -> new NetworkBackend(network, settings);
            case ProgramTranslator program -> new ProgramBackend(program, settings);
        };
        return new TiledTranslator(translator, runs, settings);
    }
}
