package meander.training.recipe;

import java.util.ArrayList;
import java.util.List;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Scope;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.training.program.PhaseGraph;
import meander.training.program.TrainingProgram;

/**
 * Generated pictures that a discriminator is shown again later (Shrivastava et al., arXiv:1612.07828 §2.3; CycleGAN, arXiv:1703.10593 §4): until
 * it is full each picture is kept and shown; then, at even chances, it is shown, or one of those that are kept is shown in its stead and it
 * takes that one's place. What is kept lies with the training's state, so that a training that goes on goes on with it.
 *
 * @param size how many are kept; none with 0
 */
record ImagePool(int size) {
    /** Pictures {@code [N,C,H,W]} → those that are shown instead, through which no gradient flows. @param name of the pool */
    Value shown(PhaseGraph phase, String name, Value pictures) {
        Value fresh = pictures.stopGradient();
        if (size == 0) return fresh;
        int n = pictures.shape().dim(0);
        Graph graph = phase.graph();
        Scope kept = phase.scope(TrainingProgram.MEMORY).at(name);
        Value pool = kept.kept("pictures", Initializer.ZERO, pictures.shape().with(0, size).dims());
        Value count = kept.kept("count", Initializer.ZERO);
        Value half = graph.constant(Tensor.scalar(0.5f));
        Value chances = phase.uniform(name + "_chance", n, 2);
        Value stored = pool;
        Value filled = count;
        List<Value> shown = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Value picture = fresh.slice(0, i, i + 1);
            Value chance = chances.slice(0, i, i + 1);
            Value full = graph.constant(Tensor.scalar(size - 0.5f)).less(filled); // 1 or 0
            Value drawn = chance.slice(1, 0, 1).reshape().mul(size).floor();
            Value exchange = full.mul(chance.slice(1, 1, 2).reshape().less(half));
            Value place = chosen(full, drawn, filled);
            Value here = places(graph).sub(place).abs().less(half); // [size,1,1,1], 1 at the place
            Value old = stored.mul(here).reduce(Op.Reduce.Function.SUM, true, 0);
            shown.add(chosen(exchange, old, picture));
            stored = chosen(here.mul(chosen(full, exchange, full.negate().add(1))), picture, stored);
            filled = filled.add(1).sub(full);
        }
        graph.update(pool, stored);
        graph.update(count, filled);
        return shown.getFirst().concat(0, shown.subList(1, n).toArray(Value[]::new));
    }

    /** The first where it is 1, the other where it is 0, to the last bit. */
    private static Value chosen(Value which, Value first, Value other) {
        return first.mul(which).add(other.mul(which.negate().add(1)));
    }

    private Value places(Graph graph) {
        Tensor places = Tensor.zeros(size, 1, 1, 1);
        for (int i = 0; i < size; i++)
            places.data()[i] = i;
        return graph.constant(places);
    }
}
