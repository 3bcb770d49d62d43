package meander.models.family;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;

/**
 * How a program writes pictures.
 *
 * @param channelsLast {@code [1,H,W,C]}, not {@code [1,C,H,W]}
 * @param scale        what black and white are
 */
public record ImageLayout(boolean channelsLast, Scale scale) {
    /** What black and white are to a program. */
    public enum Scale {
        SIGNED("-1..1", -1, 1), UNIT("0..1", 0, 1), BYTES("0..255", 0, 255);

        private final String label;
        private final float black;
        private final float white;

        Scale(String label, float black, float white) {
            this.label = label;
            this.black = black;
            this.white = white;
        }

        /** As a guess is answered. */
        public String label() {
            return label;
        }
    }

    /** A picture {@code [C,H,W]} from what a program gave. @param to what black and white are to be */
    public Tensor picture(Tensor given, Scale to) {
        Tensor planes = channelsLast ? permuted(given, given.shape().dim(-1), true) : given;
        Shape shape = given.shape();
        int rank = shape.rank();
        int channels = rank == 3 ? 1 : shape.dim(channelsLast ? 3 : 1);
        int height = shape.dim(rank == 3 ? 1 : channelsLast ? 1 : 2);
        return changed(planes.reshape(channels, height, planes.data().length / channels / height), scale, to);
    }

    /** A picture {@code [C,H,W]} as a program takes it. @param from what black and white are in it */
    public Tensor given(Tensor picture, Scale from) {
        Shape shape = picture.shape();
        Tensor scaled = changed(picture, from, scale);
        return channelsLast
                ? permuted(scaled, shape.dim(0), false).reshape(1, shape.dim(1), shape.dim(2), shape.dim(0))
                : scaled.reshape(1, shape.dim(0), shape.dim(1), shape.dim(2));
    }

    private static Tensor changed(Tensor picture, Scale from, Scale to) {
        if (from == to) return picture;
        float[] data = new float[picture.data().length];
        float factor = (to.white - to.black) / (from.white - from.black);
        for (int i = 0; i < data.length; i++)
            data[i] = (picture.data()[i] - from.black) * factor + to.black;
        return new Tensor(picture.shape(), data);
    }

    /** Channels from the end to the front, or back. */
    private static Tensor permuted(Tensor from, int channels, boolean toFront) {
        int pixels = from.data().length / channels;
        float[] data = new float[from.data().length];
        for (int channel = 0; channel < channels; channel++)
            for (int i = 0; i < pixels; i++) {
                int front = channel * pixels + i;
                int last = i * channels + channel;
                data[toFront ? front : last] = from.data()[toFront ? last : front];
            }
        return new Tensor(from.shape(), data);
    }
}
