package meander.models.family.stylegan2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Translation;
import meander.models.family.stylegan2.StyleGan2.Architecture;
import meander.models.family.stylegan2.StyleGan2.Labels;
import meander.models.nn.Fir;

/** Reads a StyleGAN2's shape off its tensors; what no tensor tells is looked up among the attributes the file keeps. */
final class StyleGan2Config {
    private static final Pattern BLOCK = Pattern.compile("synthesis\\.b(\\d{1,5})\\..*");
    private static final double PUBLISHED_MAPPING_RATE = 0.01;
    static final String FILTER = "synthesis.b8.conv0.resample_filter";
    private static final String LABEL = "mapping.label.weight";

    private final StateDict file;
    private final List<String> notes;

    /** @param notes where the numbers came from is added here */
    StyleGan2Config(StateDict file, List<String> notes) {
        this.file = file;
        this.notes = notes;
    }

    /** @throws IllegalArgumentException if a tensor that decides the shape is missing or is no such shape, with its name */
    StyleGan2 read() {
        SequencedMap<Integer, Integer> channels = channels();
        int last = channels.lastEntry().getKey();
        int wDim = dim("synthesis.b4.conv1.affine.weight", 2, 1);
        boolean embedded = has("mapping.embed.weight");
        int cDim = embedded ? dim("mapping.embed.weight", 2, 1) : has(LABEL) ? dim(LABEL, 2, 1) : 0;
        int zDim = has(LABEL) ? dim(LABEL, 2, 0) : dim("mapping.fc0.weight", 2, 1) - (embedded ? wDim : 0);
        int mappingLayers = (int) IntStream.iterate(0, i -> has("mapping.fc" + i + ".weight"), i -> i + 1).count();
        int mappingWidth = dim("mapping.fc0.weight", 2, 0);
        int pictures = dim("synthesis.b" + last + ".torgb.weight", 4, 0);
        notes.add("Resolution, feature maps and the sizes of z and w: from the shapes of the tensors.");
        return new StyleGan2(architecture(last), zDim, cDim, wDim, has(LABEL) ? Labels.CONCATENATED : Labels.EMBEDDED,
                mappingLayers, mappingWidth, mappingRate(), channels, pictures, has("synthesis.b4.conv1.noise_strength"),
                clamp(last), filter());
    }

    private SequencedMap<Integer, Integer> channels() {
        TreeSet<Integer> sizes = new TreeSet<>();
        for (String name : file.tensors().keySet()) {
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) sizes.add(Integer.parseInt(block.group(1)));
        }
        SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
        int expected = 4;
        for (int size : sizes) {
            if (size != expected) throw new IllegalArgumentException("synthesis.b" + expected + " is missing");
            channels.put(size, dim("synthesis.b" + size + ".conv1.weight", 4, 0));
            expected *= 2;
        }
        return channels;
    }

    private Architecture architecture(int last) {
        if (has("synthesis.b8.skip.weight")) return Architecture.RESNET;
        return last == 4 || has("synthesis.b4.torgb.weight") ? Architecture.SKIP : Architecture.ORIG;
    }

    private double mappingRate() {
        Optional<Double> stated = number("mapping.fc0.bias_gain").or(() -> argument("mapping_kwargs", "lr_multiplier"));
        notes.add("Learning-rate multiplier of the mapping network: "
                + (stated.isPresent() ? "kept in the file." : "not in the file, " + PUBLISHED_MAPPING_RATE + " as published."));
        return stated.orElse(PUBLISHED_MAPPING_RATE);
    }

    private double clamp(int last) {
        Optional<Double> stated = number("synthesis.b" + last + ".conv1.conv_clamp")
                .or(() -> argument("synthesis_kwargs", "conv_clamp"));
        notes.add("Limit of the activations: " + stated.map(limit -> limit + ", kept in the file.").orElse("none."));
        return stated.orElse(Double.POSITIVE_INFINITY);
    }

    /** The one-dimensional factor of the stored filter, which is an outer product of it with itself. */
    private Fir filter() {
        StoredTensor stored = file.tensors().get(FILTER);
        if (stored == null) {
            notes.add("Up-sampling filter: not in the file, [1,3,3,1]/8 as published.");
            return Fir.BINOMIAL;
        }
        notes.add("Up-sampling filter: kept in the file.");
        return Fir.stored(FILTER, stored.floats(), stored.shape(), 1);
    }

    private boolean has(String tensor) {
        return file.tensors().containsKey(tensor);
    }

    private int dim(String name, int rank, int axis) {
        return Translation.shape(file, name, rank).dim(axis);
    }

    private Optional<Double> number(String attribute) {
        return file.attributes().get(attribute) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    /** An argument of the constructor: grouped by network in the StyleGAN2-ADA repository, flat in the StyleGAN3 repository. */
    private Optional<Double> argument(String group, String name) {
        if (!(file.attributes().get("_init_kwargs") instanceof Map<?, ?> arguments)) return Optional.empty();
        Object value = arguments.get(group) instanceof Map<?, ?> inner && inner.containsKey(name)
                ? inner.get(name)
                : arguments.get(name);
        return value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }
}
