package meander.models.family.stylegan2;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import meander.models.checkpoint.StoredTensor;
import meander.models.family.Particulars;
import meander.models.family.stylegan2.StyleGan2.Architecture;
import meander.models.nn.Fir;
import meander.models.nn.MappingNetwork;

/** Reads a StyleGAN2's shape off its tensors; what no tensor tells is looked up among the attributes the file keeps. */
final class StyleGan2Config {
    private static final Pattern BLOCK = Pattern.compile("synthesis\\.b(\\d{1,5})\\..*");
    private static final String FILTER = "synthesis.b8.conv0.resample_filter";
    private static final int MOST_TAPS = 64;

    private final Particulars file;

    /** @param file is told where the numbers came from */
    StyleGan2Config(Particulars file) {
        this.file = file;
    }

    /** @throws IllegalArgumentException if a tensor that decides the shape is missing or is no such shape, with its name */
    StyleGan2 read() {
        SequencedMap<Integer, Integer> channels = channels();
        int last = channels.lastEntry().getKey();
        MappingNetwork mapping = file.mapping(file.shape("synthesis.b4.conv1.affine.weight", 2)[1]);
        int pictures = file.shape("synthesis.b" + last + ".torgb.weight", 4)[0];
        file.note("Resolution, feature maps and the sizes of z and w: from the shapes of the tensors.");
        return new StyleGan2(architecture(last), mapping.zDim(), mapping.cDim(), mapping.wDim(), mapping.layers(), mapping.rate(),
                channels, pictures, file.has("synthesis.b4.conv1.noise_strength"), clamp(last), filter());
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
            channels.put(size, file.shape("synthesis.b" + size + ".conv1.weight", 4)[0]);
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
        file.note("Limit of the activations: " + stated.map(limit -> limit + ", kept in the file.").orElse("none."));
        return stated.orElse(Double.POSITIVE_INFINITY);
    }

    /** The one-dimensional factor of the stored filter, which is an outer product of it with itself. */
    private Fir filter() {
        StoredTensor stored = file.file().tensors().get(FILTER);
        if (stored == null) {
            file.note("Up-sampling filter: not in the file, [1,3,3,1]/8 as published.");
            return Fir.BINOMIAL;
        }
        file.note("Up-sampling filter: kept in the file.");
        int[] shape = stored.shape();
        int taps = shape.length == 0 ? 0 : shape[0];
        if (shape.length > 2 || taps < 2 || taps > MOST_TAPS || shape[shape.length - 1] != taps)
            throw new IllegalArgumentException(FILTER + " is " + stored);
        float[] values = stored.floats();
        if (shape.length == 1) return new Fir(values);
        float[] row = new float[taps];
        for (int i = 0; i < values.length; i++)
            row[i / taps] += values[i];
        for (int i = 0; i < values.length; i++)
            if (!(Math.abs(values[i] - row[i / taps] * row[i % taps]) <= 1e-6))
                throw new IllegalArgumentException(FILTER + " is not separable");
        return new Fir(row);
    }
}
