package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.List;
import meander.models.infer.ActivationFunction;

/**
 * A generator as far as the file tells it. What it does not tell stands in the layers as placeholders, which {@link #with} fills.
 *
 * @param layers  in order; ends with the output activation
 * @param zDim    dimensions of z
 * @param channels of the picture
 * @param classes rows of the class embedding; 0 without one
 * @param layout  which layout it is, for guesses
 * @param notes   where numbers came from, one plain line each
 */
record DcganStructure(List<DcganLayer> layers, int zDim, int channels, int classes, Layout layout, List<String> notes) {
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
     * @param strides of the transposed convolutions in order
     */
    record Choices(List<Stride> strides, ActivationFunction hidden, ActivationFunction output, double epsilon,
            DcganLayer.Interpolation interpolation, DcganLayer.Joining joining) {
        Choices withHidden(ActivationFunction changed) {
            return new Choices(strides, changed, output, epsilon, interpolation, joining);
        }

        Choices withEpsilon(double changed) {
            return new Choices(strides, hidden, output, changed, interpolation, joining);
        }

        Choices withStrides(List<Stride> changed) {
            return new Choices(changed, hidden, output, epsilon, interpolation, joining);
        }
    }

    /** ε that the up-sampling layout hands to batch normalisation where it means the momentum. */
    static final double MISTAKEN_EPSILON = 0.8;
    private static final double USUAL_EPSILON = 1e-5;

    DcganStructure {
        layers = List.copyOf(layers);
        notes = List.copyOf(notes);
    }

    List<DcganLayer.TransposedConv> transposed() {
        return layers.stream().filter(DcganLayer.TransposedConv.class::isInstance).map(DcganLayer.TransposedConv.class::cast)
                .toList();
    }

    boolean has(Class<? extends DcganLayer> kind) {
        return layers.stream().anyMatch(kind::isInstance);
    }

    boolean hasHiddenActivation() {
        return layers.stream().anyMatch(
                layer -> layer instanceof DcganLayer.Activate(DcganLayer.Place place, _) && place == DcganLayer.Place.HIDDEN);
    }

    /** The layers with every question answered. */
    List<DcganLayer> with(Choices choices) {
        List<DcganLayer> filled = new ArrayList<>();
        int transposed = 0;
        for (DcganLayer layer : layers)
            filled.add(switch (layer) {
                case DcganLayer.Embed(String path, int count, int width, _) ->
                    new DcganLayer.Embed(path, count, width, choices.joining());
                case DcganLayer.TransposedConv(String path, int in, int out, int kernel, boolean bias, _) ->
                    new DcganLayer.TransposedConv(path, in, out, kernel, bias, choices.strides().get(transposed++));
                case DcganLayer.BatchNorm(String path, int channels, boolean affine, boolean head, _) ->
                    new DcganLayer.BatchNorm(path, channels, affine, head,
                            // The first one of this layout is made without the mistaken argument.
                            head && choices.epsilon() == MISTAKEN_EPSILON ? USUAL_EPSILON : choices.epsilon());
                case DcganLayer.Upsample _ -> new DcganLayer.Upsample(choices.interpolation());
                case DcganLayer.Activate(DcganLayer.Place place, _) -> new DcganLayer.Activate(place, switch (place) {
                    case HIDDEN -> choices.hidden();
                    case OUTPUT -> choices.output();
                });
                case DcganLayer.Dense _,DcganLayer.Reshape _,DcganLayer.Conv _ -> layer;
            });
        return filled;
    }
}
