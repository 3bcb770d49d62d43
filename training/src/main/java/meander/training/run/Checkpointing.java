package meander.training.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import meander.models.graph.Weights;
import meander.training.program.Trainer;
import meander.training.recipe.Plan;

/**
 * Saves a training in its folder, as it is at a moment.
 *
 * @param title       of the data, for whoever opens the model
 * @param classes     names; empty if none are learned
 * @param fingerprint of the data
 */
record Checkpointing(RunFolder folder, TrainingSpec spec, Plan plan, String title, List<String> classes, String fingerprint) {
    private static final long SAMPLES = 0; // latents of drawings that go into the model

    /** The model first: where there is a state there is a model. @return the model's name in the folder */
    String save(Trainer trainer) throws IOException {
        SequencedMap<String, float[]> tensors = trainer.state();
        String generator = plan.generator();
        Weights average = plan.program().layout(generator).weights(tensors.get(generator + "_ema"));
        Plan.Contents contents = plan.model().of(average, name -> trainer.draw(name, SAMPLES));
        Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
        metadata.put("recipe", spec.recipe());
        metadata.put("data", title);
        metadata.put("images", Long.toString(trainer.images()));
        if (!classes.isEmpty()) metadata.put("classes", String.join("\n", classes));
        return folder.save(trainer.images(), contents.tensors(), metadata,
                new TrainingState(trainer.step(), trainer.images(), tensors, fingerprint));
    }
}
