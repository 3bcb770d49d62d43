package meander.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.latent.NumpyRandom;
import meander.models.latent.ZOffsets;
import meander.models.render.Frame;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.RenderRequest;
import meander.training.program.Trainer;

/** What a training leaves behind, opened as anyone would open it. */
final class TrainedModel {
    private TrainedModel() {}

    static Model of(TrainingPlan plan, Trainer trainer, Path folder) throws IOException {
        TrainingPlan.Contents contents = plan.model().of(
                plan.program().layout(plan.generator()).weights(trainer.state().get(plan.generator() + "_ema")),
                name -> trainer.draw(name, 0));
        SafetensorsWriter writer = new SafetensorsWriter(contents.metadata());
        contents.tensors().forEach((name, tensor) -> writer.add(name, tensor.shape().dims(), tensor.data()));
        Path file = folder.resolve("model.safetensors");
        try (var out = Files.newOutputStream(file)) {
            writer.writeTo(out);
        }
        OpenResult result = Families.installed().open(file, Map.of(), _ -> {}, () -> false);
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return ((OpenResult.Ready) result).model();
    }

    /** What the renderer draws for the first latent that a trainer draws with this chance. */
    static float[] rendered(Model model, RenderRequest request, long chance) {
        SplittableRandom random = new SplittableRandom(chance * 31 + "z".hashCode());
        double[] seeded = new NumpyRandom(0).randn(model.info().zDim());
        ZOffsets edits = ZOffsets.NONE;
        for (int i = 0; i < seeded.length; i++)
            edits = edits.with(i, (float) random.nextGaussian() - seeded[i]);
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            return ((Frame) renderer.render(request.withSeed(0).withZOffsets(edits))).pixels().data();
        }
    }
}
