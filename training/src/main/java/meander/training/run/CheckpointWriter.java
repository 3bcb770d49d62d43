package meander.training.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import meander.models.graph.Weights;
import meander.training.program.Trainer;
import meander.training.recipe.TrainingPlan;

/**
 * Saves a training in its folder, as it is at a moment.
 *
 * @param title       of the data, for whoever opens the model
 * @param classes     names; empty if none are learned
 * @param fingerprint of the data
 */
record CheckpointWriter(RunFolder folder, TrainingSpec spec, TrainingPlan plan, String title, List<String> classes,
        String fingerprint) {
    private static final long SAMPLES = 0; // latents of drawings that go into the model

    /** @return the model's name in the folder */
    String save(Trainer trainer) throws IOException {
        SequencedMap<String, float[]> tensors = trainer.state();
        TrainingPlan.Contents contents = contents(trainer, tensors);
        return folder.save(trainer.images(), contents.tensors(), metadata(trainer, contents),
                new TrainingState(trainer.step(), trainer.images(), tensors, fingerprint));
    }

    /** The model without the state, where that lies there already. @return its name in the folder */
    String saveModel(Trainer trainer) throws IOException {
        TrainingPlan.Contents contents = contents(trainer, trainer.state());
        return folder.saveModel(trainer.images(), contents.tensors(), metadata(trainer, contents));
    }

    private TrainingPlan.Contents contents(Trainer trainer, Map<String, float[]> tensors) {
        String generator = plan.generator();
        Weights average = plan.program().layout(generator).weights(tensors.get(generator + "_ema"));
        return plan.model().of(average, name -> trainer.draw(name, SAMPLES));
    }

    private Map<String, String> metadata(Trainer trainer, TrainingPlan.Contents contents) {
        Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
        metadata.put("recipe", spec.recipe());
        metadata.put("data", title);
        metadata.put("images", Long.toString(trainer.images()));
        if (!classes.isEmpty()) metadata.put("classes", String.join("\n", classes));
        return metadata;
    }
}
