package meander.models.family.biggan;

import java.util.ArrayList;
import java.util.List;

import meander.models.family.Particulars;
import meander.models.family.biggan.BigGan.Block;

/** Reads a BigGAN's shape off its tensors. */
final class BigGanConfig {
    private final Particulars file;

    /** @param file is told where the numbers came from */
    BigGanConfig(Particulars file) {
        this.file = file;
    }

    /** Written by the code of BigGAN's first author. @throws IllegalArgumentException if a tensor that decides the shape is missing or is no such shape, with its name */
    BigGan brock() {
        boolean deep = file.has("blocks.0.0.conv4.weight");
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; file.has("blocks." + i + ".0.conv1.weight"); i++) {
            String block = "blocks." + i + ".0.";
            int[] first = file.shape(block + "conv1.weight", 4);
            int out = deep ? file.shape(block + "conv4.weight", 4)[0] : first[0];
            // BigGAN-deep has two blocks for each resolution, of which the second doubles it.
            blocks.add(new Block(first[1], first[0], out, !deep || i % 2 == 1, file.has("blocks." + i + ".1.gamma")));
        }
        int shared = file.has("shared.weight") ? file.shape("shared.weight", 2)[1] : 0;
        int[] gain = file.shape("blocks.0.0.bn1.gain.weight", 2);
        int classes = shared > 0 ? file.shape("shared.weight", 2)[0] : gain[0];
        int[] linear = file.shape("linear.weight", 2);
        boolean split = !deep && shared > 0 && gain[1] > shared;
        int zDim = deep ? linear[1] - shared : split ? linear[1] * (blocks.size() + 1) : linear[1];
        file.note("Blocks, feature maps, classes and the size of z: from the tensors and their names.");
        BrockLayout layout = new BrockLayout(shared, file.has("output_layer.0.bn.stored_mean"));
        return new BigGan(layout, deep, split, positive(zDim, "z"), classes, bottom(linear[0], blocks), blocks);
    }

    /** Written by Hugging Face's conversion. @throws IllegalArgumentException as {@link #brock} */
    BigGan huggingFace(SideCar sideCar) {
        List<Block> blocks = new ArrayList<>();
        String layers = "generator.layers.";
        for (int i = 0; file.has(layers + i + ".conv_0.weight_orig"); i += blocks.getLast().attention() ? 2 : 1) {
            int[] first = file.shape(layers + i + ".conv_0.weight_orig", 4);
            int out = file.shape(layers + i + ".conv_3.weight_orig", 4)[0];
            blocks.add(new Block(first[1], first[0], out, sideCar.doubles(blocks.size()), file.has(layers + (i + 1) + ".gamma")));
        }
        if (blocks.isEmpty()) throw new IllegalArgumentException("generator.layers.0.conv_0.weight_orig is missing");
        int[] embeddings = file.shape("embeddings.weight", 2);
        int[] linear = file.shape("generator.gen_z.weight_orig", 2);
        file.note("Blocks, feature maps, classes and the size of z: from the tensors and their names.");
        file.note("Which blocks double the size: " + (sideCar.found()
                ? "from the configuration beside the file."
                : "not in the file, every second as published."));
        HuggingFaceLayout layout = new HuggingFaceLayout(embeddings[0], file.shape("generator.bn.running_means", 2)[0],
                file.shape("generator.conv_to_rgb.weight_orig", 4)[0], sideCar.epsilon());
        return new BigGan(layout, true, false, positive(linear[1] - embeddings[0], "z"), embeddings[1],
                bottom(linear[0], blocks), blocks);
    }

    /** Side of the first layer's square. */
    private static int bottom(int numbers, List<Block> blocks) {
        if (blocks.isEmpty()) throw new IllegalArgumentException("blocks.0.0.conv1.weight is missing");
        int side = (int) Math.round(Math.sqrt((double) numbers / blocks.getFirst().in()));
        if (side < 1 || side * side * blocks.getFirst().in() != numbers)
            throw new IllegalArgumentException("the first layer gives " + numbers + " numbers, no square of "
                    + blocks.getFirst().in() + " feature maps");
        return side;
    }

    private static int positive(int size, String what) {
        if (size < 1) throw new IllegalArgumentException(what + " has " + size + " dimensions");
        return size;
    }
}
