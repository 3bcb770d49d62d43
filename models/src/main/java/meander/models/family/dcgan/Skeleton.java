package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.List;
import meander.models.infer.Nonlinearity;

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
record Skeleton(List<Layer> layers, int zDim, int channels, int classes, Layout layout, List<String> notes) {
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
    record Choices(List<Stride> strides, Nonlinearity hidden, Nonlinearity output, double epsilon,
            Layer.Interpolation interpolation, Layer.Joining joining) {
        Choices withHidden(Nonlinearity changed) {
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

    Skeleton {
        layers = List.copyOf(layers);
        notes = List.copyOf(notes);
    }

    List<Layer.TransposedConv> transposed() {
        return layers.stream().filter(Layer.TransposedConv.class::isInstance).map(Layer.TransposedConv.class::cast).toList();
    }

    boolean has(Class<? extends Layer> kind) {
        return layers.stream().anyMatch(kind::isInstance);
    }

    boolean hasHiddenActivation() {
        return layers.stream()
                .anyMatch(layer -> layer instanceof Layer.Activate(Layer.Place place, _) && place == Layer.Place.HIDDEN);
    }

    /** The layers with every question answered. */
    List<Layer> with(Choices choices) {
        List<Layer> filled = new ArrayList<>();
        int transposed = 0;
        for (Layer layer : layers)
            filled.add(switch (layer) {
                case Layer.Embed(String path, int count, int width, _) -> new Layer.Embed(path, count, width, choices.joining());
                case Layer.TransposedConv(String path, int in, int out, int kernel, boolean bias, _) ->
                    new Layer.TransposedConv(path, in, out, kernel, bias, choices.strides().get(transposed++));
                case Layer.BatchNorm(String path, int channels, boolean affine, boolean head, _) ->
                    new Layer.BatchNorm(path, channels, affine, head,
                            // The first one of this layout is made without the mistaken argument.
                            head && choices.epsilon() == MISTAKEN_EPSILON ? USUAL_EPSILON : choices.epsilon());
                case Layer.Upsample _ -> new Layer.Upsample(choices.interpolation());
                case Layer.Activate(Layer.Place place, _) -> new Layer.Activate(place, switch (place) {
                    case HIDDEN -> choices.hidden();
                    case OUTPUT -> choices.output();
                });
                case Layer.Dense _,Layer.Reshape _,Layer.Conv _ -> layer;
            });
        return filled;
    }
}
