package meander.training.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.models.files.AtomicFile;

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

    private static final String CHECKSUM = "sha256";

    /** Writes it, with a checksum of all it holds, so that a crash or a power cut at any moment leaves either this file whole or none of its name. */
    public void write(Path file) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter(Map.of("kind", "meander training state", "step", Long.toString(step),
                "images", Long.toString(images), "data", data, CHECKSUM, checksum()));
        tensors.forEach((name, values) -> writer.add(name, new int[]{values.length}, values));
        AtomicFile.writeDurably(file, writer::writeTo);
    }

    /** Of every number and every name, in the order of the names, in which a file has them. */
    private String checksum() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((step + " " + images + " " + data).getBytes(StandardCharsets.UTF_8));
            ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            new TreeMap<>(tensors).forEach((name, values) -> {
                digest.update((" " + name + " " + values.length + " ").getBytes(StandardCharsets.UTF_8));
                for (int from = 0; from < values.length; from += chunk.capacity() / Float.BYTES) {
                    chunk.clear();
                    chunk.asFloatBuffer().put(values, from, Math.min(chunk.capacity() / Float.BYTES, values.length - from));
                    digest.update(chunk.limit(Math.min(chunk.capacity(), (values.length - from) * Float.BYTES)));
                }
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * States of before there were checksums have none.
     *
     * @throws IOException with a sentence if the file is no state, or is not as it was written
     */
    public static TrainingState read(Path file) throws IOException {
        switch (Checkpoints.open(file)) {
            case Rejected rejected ->
                throw new IOException("The training cannot go on from " + file.getFileName() + ": " + rejected.sentence());
            case ForeignModel _ -> throw new IOException(file.getFileName() + " is not the state of a training.");
            case Checkpoint checkpoint -> {
                StateDict all = checkpoint.networks().get("");
                if (all == null || !(all.attributes().get("step") instanceof String step)
                        || !(all.attributes().get("images") instanceof String images))
                    throw new IOException(file.getFileName() + " is not the state of a training.");
                SequencedMap<String, float[]> tensors = new LinkedHashMap<>();
                all.tensors().forEach((name, tensor) -> tensors.put(name, tensor.floats()));
                try {
                    TrainingState state = new TrainingState(Long.parseLong(step), Long.parseLong(images), tensors,
                            String.valueOf(all.attributes().get("data")));
                    Object written = all.attributes().get(CHECKSUM);
                    if (state.step < 0 || state.images < 0 || written != null && !written.equals(state.checksum()))
                        throw new IOException(file.getFileName() + " is damaged: it does not hold what was written.");
                    return state;
                } catch (NumberFormatException e) {
                    throw new IOException(file.getFileName() + " is not the state of a training.", e);
                }
            }
        }
    }
}
