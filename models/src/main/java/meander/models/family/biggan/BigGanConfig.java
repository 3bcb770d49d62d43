package meander.models.family.biggan;

import java.util.ArrayList;
import java.util.List;

import meander.models.checkpoint.StateDict;
import meander.models.family.StateDictReader;
import meander.models.family.biggan.BigGan.Block;
import meander.models.graph.Shape;

/** Reads a BigGAN's shape off its tensors. */
final class BigGanConfig {
    private final StateDictReader file;

    /** @param notes where the numbers came from is added here */
    BigGanConfig(StateDict file, List<String> notes) {
        this.file = new StateDictReader(file, notes);
    }

    /** Written by the code of BigGAN's first author. @throws IllegalArgumentException if a tensor that decides the shape is missing or is no such shape, with its name */
    BigGan brock() {
        boolean deep = file.has("blocks.0.0.conv4.weight");
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; file.has("blocks." + i + ".0.conv1.weight"); i++) {
            String block = "blocks." + i + ".0.";
            Shape first = file.shape(block + "conv1.weight", 4);
            int out = deep ? file.dim(block + "conv4.weight", 4, 0) : first.dim(0);
            // BigGAN-deep has two blocks for each resolution, of which the second doubles it.
            blocks.add(new Block(first.dim(1), first.dim(0), out, !deep || i % 2 == 1, file.has("blocks." + i + ".1.gamma")));
        }
        int shared = file.has("shared.weight") ? file.dim("shared.weight", 2, 1) : 0;
        Shape gain = file.shape("blocks.0.0.bn1.gain.weight", 2);
        int classes = shared > 0 ? file.dim("shared.weight", 2, 0) : gain.dim(0);
        Shape linear = file.shape("linear.weight", 2);
        boolean split = !deep && shared > 0 && gain.dim(1) > shared;
        int zDim = deep ? linear.dim(1) - shared : split ? linear.dim(1) * (blocks.size() + 1) : linear.dim(1);
        file.notes().add("Blocks, feature maps, classes and the size of z: from the tensors and their names.");
        BrockLayout layout = new BrockLayout(shared, file.has("output_layer.0.bn.stored_mean"));
        return new BigGan(layout, deep, split, positive(zDim, "z"), classes, bottom(linear.dim(0), blocks), blocks);
    }

    /** Written by Hugging Face's conversion. @throws IllegalArgumentException as {@link #brock} */
    BigGan huggingFace(BigGanConfigFile sideCar) {
        List<Block> blocks = new ArrayList<>();
        String layers = "generator.layers.";
        for (int i = 0; file.has(layers + i + ".conv_0.weight_orig"); i += blocks.getLast().attention() ? 2 : 1) {
            Shape first = file.shape(layers + i + ".conv_0.weight_orig", 4);
            int out = file.dim(layers + i + ".conv_3.weight_orig", 4, 0);
            blocks.add(new Block(first.dim(1), first.dim(0), out, sideCar.doubles(blocks.size()),
                    file.has(layers + (i + 1) + ".gamma")));
        }
        if (blocks.isEmpty()) throw new IllegalArgumentException("generator.layers.0.conv_0.weight_orig is missing");
        Shape embeddings = file.shape("embeddings.weight", 2);
        Shape linear = file.shape("generator.gen_z.weight_orig", 2);
        file.notes().add("Blocks, feature maps, classes and the size of z: from the tensors and their names.");
        file.notes().add("Which blocks double the size: "
                + (sideCar.found() ? "from the configuration beside the file." : "not in the file, every second as published."));
        HuggingFaceLayout layout = new HuggingFaceLayout(embeddings.dim(0), file.dim("generator.bn.running_means", 2, 0),
                file.dim("generator.conv_to_rgb.weight_orig", 4, 0), sideCar.epsilon());
        return new BigGan(layout, true, false, positive(linear.dim(1) - embeddings.dim(0), "z"), embeddings.dim(1),
                bottom(linear.dim(0), blocks), blocks);
    }

    /** Side of the first layer's square. */
    private static int bottom(int numbers, List<Block> blocks) {
        if (blocks.isEmpty()) throw new IllegalArgumentException("blocks.0.0.conv1.weight is missing");
        int side = (int) Math.round(Math.sqrt((double) numbers / blocks.getFirst().in()));
        if (side < 1 || side * side * blocks.getFirst().in() != numbers)
            throw new IllegalArgumentException(
                    "the first layer gives " + numbers + " numbers, no square of " + blocks.getFirst().in() + " feature maps");
        return side;
    }

    private static int positive(int size, String what) {
        if (size < 1) throw new IllegalArgumentException(what + " has " + size + " dimensions");
        return size;
    }
}
