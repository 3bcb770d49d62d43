package meander.models.render;

import meander.models.family.Model;

/** Makes renderers. */
public final class Renderers {
    private Renderers() {}

    /** Sessions are made when they are first needed, so this is quick. */
    public static Renderer open(Model model, RenderSettings settings) {
        return new GraphRenderer(model, settings);
    }
}
