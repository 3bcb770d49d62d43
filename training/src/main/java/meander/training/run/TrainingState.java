package meander.training.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Checkpoints;
import meander.models.checkpoint.Program;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.models.files.WholeFile;

/**
 * Everything that a training goes on from. Random numbers and the order of the pictures are functions of the seed, the step and the
 * pictures seen, so these stand for them.
 *
 * @param step    steps done
 * @param images  real pictures shown to the discriminator
 * @param tensors flat tensors by name: weights, averages, Adam's moments, augmentation strength
 * @param data    the fingerprint of the data
 */
public record TrainingState(long step, long images, SequencedMap<String, float[]> tensors, String data) {
    public TrainingState {
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    }

    /** Writes it so that a crash or a power cut at any moment leaves either this file whole or none of its name. */
    public void write(Path file) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter(Map.of("kind", "meander training state", "step", Long.toString(step),
                "images", Long.toString(images), "data", data));
        tensors.forEach((name, values) -> writer.add(name, new int[]{values.length}, values));
        WholeFile.writeDurably(file, writer::writeTo);
    }

    /** @throws IOException with a sentence if the file is no state */
    public static TrainingState read(Path file) throws IOException {
        switch (Checkpoints.open(file)) {
            case Rejected rejected ->
                throw new IOException("The training cannot go on from " + file.getFileName() + ": " + rejected.sentence());
            case Program _ -> throw new IOException(file.getFileName() + " is not the state of a training.");
            case Checkpoint checkpoint -> {
                StateDict all = checkpoint.networks().get("");
                if (all == null || !(all.attributes().get("step") instanceof String step)
                        || !(all.attributes().get("images") instanceof String images))
                    throw new IOException(file.getFileName() + " is not the state of a training.");
                SequencedMap<String, float[]> tensors = new LinkedHashMap<>();
                all.tensors().forEach((name, tensor) -> tensors.put(name, tensor.floats()));
                try {
                    return new TrainingState(Long.parseLong(step), Long.parseLong(images), tensors,
                            String.valueOf(all.attributes().get("data")));
                } catch (NumberFormatException e) {
                    throw new IOException(file.getFileName() + " is not the state of a training.", e);
                }
            }
        }
    }
}
