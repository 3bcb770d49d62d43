package meander.models.family.dcgan;

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
        HIDDEN, OUTPUT
    }

    /** {@code z [N,Z], c [N,classes] → [N,Z+width]}, or {@code [N,Z]} by a product. Weight {@code [classes,width]}. */
    record Embed(String path, int classes, int width, Joining joining) implements DcganLayer {}

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

    /** {@code [N,C,h,w] → [N,C,2h,2w]}. */
    record Upsample(Interpolation interpolation) implements DcganLayer {}

    /** Each number by itself. */
    record Activate(Place place, ActivationFunction function) implements DcganLayer {}
}
