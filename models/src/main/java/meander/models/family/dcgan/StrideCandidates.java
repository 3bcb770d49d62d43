package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ways in which the transposed convolutions of a stack may step. Kernel sizes are in the file, strides and padding are not; few
 * combinations are in use and fewer end at a usual picture size.
 */
final class StrideCandidates {
    /** As many as a person can look through. */
    static final int OFFERED = 8;
    private static final int WEIGHED = 48;
    private static final int KEPT = 4000;
    private static final double UNPADDED = 3.5;
    private static final double PLAIN = 0.3;
    private static final Pattern STEP = Pattern.compile("(\\d{1,3})/(\\d{1,3})/(\\d{1,3})(?:\\+(\\d{1,3}))?");

    /**
     * One way.
     *
     * @param strides of the transposed convolutions in order
     * @param size    of the picture
     * @param unusual how far from what people write; 0 is the tutorial
     */
    record Way(List<Stride> strides, int size, double unusual) {
        /** For a person: {@code 28×28: 3/2/0 4/1/0 3/2/0 4/2/0}. */
        String label(List<DcganLayer.TransposedConv> convolutions) {
            return size + "×" + size + ": " + IntStream.range(0, strides.size())
                    .mapToObj(i -> strides.get(i).label(convolutions.get(i).kernel())).collect(Collectors.joining(" "));
        }
    }

    private record Option(Stride stride, double unusual) {}

    private StrideCandidates() {}

    /** The ways that work out, the most usual first; empty if none does. */
    static List<Way> of(DcganStructure skeleton) {
        boolean fromPoint = fromPoint(skeleton);
        List<Way> ways = walked(skeleton, (index, kernel) -> fromPoint && index == 0 ? first(kernel) : further(kernel));
        int firstKernel = skeleton.transposed().isEmpty() ? 4 : skeleton.transposed().getFirst().kernel();
        boolean unpadded = skeleton.layout() == DcganStructure.Layout.BLOCKS && fromPoint && firstKernel == 3;
        return ways.stream().filter(way -> way.size() >= 4 && way.size() <= 4096)
                .map(way -> new Way(way.strides(), way.size(),
                        habits(way, fromPoint, unpadded) + size(way.size(), skeleton.channels())))
                .sorted(Comparator.comparingDouble(Way::unusual)).limit(WEIGHED).toList();
    }

