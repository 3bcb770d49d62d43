package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import meander.models.infer.ActivationFunction;

/**
 * A generator as far as the file tells it. What it does not tell stands in the layers as placeholders, which {@link #with} fills.
 *
 * @param layers  in order; ends with the output activation
 * @param zDim    dimensions of z
 * @param channels of the picture
 * @param classes rows of the class embedding; 0 without one
 * @param layout  which layout it is, for guesses
 * @param orderOpen whether the file leaves open if activations stand before or behind normalisations
 * @param notes   where numbers came from, one plain line each
 */
record DcganStructure(List<DcganLayer> layers, int zDim, int channels, int classes, Layout layout, boolean orderOpen,
        List<String> notes) {
    /** Kinds of generators that guesses differ by. */
    enum Layout {
        /** Transposed convolutions that double with padding: DCGAN and its tutorials. */
        PADDED,
        /** Blocks of transposed convolutions with names like {@code gen.0.1}, whose authors pad nothing. */
        BLOCKS,
        /** A dense layer, then up-sampling and convolutions. */
        UPSAMPLING,
        /** Dense layers alone. */
        DENSE
    }

    /**
     * One answer to every open question.
     *
     * @param strides  of the transposed convolutions in order
     * @param head     activation before a dense layer's numbers become a picture
     * @param normLast whether activations stand before normalisations where the file tells neither order
     */
    record Choices(List<Stride> strides, ActivationFunction head, ActivationFunction hidden, ActivationFunction output,
            double epsilon, DcganLayer.Interpolation interpolation, DcganLayer.Joining joining, boolean normLast) {
        Choices {
            strides = List.copyOf(strides);
        }
    }

    /** ε that the up-sampling layout hands to batch normalisation where it means the momentum. */
    static final double MISTAKEN_EPSILON = 0.8;
    private static final double USUAL_EPSILON = 1e-5;

    DcganStructure {
        layers = List.copyOf(layers);
        notes = List.copyOf(notes);
    }

    /** The same with some inputs of the first layer taken by a class. @param from numbers of z before it */
    DcganStructure oneHot(int from, int count) {
        List<DcganLayer> joined = new ArrayList<>(layers);
        joined.addFirst(new DcganLayer.OneHot(from, count));
        return new DcganStructure(joined, zDim - count, channels, count, layout, orderOpen, notes);
    }

    List<DcganLayer.TransposedConv> transposed() {
        return flat(layers).filter(DcganLayer.TransposedConv.class::isInstance).map(DcganLayer.TransposedConv.class::cast)
                .toList();
    }

    boolean has(Class<? extends DcganLayer> kind) {
        return flat(layers).anyMatch(kind::isInstance);
    }

    boolean hasActivation(DcganLayer.Place where) {
        return flat(layers).anyMatch(layer -> layer instanceof DcganLayer.Activate(DcganLayer.Place place, _) && place == where);
    }

    /** Layers with those of branches, in order. */
    private static Stream<DcganLayer> flat(List<DcganLayer> layers) {
        return layers.stream()
                .flatMap(layer -> layer instanceof DcganLayer.Branches(List<DcganLayer> z, List<DcganLayer> c, _)
                        ? Stream.concat(flat(z), flat(c))
                        : Stream.of(layer));
    }

    /** The layers with every question answered. */
    List<DcganLayer> with(Choices choices) {
        return with(choices, layers, choices.strides().iterator());
    }

    private List<DcganLayer> with(Choices choices, List<DcganLayer> open, Iterator<Stride> strides) {
        List<DcganLayer> filled = new ArrayList<>();
        for (DcganLayer layer : open)
            filled.add(switch (layer) {
                case DcganLayer.Embed(String path, int count, int width, _) ->
                    new DcganLayer.Embed(path, count, width, choices.joining());
                case DcganLayer.LabelDense(String path, int count, int width, boolean bias, _) ->
                    new DcganLayer.LabelDense(path, count, width, bias, choices.joining());
                case DcganLayer.Branches(List<DcganLayer> z, List<DcganLayer> c, _) -> {
                    // Strides are counted along z, then the class.
                    List<DcganLayer> ofZ = with(choices, z, strides);
                    yield new DcganLayer.Branches(ofZ, with(choices, c, strides), choices.joining());
                }
                case DcganLayer.TransposedConv(String path, int in, int out, int kernel, boolean bias, _) ->
                    new DcganLayer.TransposedConv(path, in, out, kernel, bias, strides.next());
                case DcganLayer.BatchNorm(String path, int channels, boolean affine, boolean head, _) ->
                    new DcganLayer.BatchNorm(path, channels, affine, head,
                            // The first one of this layout is made without the mistaken argument.
                            head && choices.epsilon() == MISTAKEN_EPSILON ? USUAL_EPSILON : choices.epsilon());
                case DcganLayer.Upsample _ -> new DcganLayer.Upsample(choices.interpolation());
                case DcganLayer.Activate(DcganLayer.Place place, _) -> new DcganLayer.Activate(place, switch (place) {
                    case HEAD -> choices.head();
                    case HIDDEN -> choices.hidden();
                    case OUTPUT -> choices.output();
                });
                case DcganLayer.OneHot _,DcganLayer.Dense _,DcganLayer.Reshape _,DcganLayer.Conv _,DcganLayer.InstanceNorm _,DcganLayer.LayerNorm _,DcganLayer.Prelu _,DcganLayer.Shuffle _ ->
                    layer;
            });
        if (choices.normLast() && orderOpen) for (int i = 0; i + 1 < filled.size(); i++)
            if (filled.get(i) instanceof DcganLayer.BatchNorm
                    && filled.get(i + 1) instanceof DcganLayer.Activate(DcganLayer.Place place, _)
                    && place == DcganLayer.Place.HIDDEN)
                Collections.swap(filled, i, ++i);
        return filled;
    }
}
