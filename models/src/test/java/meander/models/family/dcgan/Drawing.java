package meander.models.family.dcgan;

import static org.assertj.core.api.Assertions.assertThat;

import meander.models.family.Model;
import meander.models.render.Frame;
import meander.models.render.RenderResult;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.RenderRequest;

/** Draws one picture through the real renderer. */
final class Drawing {
    private Drawing() {}

    static float[] of(Model model, RenderRequest request) {
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            RenderResult result = renderer.render(request);
            assertThat(result).isInstanceOf(Frame.class);
            return ((Frame) result).pixels().data();
        }
    }
}
