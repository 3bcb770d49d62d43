package meander.models.family.dcgan;

import java.util.List;

import meander.models.infer.ActivationFunction;

/** One step of an inferred generator. A step with tensors is named by their common path in the file. */
sealed interface DcganLayer {
    /** How the row of a class meets z. */
    enum Joining {
        Z_FIRST("z, class"), CLASS_FIRST("class, z"), PRODUCT("z × class");

        private final String label;

        Joining(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** How pixels are made between pixels. */
    enum Interpolation {
        NEAREST("nearest"), BILINEAR("bilinear");

        private final String label;

        Interpolation(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** Where an activation stands, which decides what it is likely to be. */
    enum Place {
        /** Before the numbers of a dense layer become a picture. */
        HEAD, HIDDEN, OUTPUT
    }

    /** {@code z [N,Z], c [N,classes] → [N,Z+width]}, or {@code [N,Z]} by a product. Weight {@code [classes,width]}. */
    record Embed(String path, int classes, int width, Joining joining) implements DcganLayer {}

    /** As {@link Embed}, by a dense layer on the class. Weight {@code [width,classes]}. */
    record LabelDense(String path, int classes, int width, boolean bias, Joining joining) implements DcganLayer {}

    /** {@code z [N,Z], c [N,classes] → [N,Z+classes]}: the class itself, put between the numbers of z. @param from numbers of z before it */
    record OneHot(int from, int classes) implements DcganLayer {}

    /** Layers on z, and others on the class {@code [N,classes]}, whose channels are joined. */
    record Branches(List<DcganLayer> z, List<DcganLayer> c, Joining joining) implements DcganLayer {
        public Branches {
            z = List.copyOf(z);
            c = List.copyOf(c);
        }
    }

    /** {@code [N,in] → [N,out]}. Weight {@code [out,in]}. */
    record Dense(String path, int in, int out, boolean bias) implements DcganLayer {}

    /** {@code [N,channels·size²] → [N,channels,size,size]}. */
    record Reshape(int channels, int size) implements DcganLayer {}

    /** {@code [N,in,h,w] → [N,out,h',w']}. Weight {@code [in,out,kernel,kernel]}. */
    record TransposedConv(String path, int in, int out, int kernel, boolean bias, Stride stride) implements DcganLayer {}

    /** {@code [N,in,h,w] → [N,out,h,w]}, zeros around. Weight {@code [out,in,kernel,kernel]}, kernel odd. */
    record Conv(String path, int in, int out, int kernel, boolean bias) implements DcganLayer {}

    /**
     * Batch normalisation with running statistics, of {@code [N,C]} or {@code [N,C,H,W]}.
     *
     * @param head whether it normalises what the dense layer made, where the up-sampling layout has no ε of its own
     */
    record BatchNorm(String path, int channels, boolean affine, boolean head, double epsilon) implements DcganLayer {}

    /** Normalisation of each channel of each picture, with weight and bias {@code [C]}. */
    record InstanceNorm(String path, int channels) implements DcganLayer {}

    /** Normalisation of all numbers of each row, {@code [N,C]}, with weight and bias {@code [C]}. */
    record LayerNorm(String path, int numbers) implements DcganLayer {}

    /** {@code x} where positive, else a learned slope times x. Weight {@code [slopes]}: one for all channels, or one for each. */
    record Prelu(String path, int slopes) implements DcganLayer {}

    /** {@code [N,C·f²,h,w] → [N,C,f·h,f·w]}: channels become pixels (arXiv:1609.05158). */
    record Shuffle(int factor) implements DcganLayer {}

    /** {@code [N,C,h,w] → [N,C,2h,2w]}. */
    record Upsample(Interpolation interpolation) implements DcganLayer {}

    /** Each number by itself. */
    record Activate(Place place, ActivationFunction function) implements DcganLayer {}
}
