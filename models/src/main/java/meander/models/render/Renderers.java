package meander.models.render;

import meander.models.family.Model;
import meander.models.family.Translator;

/** Makes renderers. */
public final class Renderers {
    private Renderers() {}

    /** Sessions are made when they are first needed, so this is quick. */
    public static Renderer open(Model model, RenderSettings settings) {
        return new GraphRenderer(model, settings);
    }

    /** As {@link #open(Model, RenderSettings)}, for pictures of pictures. */
    public static PictureTranslator open(Translator translator, RenderSettings settings) {
        return new GraphTranslator(translator, settings);
    }
}