    /**
     * The way that a person says, as {@link Way#label} writes it or without the size in front; empty if it is not one for these kernels,
     * or makes no picture.
     */
    static Optional<Way> said(String text, DcganStructure skeleton) {
        List<DcganLayer.TransposedConv> convolutions = skeleton.transposed();
        String[] words = text.replaceFirst("^\\s*\\d+\\s*[×x]\\s*\\d+\\s*:", "").strip().split("[\\s,;]+");
        if (convolutions.isEmpty() || words.length != convolutions.size()) return Optional.empty();
        List<Stride> strides = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            Matcher read = STEP.matcher(words[i]);
            if (!read.matches() || Integer.parseInt(read.group(1)) != convolutions.get(i).kernel()) return Optional.empty();
            Stride stride = new Stride(Integer.parseInt(read.group(2)), Integer.parseInt(read.group(3)),
                    read.group(4) == null ? 0 : Integer.parseInt(read.group(4)));
            if (stride.step() < 1 || stride.outputPadding() >= stride.step() && stride.outputPadding() > 0)
                return Optional.empty();
            strides.add(stride);
        }
        return walked(skeleton, (index, _) -> List.of(new Option(strides.get(index), 0))).stream().findFirst();
    }

    private static boolean fromPoint(DcganStructure skeleton) {
        return !skeleton.has(DcganLayer.Reshape.class);
    }

    private static List<Way> walked(DcganStructure skeleton, BiFunction<Integer, Integer, List<Option>> options) {
        List<Way> ways = List.of(new Way(List.of(), 1, 0));
        for (DcganLayer layer : skeleton.layers())
            ways = switch (layer) {
                // A reshape behind convolutions is none: dense layers alone stand before one.
                case DcganLayer.Reshape(_, int size) -> List.of(new Way(List.of(), size, 0));
                case DcganLayer.Upsample _ -> enlarged(ways, 2);
                case DcganLayer.Shuffle(int factor) -> enlarged(ways, factor);
                case DcganLayer.TransposedConv conv -> stepped(ways, conv.kernel(), options, 1);
                case DcganLayer.Branches(List<DcganLayer> z, _, _) ->
                    z.getFirst() instanceof DcganLayer.TransposedConv conv ? stepped(ways, conv.kernel(), options, 2) : ways;
                case DcganLayer.Embed _,DcganLayer.LabelDense _,DcganLayer.OneHot _,DcganLayer.Dense _,DcganLayer.Conv _,DcganLayer.BatchNorm _,DcganLayer.InstanceNorm _,DcganLayer.LayerNorm _,DcganLayer.Prelu _,DcganLayer.Activate _ ->
                    ways;
            };
        return ways;
    }

    private static List<Way> enlarged(List<Way> ways, int factor) {
        return ways.stream().map(way -> new Way(way.strides(), factor * way.size(), way.unusual())).toList();
    }

    /** @param times how many convolutions step alike, of branches that are joined */
    private static List<Way> stepped(List<Way> ways, int kernel, BiFunction<Integer, Integer, List<Option>> options, int times) {
        List<Way> longer = new ArrayList<>();
        for (Way way : ways)
            for (Option option : options.apply(way.strides().size(), kernel)) {
                int size = option.stride().out(way.size(), kernel);
                if (size >= 1 && size <= 4096) {
                    List<Stride> strides = new ArrayList<>(way.strides());
                    for (int i = 0; i < times; i++)
                        strides.add(option.stride());
                    longer.add(new Way(List.copyOf(strides), size, way.unusual() + option.unusual()));
                }
            }
        return longer.stream().sorted(Comparator.comparingDouble(Way::unusual)).limit(KEPT).toList();
    }

    /** From a single pixel every stride gives the same, so only the padding matters. */
    private static List<Option> first(int kernel) {
        List<Option> options = new ArrayList<>(List.of(new Option(new Stride(1, 0, 0), 0)));
        if (kernel == 4) options.add(new Option(Stride.DOUBLING, 4));
        return options;
    }

    private static List<Option> further(int kernel) {
        return switch (kernel) {
            case 1 -> List.of(new Option(new Stride(1, 0, 0), 0));
            case 2 -> List.of(new Option(new Stride(2, 0, 0), 0));
            case 3 -> List.of(new Option(new Stride(2, 1, 1), 0), new Option(new Stride(2, 0, 0), 1),
                    new Option(new Stride(1, 1, 0), 1), new Option(new Stride(2, 1, 0), 1.5), new Option(new Stride(1, 0, 0), 3));
            case 4 ->
                List.of(new Option(Stride.DOUBLING, 0), new Option(new Stride(1, 0, 0), 2), new Option(new Stride(2, 0, 0), 2));
            case 5 -> List.of(new Option(new Stride(2, 2, 1), 0), new Option(new Stride(1, 2, 0), 1),
                    new Option(new Stride(2, 0, 0), 2), new Option(new Stride(2, 2, 0), 2), new Option(new Stride(1, 0, 0), 3));
            default -> kernel % 2 == 0
                    ? List.of(new Option(new Stride(2, kernel / 2 - 1, 0), 0),
                            new Option(new Stride(kernel / 2, kernel / 4, 0), 2), new Option(new Stride(1, 0, 0), 3))
                    : List.of(new Option(new Stride(2, kernel / 2, 1), 0), new Option(new Stride(1, kernel / 2, 0), 1),
                            new Option(new Stride(1, 0, 0), 3));
        };
    }

    /** How far from what people write: they pad everywhere or nowhere, and blocks that begin with a kernel of 3 are of the school that pads nowhere. */
    private static double habits(Way way, boolean fromPoint, boolean unpadded) {
        List<Stride> rest = way.strides().subList(fromPoint ? Math.min(1, way.strides().size()) : 0, way.strides().size());
        long padded = rest.stream().filter(stride -> stride.padding() > 0).count();
        boolean mixed = padded > 0 && padded < rest.size();
        double usual = way.unusual() + (mixed ? 2 : 0) + (unpadded ? padded : 0);
        // Who pads nowhere chooses each stride for the size that comes out: one decision, not as many as there are layers.
        return padded == 0 && !rest.isEmpty() ? Math.min(usual, UNPADDED + PLAIN * rest.size()) : usual;
    }

    private static double size(int size, int channels) {
        if (size == 28 && channels == 1) // the size of MNIST, for which somebody chose unusual steps
            return -1.75;
        if (Integer.bitCount(size) == 1 && size >= 16) return 0;
        return size == 28 ? 1 : size % 16 == 0 ? 2 : size % 8 == 0 ? 3 : size % 2 == 0 ? 4 : 6;
    }
}
