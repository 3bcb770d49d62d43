package meander.models.family;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

import meander.models.checkpoint.Port;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.Noise;
import meander.models.latent.NumpyRandom;
import meander.models.latent.Truncation;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/**
 * What an input of a {@link meander.models.checkpoint.ForeignModel} is filled with.
 *
 * @param shape with a batch of one
 * @param role  what it means
 * @param at    for latents where their part of z begins, for noise which layer it is, else 0
 */
public record InputBinding(Port port, Shape shape, Role role, int at) {
    /** What an input means to a person. */
    public enum Role {
        /** A part of z; one w for all layers, where it has an axis for them. */
        LATENT,
        /** Labels one-hot {@code [1,classes]}, or the number of a class. */
        CLASS,
        /** ψ, for each layer where there are several. */
        PSI,
        /** One number with a slider of its own. */
        SLIDER,
        /** Noise a pixel. */
        NOISE,
        /** A picture. */
        PICTURE,
        /** Nothing. */
        ZERO;

        /** As a guess is answered. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether every layer is given the same numbers: {@code [1,layers,dimensions]}. */
    private boolean repeats() {
        return shape.rank() == 3;
    }

    /** How many dimensions of z it takes. */
    public int dimensions() {
        return role != Role.LATENT ? 0 : repeats() ? shape.dim(2) : shape.elements();
    }

    /** How many classes it tells apart; 0 where it takes their number. */
    public int classes() {
        return role == Role.CLASS && shape.rank() == 2 && shape.dim(1) > 1 ? shape.dim(1) : 0;
    }

    /** The control of {@link Role#SLIDER}, by the input's own name. */
    public Control.Slider slider() {
        return new Control.Slider(port.name(), 0, 2, 1);
    }

    /**
     * Its numbers.
     *
     * @param z all dimensions, {@code [1,dimensions]}
     */
    Tensor of(RenderRequest request, Tensor z) {
        float[] data = new float[shape.elements()];
        switch (role) {
            case LATENT -> {
                for (int i = 0; i < data.length; i++)
                    data[i] = z.data()[at + i % dimensions()];
            }
            case CLASS -> {
                if (classes() > 0) data = request.classes().vector(classes());
                else
                    Arrays.fill(data, request.classes().weights().entrySet().stream()
                            .max(Comparator.comparingDouble(Map.Entry::getValue)).map(Map.Entry::getKey).orElse(0));
            }
            case PSI -> {
                Truncation truncation = request.truncation();
                Arrays.fill(data, 1);
                Arrays.fill(data, 0, data.length == 1 ? 1 : Math.min(truncation.cutoff(), data.length), (float) truncation.psi());
            }
            case SLIDER -> Arrays.fill(data, (float) slider().of(request));
            case NOISE -> {
                Noise noise = request.noise();
                double strength = noise.strength(at);
                NumpyRandom random = new NumpyRandom(noise.mode() == Noise.Mode.RANDOM ? noise.seed() + 1 + at : at);
                float[] drawn = random.randnFloats(data.length);
                for (int i = 0; i < data.length; i++)
                    data[i] = (float) (strength * drawn[i]);
            }
            case PICTURE -> throw new IllegalStateException("a picture is no part of the request");
            case ZERO -> {
                // As it is.
            }
        }
        return new Tensor(shape, data);
    }
}
