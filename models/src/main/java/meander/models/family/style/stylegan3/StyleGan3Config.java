package meander.models.family.style.stylegan3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import meander.models.checkpoint.StateDict;
import meander.models.family.StateDictReader;
import meander.models.family.style.stylegan3.StyleGan3.Fourier;
import meander.models.family.style.stylegan3.StyleGan3.Layer;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.nn.MappingNetwork;

/** Reads a StyleGAN3's shape off its tensors and their names; what they do not tell is looked up among the attributes the file keeps. */
final class StyleGan3Config {
    private static final String SYNTHESIS = "synthesis.";
    private static final String INPUT = "synthesis.input.";
    private static final String EMBED = "mapping.embed.weight";
    private static final Pattern LAYER = Pattern.compile("synthesis\\.(L(\\d{1,3})_(\\d{1,5})_(\\d{1,5}))\\.weight");
    private static final int LARGEST = 16384;
    private static final int MOST_TAPS = 256;
    private static final int MOST_FACTOR = 16;
    /** As published: samples around the picture, a clamp, a factor, and the first layer's highest frequency. */
    private static final double MARGIN = 10;
    private static final double CLAMP = 256;
    private static final double OUTPUT_SCALE = 0.25;
    private static final double BANDWIDTH = 2;

    private final StateDictReader file;

    /** @param notes where the numbers came from is added here */
    StyleGan3Config(StateDict file, List<String> notes) {
        this.file = new StateDictReader(file, notes);
    }

    /** @throws IllegalArgumentException if a tensor that decides the shape is missing or is no such shape, with its name */
    StyleGan3 read() {
        List<Stored> stored = stored();
        int resolution = stored.getLast().size;
        int margin = (int) (double) file.number(SYNTHESIS + "margin_size").orElse(MARGIN);
        Fourier input = input(stored.getFirst(), resolution, margin);
        List<Layer> layers = new ArrayList<>();
        double rate = input.rate();
        for (Stored each : stored) {
            boolean last = each == stored.getLast();
            int after = rate(each, resolution, margin);
            // Nonlinearities take place at twice the higher of both rates; toRGB has none.
            double between = Math.max(rate, after) * (last ? 1 : 2);
            layers.add(layer(each, after, factor(between / rate, each), factor(between / after, each), last));
            rate = after;
        }
        file.notes().add("Resolution, feature maps, filters and the sizes of z and w: from the tensors and their names.");
        boolean tells = file.number(SYNTHESIS + "input.sampling_rate").isPresent();
        file.notes()
                .add("Sampling rates: " + (tells
                        ? "kept in the file."
                        : "not in the file, from the layers' sizes and a margin of " + margin + " samples as published."));
        return new StyleGan3(mapping(file.dim(INPUT + "affine.weight", 2, 1)), input, layers, clamp(stored.getFirst()),
                file.number(SYNTHESIS + "output_scale").orElse(OUTPUT_SCALE));
    }

    private MappingNetwork mapping(int wDim) {
        int cDim = file.has(EMBED) ? file.dim(EMBED, 2, 1) : 0;
        int zDim = file.dim("mapping.fc0.weight", 2, 1) - (cDim > 0 ? wDim : 0);
        return new MappingNetwork(zDim, cDim, wDim, file.count("mapping.fc"), file.mappingRate());
    }

    /** A layer by the name of its tensors. */
    private record Stored(String name, int size) {
        String tensor(String part) {
            return SYNTHESIS + name + "." + part;
        }
    }

    private List<Stored> stored() {
        SequencedMap<Integer, Stored> byIndex = new TreeMap<>();
        for (String tensor : file.file().tensors().keySet()) {
            Matcher layer = LAYER.matcher(tensor);
            if (layer.matches())
                byIndex.put(Integer.parseInt(layer.group(2)), new Stored(layer.group(1), Integer.parseInt(layer.group(3))));
        }
        if (byIndex.isEmpty()) throw new IllegalArgumentException("synthesis.L0_… is missing");
        int expected = 0;
        for (var each : byIndex.entrySet()) {
            if (each.getKey() != expected) throw new IllegalArgumentException("synthesis.L" + expected + "_… is missing");
            int size = each.getValue().size;
            if (size < 1 || size > LARGEST) throw new IllegalArgumentException(each.getValue().name + " has a size of " + size);
            expected++;
        }
        return List.copyOf(byIndex.values());
    }

    private Fourier input(Stored first, int resolution, int margin) {
        double rate = file.number(INPUT + "sampling_rate").orElseGet(() -> (double) rate(first, resolution, margin));
        double bandwidth = file.number(INPUT + "bandwidth").orElse(BANDWIDTH);
        if (!(bandwidth >= 0 && rate > 2 * bandwidth && rate <= LARGEST))
            throw new IllegalArgumentException("the input has a bandwidth of " + bandwidth + " at a sampling rate of " + rate);
        return new Fourier(file.dim(INPUT + "freqs", 2, 0), first.size, rate, bandwidth);
    }

    private Layer layer(Stored stored, int rate, int up, int down, boolean last) {
        Shape weight = file.shape(stored.tensor("weight"), 4);
        Tensor plain = new Tensor(Shape.of(1), new float[]{1});
        if (last)
            return new Layer(stored.name, weight.dim(1), weight.dim(0), 1, stored.size, rate, plain.data(), up, plain, down);
        Tensor before = filter(stored.tensor("up_filter"), 1);
        int rank = file.has(stored.tensor("down_filter"))
                ? file.file().tensors().get(stored.tensor("down_filter")).shape().length
                : 1;
        Tensor after = filter(stored.tensor("down_filter"), Math.clamp(rank, 1, 2));
        return new Layer(stored.name, weight.dim(1), weight.dim(0), weight.dim(2), stored.size, rate, before.data(), up, after,
                down);
    }

    private Tensor filter(String name, int rank) {
        Shape shape = file.shape(name, rank);
        if (shape.dim(0) > MOST_TAPS || shape.dim(-1) != shape.dim(0)) throw new IllegalArgumentException(name + " is " + shape);
        return new Tensor(shape, file.file().tensors().get(name).floats());
    }

    /** All around the picture lies a margin, but for the last layers, which are critically sampled. */
    private int rate(Stored layer, int resolution, int margin) {
        Optional<Double> said = file.number(SYNTHESIS + layer.name + ".out_sampling_rate");
        int rate = said.map(Double::intValue).orElse(layer.size == resolution ? resolution : layer.size - 2 * margin);
        if (rate < 1 || rate > LARGEST) throw new IllegalArgumentException(layer.name + " has a sampling rate of " + rate);
        return rate;
    }

    private static int factor(double factor, Stored layer) {
        if (factor < 1 || factor > MOST_FACTOR || factor != Math.rint(factor))
            throw new IllegalArgumentException(layer.name + " changes the sampling rate by " + factor);
        return (int) factor;
    }

    private double clamp(Stored first) {
        Optional<Double> stated = file.number(SYNTHESIS + first.name + ".conv_clamp").or(() -> file.argument("", "conv_clamp"));
        file.notes().add("Limit of the activations: "
                + stated.map(limit -> limit + ", kept in the file.").orElse("not in the file, " + CLAMP + " as published."));
        return stated.orElse(CLAMP);
    }
}
