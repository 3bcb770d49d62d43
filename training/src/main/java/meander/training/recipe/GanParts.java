package meander.training.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

import meander.models.graph.Op;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.training.program.InputSource;
import meander.training.program.PhaseGraph;

/** What recipes of generators that draw from latents share. */
record GanParts(TrainingRecipe.DataShape data) {
    /** The generator's name, and the discriminator's. */
    static final String G = "G";
    static final String D = "D";
    /** Pictures that are drawn together. */
    static final int SAMPLED = 16;

    /** Pictures of the data, {@code [n,C,H,W]}. */
    Value pictures(PhaseGraph phase, int n) {
        return phase.input("real", InputSource.PICTURES, n, data.channels(), data.size(), data.size());
    }

    /** Classes, one-hot {@code [n,classes]}, the same under the same name; null where none are learned. */
    Value label(PhaseGraph phase, String name, InputSource source, int n) {
        if (data.classes() == 0) return null;
        Value known = phase.graph().inputs().get(name);
        return known != null ? known : phase.input(name, source, n, data.classes());
    }

    /** The parameters of what a generator draws, by the names that its family knows them by: without its own. */
    static Map<String, Tensor> generator(PhaseGraph sampler, Weights weights) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        sampler.graph().parameters().forEach(
                (name, value) -> tensors.put(name.substring((G + ".").length()), weights.get((Op.Parameter) value.op())));
        return tensors;
    }
}
