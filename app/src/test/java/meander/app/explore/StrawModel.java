package meander.app.explore;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.graph.Network;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Truncation;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** A model with every control there is and nothing behind them. */
record StrawModel(ModelInfo info, List<Control> controls, RenderRequest initial) implements NetworkModel {
    static final List<Control.Layer> LAYERS = List.of(new Control.Layer(0, 4), new Control.Layer(1, 8), new Control.Layer(2, 8),
            new Control.Layer(3, 16));
    static final Control.Slider TURN = new Control.Slider("turn", -180, 180, 0);

    static StrawModel of(Path file, Map<String, String> answers) {
        return new StrawModel(new ModelInfo(file, "Straw", "", 16, 16, 3, 8, 8, 4, 3, 1_234_567, List.of()),
                List.of(new Control.Seed(8), new Control.Truncate(4), new Control.NoiseLevels(LAYERS), new Control.Mixing(LAYERS),
                        new Control.Classes(3, List.of()), new Control.EditZ(8), new Control.EditW(8, LAYERS), TURN,
                        new Control.Guess("slope", List.of("0.1", "0.2"), answers.getOrDefault("slope", "0.2"))),
                RenderRequest.DEFAULT.withTruncation(Truncation.NONE.withPsi(0.7)).withClasses(ClassMix.of(0)));
    }

    StrawModel with(List<Control> others) {
        return new StrawModel(info, others, initial);
    }

    @Override
    public Network picture() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        throw new UnsupportedOperationException();
    }
}
