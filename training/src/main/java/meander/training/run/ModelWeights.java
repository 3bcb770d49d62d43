package meander.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.training.recipe.TrainingPlan;
import meander.training.run.TrainingEvent.Ended.Reason;

/**
 * The weights of a model that a run of the same recipe has saved, as a training begins with them. A model holds the moving average of what
 * draws: neither the discriminator nor anything of the optimiser.
 *
 * @param tensors by the parameters' full names
 * @param missing how many parameters of the networks it says nothing of
 */
record ModelWeights(Map<String, Tensor> tensors, int missing) {
    /** More levels than a network has that grows. */
    private static final float ALL_LEVELS = 64;

    /** @throws RunOutcome if the file cannot be read, or holds other networks */
    static ModelWeights read(Path file, TrainingPlan plan) throws IOException, RunOutcome {
        if (!Files.isReadable(file)) throw new RunOutcome(Reason.BAD_SPEC, "There is no model " + file + " to begin with.");
        StateDict saved = switch (Checkpoints.open(file)) {
            case Rejected rejected ->
                throw new RunOutcome(Reason.BAD_SPEC, file + " cannot be begun with: " + rejected.sentence());
            case ForeignModel _ -> null;
            case Checkpoint checkpoint -> checkpoint.networks().get("");
        };
        if (saved == null) throw new RunOutcome(Reason.BAD_SPEC, file + " is not a model that a training has saved.");
        Map<String, Tensor> tensors = new HashMap<>();
        for (Map.Entry<String, Op.Parameter> place : places(plan).entrySet()) {
            StoredTensor found = saved.tensors().get(place.getKey());
            if (found == null) continue; // of a level that was not grown yet
            Shape shape = place.getValue().shape();
            if (!Arrays.equals(found.shape(), shape.dims()))
                throw new RunOutcome(Reason.BAD_SPEC, file + " holds other networks than these settings give: " + place.getKey()
                        + " is " + Arrays.toString(found.shape()) + ", not " + Arrays.toString(shape.dims()) + ".");
            tensors.put(place.getValue().name(), new Tensor(shape, found.floats()));
        }
        if (tensors.isEmpty()) throw new RunOutcome(Reason.BAD_SPEC, file + " holds none of this recipe's networks.");
        int all = plan.program().networks().stream().mapToInt(player -> plan.program().layout(player.name()).places().size())
                .sum();
        return new ModelWeights(Map.copyOf(tensors), all - tensors.size());
    }

    /** Which tensor of a model's file is which parameter: told by having the recipe write one. */
    private static Map<String, Op.Parameter> places(TrainingPlan plan) {
        Map<Tensor, Op.Parameter> written = new IdentityHashMap<>();
        TrainingPlan.Contents contents = plan.model().of(parameter -> {
            Tensor tensor = new Tensor(parameter.shape(), new float[parameter.shape().elements()]);
            written.put(tensor, parameter);
            return tensor;
        }, name -> {
            Shape shape = plan.program().samplers().get(name).graph().outputs().firstEntry().getValue().shape();
            float[] any = new float[shape.elements()];
            Arrays.fill(any, ALL_LEVELS);
            return new Tensor(shape, any);
        });
        Map<String, Op.Parameter> places = new HashMap<>();
        contents.tensors().forEach((name, tensor) -> {
            if (written.containsKey(tensor)) places.put(name, written.get(tensor));
        });
        return places;
    }

    /** These, and others where there is none. */
    Weights over(Weights others) {
        return parameter -> {
            Tensor tensor = tensors.get(parameter.name());
            return tensor == null ? others.get(parameter) : tensor;
        };
    }
}
