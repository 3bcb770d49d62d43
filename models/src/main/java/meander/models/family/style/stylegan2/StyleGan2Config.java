package meander.models.family.style.stylegan2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.StateDictReader;
import meander.models.family.style.stylegan2.StyleGan2.Architecture;
import meander.models.family.style.stylegan2.StyleGan2.Labels;
import meander.models.nn.FirFilter;

/** Reads a StyleGAN2's shape off its tensors; what no tensor tells is looked up among the attributes the file keeps. */
final class StyleGan2Config {
    private static final Pattern BLOCK = Pattern.compile("synthesis\\.b(\\d{1,5})\\..*");
    static final String FILTER = "synthesis.b8.conv0.resample_filter";
    private static final String LABEL = "mapping.label.weight";

    private final StateDictReader file;
    private final List<String> notes;

    /** @param notes where the numbers came from is added here */
    StyleGan2Config(StateDict file, List<String> notes) {
        this.file = new StateDictReader(file, notes);
        this.notes = notes;
    }

    /** @throws IllegalArgumentException if a tensor that decides the shape is missing or is no such shape, with its name */
    StyleGan2 read() {
        SequencedMap<Integer, Integer> channels = channels();
        int last = channels.lastEntry().getKey();
        int wDim = file.dim("synthesis.b4.conv1.affine.weight", 2, 1);
        boolean embedded = file.has("mapping.embed.weight");
        int cDim = embedded ? file.dim("mapping.embed.weight", 2, 1) : file.has(LABEL) ? file.dim(LABEL, 2, 1) : 0;
        int zDim = file.has(LABEL) ? file.dim(LABEL, 2, 0) : file.dim("mapping.fc0.weight", 2, 1) - (embedded ? wDim : 0);
        int mappingLayers = file.count("mapping.fc");
        int mappingWidth = file.dim("mapping.fc0.weight", 2, 0);
        int pictures = file.dim("synthesis.b" + last + ".torgb.weight", 4, 0);
        notes.add("Resolution, feature maps and the sizes of z and w: from the shapes of the tensors.");
        return new StyleGan2(architecture(last), zDim, cDim, wDim, file.has(LABEL) ? Labels.CONCATENATED : Labels.EMBEDDED,
                mappingLayers, mappingWidth, file.mappingRate(), channels, pictures,
                file.has("synthesis.b4.conv1.noise_strength"), clamp(last), filter());
    }

    private SequencedMap<Integer, Integer> channels() {
        TreeSet<Integer> sizes = new TreeSet<>();
        for (String name : file.file().tensors().keySet()) {
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) sizes.add(Integer.parseInt(block.group(1)));
        }
        SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
        int expected = 4;
        for (int size : sizes) {
            if (size != expected) throw new IllegalArgumentException("synthesis.b" + expected + " is missing");
            channels.put(size, file.dim("synthesis.b" + size + ".conv1.weight", 4, 0));
            expected *= 2;
        }
        return channels;
    }

    private Architecture architecture(int last) {
        if (file.has("synthesis.b8.skip.weight")) return Architecture.RESNET;
        return last == 4 || file.has("synthesis.b4.torgb.weight") ? Architecture.SKIP : Architecture.ORIG;
    }

    private double clamp(int last) {
        Optional<Double> stated = file.number("synthesis.b" + last + ".conv1.conv_clamp")
                .or(() -> file.argument("synthesis_kwargs", "conv_clamp"));
        notes.add("Limit of the activations: " + stated.map(limit -> limit + ", kept in the file.").orElse("none."));
        return stated.orElse(Double.POSITIVE_INFINITY);
    }

    /** The one-dimensional factor of the stored filter, which is an outer product of it with itself. */
    private FirFilter filter() {
        StoredTensor stored = file.file().tensors().get(FILTER);
        if (stored == null) {
            notes.add("Up-sampling filter: not in the file, [1,3,3,1]/8 as published.");
            return FirFilter.BINOMIAL;
        }
        notes.add("Up-sampling filter: kept in the file.");
        return FirFilter.stored(FILTER, stored.floats(), stored.shape(), 1);
    }
}
