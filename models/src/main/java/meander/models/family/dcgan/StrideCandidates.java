package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ways in which the transposed convolutions of a stack may step. Kernel sizes are in the file, strides and padding are not; few
 * combinations are in use and fewer end at a usual picture size.
 */
final class StrideCandidates {
    /** As many as a person can look through. */
    private static final int OFFERED = 8;
    private static final int KEPT = 400;

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
        boolean fromPoint = !skeleton.has(DcganLayer.Reshape.class);
        List<Way> ways = List.of(new Way(List.of(), 1, 0));
        for (DcganLayer layer : skeleton.layers())
            ways = switch (layer) {
                case DcganLayer.Reshape(_, int size) -> List.of(new Way(List.of(), size, 0));
                case DcganLayer.Upsample _ ->
                    ways.stream().map(way -> new Way(way.strides(), 2 * way.size(), way.unusual())).toList();
                case DcganLayer.TransposedConv conv -> stepped(ways, conv.kernel(), fromPoint);
                case DcganLayer.Embed _,DcganLayer.Dense _,DcganLayer.Conv _,DcganLayer.BatchNorm _,DcganLayer.Activate _ -> ways;
            };
        int firstKernel = skeleton.transposed().isEmpty() ? 4 : skeleton.transposed().getFirst().kernel();
        boolean unpadded = skeleton.layout() == DcganStructure.Layout.BLOCKS && fromPoint && firstKernel == 3;
        return ways.stream().filter(way -> way.size() >= 4 && way.size() <= 4096)
                .map(way -> new Way(way.strides(), way.size(),
                        way.unusual() + manners(way, fromPoint, unpadded) + size(way.size(), skeleton.channels())))
                .sorted(Comparator.comparingDouble(Way::unusual)).limit(OFFERED).toList();
    }

    private static List<Way> stepped(List<Way> ways, int kernel, boolean fromPoint) {
        List<Way> longer = new ArrayList<>();
        for (Way way : ways)
            for (Option option : fromPoint && way.strides().isEmpty() ? first(kernel) : further(kernel)) {
                int size = option.stride().out(way.size(), kernel);
                if (size >= 1 && size <= 4096) {
                    List<Stride> strides = new ArrayList<>(way.strides());
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

    /** People pad everywhere or nowhere; blocks that begin with a kernel of 3 are of the school that pads nowhere. */
    private static double manners(Way way, boolean fromPoint, boolean unpadded) {
        List<Stride> rest = way.strides().subList(fromPoint ? 1 : 0, way.strides().size());
        long padded = rest.stream().filter(stride -> stride.padding() > 0).count();
        boolean mixed = padded > 0 && padded < rest.size();
        return (mixed ? 2 : 0) + (unpadded ? padded : 0);
    }

    private static double size(int size, int channels) {
        if (size == 28 && channels == 1) // the size of MNIST, for which somebody chose unusual steps
            return -1.75;
        if (Integer.bitCount(size) == 1 && size >= 16) return 0;
        return size == 28 ? 1 : size % 16 == 0 ? 2 : size % 8 == 0 ? 3 : size % 2 == 0 ? 4 : 6;
    }
}
