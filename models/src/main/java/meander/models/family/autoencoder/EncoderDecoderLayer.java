package meander.models.family.autoencoder;

/** One step of an inferred network. A step with tensors is named by their common path in the file. */
sealed interface EncoderDecoderLayer {
    /** {@code [N,in,h,w] → [N,out,h/stride,w/stride]}, zeros around. Weight {@code [out,in,kernel,kernel]}. */
    record Conv(String path, int in, int out, int kernel, boolean bias, int stride) implements EncoderDecoderLayer {
        Conv halving() {
            return new Conv(path, in, out, kernel, bias, 2);
        }
    }

    /** {@code [N,in,h,w] → [N,out,2h,2w]}. Weight {@code [in,out,kernel,kernel]}. */
    record Up(String path, int in, int out, int kernel, boolean bias) implements EncoderDecoderLayer {}

    /** Batch normalisation with running statistics. */
    record BatchNorm(String path, boolean affine) implements EncoderDecoderLayer {}

    /** Instance normalisation. @param path null where it has no weights */
    record InstanceNorm(String path, int channels) implements EncoderDecoderLayer {}

    /** {@code x} where positive, else a learned slope times x. Weight {@code [slopes]}: one for all channels, or one for each. */
    record PRelu(String path, int slopes) implements EncoderDecoderLayer {}

    /** The greatest of 2×2 pixels. */
    record Pool() implements EncoderDecoderLayer {}

    /** Each pixel 2×2 times. */
    record Upsample() implements EncoderDecoderLayer {}

    /** A hidden activation. */
    record Activate() implements EncoderDecoderLayer {}
}
