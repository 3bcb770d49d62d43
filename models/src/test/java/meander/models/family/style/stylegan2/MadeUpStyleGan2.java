package meander.models.family.style.stylegan2;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.family.style.stylegan2.StyleGan2.Architecture;

/** Writes small StyleGAN2 checkpoints with seeded weights, named and shaped as NVlabs' code has them. */
public final class MadeUpStyleGan2 {
    /** How the two repositories keep the arguments of the constructor. */
    public enum Dialect {
        /** StyleGAN2-ADA: arguments of the synthesis network in a group of their own. */
        NESTED,
        /** StyleGAN3: arguments of the synthesis network among the others. */
        FLAT
    }

    final Architecture architecture;
    final int zDim;
    final int cDim;
    final int wDim;
    final int mappingLayers;
    final double mappingRate;
    final SequencedMap<Integer, Integer> channels;
    final int pictures;
    final Double clamp;
    final double[] filter;
    final TreeMap<String, float[]> values = new TreeMap<>();
    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(11);

    private MadeUpStyleGan2(Settings settings) {
        architecture = settings.architecture;
        zDim = settings.zDim;
        cDim = settings.cDim;
        wDim = settings.wDim;
        mappingLayers = settings.mappingLayers;
        mappingRate = settings.mappingRate;
        channels = settings.channels;
        pictures = settings.pictures;
        clamp = settings.clamp;
        filter = settings.filter;
        write(settings.noise);
    }

    /** What can be chosen; small and plain unless changed. */
    public static final class Settings {
        public Architecture architecture = Architecture.SKIP;
        public int zDim = 6;
        public int cDim;
        public int wDim = 5;
        public int mappingLayers = 2;
        public double mappingRate = 0.01;
        public SequencedMap<Integer, Integer> channels = channels(6, 5, 4, 3);
        public int pictures = 3;
        public boolean noise = true;
        public Double clamp;
        public double[] filter = {0.125, 0.375, 0.375, 0.125};
    }

    public static MadeUpStyleGan2 of(Consumer<Settings> changes) {
        Settings settings = new Settings();
        changes.accept(settings);
        return new MadeUpStyleGan2(settings);
    }

    /** Feature maps from 4 px up. */
    public static SequencedMap<Integer, Integer> channels(int... maps) {
        SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
        for (int i = 0; i < maps.length; i++)
            channels.put(4 << i, maps[i]);
        return channels;
    }

    private void write(boolean noise) {
        for (int i = 0; i < mappingLayers; i++)
            dense("mapping.fc" + i, wDim, i > 0 ? wDim : zDim + (cDim > 0 ? wDim : 0), 1 / mappingRate, 0);
        if (cDim > 0) dense("mapping.embed", wDim, cDim, 1, 0);
        tensor("mapping.w_avg", 0, 0.3, wDim);
        int last = channels.lastEntry().getKey();
        int before = 0;
        for (var block : channels.entrySet()) {
            int size = block.getKey();
            int out = block.getValue();
            String name = "synthesis.b" + size + ".";
            if (size == 4) tensor(name + "const", 0, 1, out, 4, 4);
            else {
                layer(name + "conv0", before, out, size, noise);
                if (architecture == Architecture.RESNET) tensor(name + "skip.weight", 0, 1, out, before, 1, 1);
            }
            layer(name + "conv1", out, out, size, noise);
            if (architecture == Architecture.SKIP || size == last) {
                tensor(name + "torgb.weight", 0, 1, pictures, out, 1, 1);
                tensor(name + "torgb.bias", 0, 0.3, pictures);
                dense(name + "torgb.affine", out, wDim, 1, 1);
            }
            if (size > 4) lowPass(name + "conv0.resample_filter");
            before = out;
        }
    }

    private void layer(String name, int in, int out, int size, boolean noise) {
        tensor(name + ".weight", 0, 1, out, in, 3, 3);
        tensor(name + ".bias", 0, 0.3, out);
        dense(name + ".affine", in, wDim, 1, 1);
        if (noise) {
            tensor(name + ".noise_strength", 0, 0.5);
            tensor(name + ".noise_const", 0, 1, size, size);
        }
    }

    private void dense(String name, int out, int in, double deviation, double bias) {
        tensor(name + ".weight", 0, deviation, out, in);
        tensor(name + ".bias", bias, 0.3, out);
    }

    private void lowPass(String name) {
        int taps = filter.length;
        float[] outer = new float[taps * taps];
        for (int i = 0; i < outer.length; i++)
            outer[i] = (float) (filter[i / taps] * filter[i % taps]);
        put(name, outer, taps, taps);
    }

    private void tensor(String name, double mean, double deviation, int... shape) {
        int elements = 1;
        for (int dim : shape)
            elements *= dim;
        float[] numbers = new float[elements];
        for (int i = 0; i < elements; i++)
            numbers[i] = (float) (mean + deviation * Math.clamp(random.nextGaussian(), -2, 2));
        put(name, numbers, shape);
    }

    /** Sets or replaces a tensor. */
    MadeUpStyleGan2 put(String name, float[] numbers, int... shape) {
        values.put(name, numbers);
        tensors.put(name, StoredTensor.of(numbers, shape));
        return this;
    }

    MadeUpStyleGan2 without(String name) {
        values.remove(name);
        tensors.remove(name);
        return this;
    }

    StateDict state(Dialect dialect) {
        Map<String, Object> synthesis = new HashMap<>();
        synthesis.put("conv_clamp", clamp);
        SequencedMap<String, Object> arguments = new LinkedHashMap<>(Map.of("z_dim", (long) zDim));
        arguments.put("mapping_kwargs", Map.of("num_layers", (long) mappingLayers, "lr_multiplier", mappingRate));
        if (dialect == Dialect.NESTED) arguments.put("synthesis_kwargs", synthesis);
        else
            arguments.putAll(synthesis);
        return new StateDict(tensors, new LinkedHashMap<>(Map.of("_init_kwargs", arguments)), new LinkedHashSet<>(), "Generator");
    }

    public Checkpoint checkpoint(Dialect dialect) {
        return file(Map.of("G_ema", state(dialect)));
    }

    static Checkpoint file(Map<String, StateDict> networks) {
        return new Checkpoint(Path.of("made-up.pkl"), ContainerFormat.PICKLE, new LinkedHashMap<>(networks),
                new LinkedHashMap<>());
    }

    public NetworkModel open(Dialect dialect) {
        return switch (new StyleGan2Family().recognise(checkpoint(dialect)).orElseThrow().open(Map.of())) {
            case OpenResult.Ready(Model model) -> (NetworkModel) model;
            case OpenResult.Translates _ -> throw new AssertionError("translates pictures");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
    }

    public NetworkModel open() {
        return open(Dialect.NESTED);
    }

    /** The number of convolutions, each with noise. */
    int noiseLayers() {
        return 2 * channels.size() - 1;
    }

    List<Integer> sizes() {
        return List.copyOf(channels.keySet());
    }
}
