package meander.models.family.dcgan;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SplittableRandom;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;

/** Writes small state dicts with seeded weights, as PyTorch would name them, and checkpoints of them. */
final class StateDicts {
    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final SequencedSet<String> modules = new LinkedHashSet<>();
    private final SplittableRandom random = new SplittableRandom(5);

    StateDicts weight(String path, int... shape) {
        modules.add(path);
        double fan = 1;
        for (int i = 1; i < shape.length; i++)
            fan *= shape[i];
        return tensor(path + ".weight", 0, 1.5 / Math.sqrt(fan), shape);
    }

    StateDicts linear(String path, int out, int... shape) {
        return weight(path, shape).tensor(path + ".bias", 0, 0.1, out);
    }

    StateDicts norm(String path, int channels) {
        modules.add(path);
        tensor(path + ".weight", 1, 0.2, channels).tensor(path + ".bias", 0, 0.3, channels);
        tensor(path + ".running_mean", 0, 0.1, channels).tensor(path + ".running_var", 1, 0.1, channels);
        tensors.put(path + ".num_batches_tracked", StoredTensor.of(new float[]{3}));
        return this;
    }

    /** Modules without tensors. */
    StateDicts bare(String... paths) {
        modules.addAll(List.of(paths));
        return this;
    }

    private StateDicts tensor(String name, double mean, double deviation, int... shape) {
        int elements = 1;
        for (int dim : shape)
            elements *= dim;
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++)
            values[i] = (float) (mean + deviation * Math.clamp(random.nextGaussian(), -2, 2));
        tensors.put(name, StoredTensor.of(values, shape));
        return this;
    }

    StateDicts set(String name, double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++)
            floats[i] = (float) values[i];
        tensors.put(name, StoredTensor.of(floats, floats.length));
        return this;
    }

    float[] values(String name) {
        return tensors.get(name).floats();
    }

    double[][] normalised(double[][] x, String path, double epsilon) {
        return Naive.norm(x, values(path + ".running_mean"), values(path + ".running_var"), values(path + ".weight"),
                values(path + ".bias"), epsilon);
    }

    /** With the list of modules, as {@code _metadata} has it. */
    StateDict listed() {
        return new StateDict(tensors, new LinkedHashMap<>(), modules, "");
    }

    /** Without the list of modules. */
    StateDict unlisted() {
        return new StateDict(tensors, new LinkedHashMap<>(), new LinkedHashSet<>(), "");
    }

    static Checkpoint file(StateDict state) {
        return file(Map.of("", state));
    }

    static Checkpoint file(Map<String, StateDict> networks) {
        return new Checkpoint(Path.of("made-up.pth"), ContainerFormat.TORCH_ZIP, new LinkedHashMap<>(networks),
                new LinkedHashMap<>());
    }

    /** DCGAN's PyTorch tutorial: 4/1/0, then 4/2/1 until the picture is 32 wide; 5 dimensions of z. */
    static StateDicts tutorial(String prefix) {
        return new StateDicts().weight(prefix + "0", 5, 8, 4, 4).norm(prefix + "1", 8).bare(prefix + "2")
                .weight(prefix + "3", 8, 6, 4, 4).norm(prefix + "4", 6).bare(prefix + "5").weight(prefix + "6", 6, 4, 4, 4)
                .norm(prefix + "7", 4).bare(prefix + "8").weight(prefix + "9", 4, 3, 4, 4).bare(prefix + "10");
    }

    /** A dense layer, up-sampling and convolutions; the collection that uses ε 0.8. 8×8 wide, grey, 6 dimensions of z. */
    static StateDicts upsampling() {
        return new StateDicts().linear("l1.0", 16, 16, 6).norm("conv_blocks.0", 4).bare("conv_blocks.1")
                .linear("conv_blocks.2", 4, 4, 4, 3, 3).norm("conv_blocks.3", 4).bare("conv_blocks.4", "conv_blocks.5")
                .linear("conv_blocks.6", 2, 2, 4, 3, 3).norm("conv_blocks.7", 2).bare("conv_blocks.8")
                .linear("conv_blocks.9", 1, 1, 2, 3, 3).bare("conv_blocks.10");
    }

    static StateDicts discriminator(String prefix) {
        return new StateDicts().weight(prefix + "0", 8, 3, 4, 4).bare(prefix + "1").weight(prefix + "2", 16, 8, 4, 4)
                .norm(prefix + "3", 16).bare(prefix + "4").weight(prefix + "5", 1, 16, 4, 4).bare(prefix + "6");
    }
}
