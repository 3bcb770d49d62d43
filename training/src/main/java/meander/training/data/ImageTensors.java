package meander.training.data;

import meander.models.family.Translator.Range;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;

/** Pictures as a network's numbers, and back: the channels and the range that it takes, by the same rules as when it learned. */
public final class ImageTensors {
    private ImageTensors() {}

    /**
     * {@code [C,H,W]}. Where there is no channel for it, see-through pictures are laid on white and colours become their brightness.
     *
     * @param argb     row by row, opacity not multiplied in
     * @param channels 1 grey, 3 RGB, 4 RGBA
     */
    public static Tensor of(int width, int height, int[] argb, int channels, Range range) {
        byte[] planes = ByteImage.of(width, height, argb).withChannels(channels).planes();
        float[] numbers = new float[planes.length];
        for (int i = 0; i < numbers.length; i++) {
            int level = planes[i] & 0xff;
            numbers[i] = switch (range) {
                case SIGNED -> level / 127.5f - 1;
                case UNIT -> level / 255f;
            };
        }
        return new Tensor(Shape.of(channels, height, width), numbers);
    }

    /** Numbers from −1 to 1 as a network takes them; what lies outside is cut off, as when a picture is written. */
    public static Tensor ranged(Tensor signed, Range range) {
        float[] numbers = new float[signed.data().length];
        for (int i = 0; i < numbers.length; i++) {
            float value = Math.clamp(signed.data()[i], -1f, 1f);
            numbers[i] = switch (range) {
                case SIGNED -> value;
                case UNIT -> (value + 1) / 2;
            };
        }
        return new Tensor(signed.shape(), numbers);
    }

    /** The numbers as −1 … 1, as everything that shows or writes pictures takes them. */
    public static Tensor signed(Tensor picture, Range range) {
        if (range == Range.SIGNED) return picture;
        float[] signed = new float[picture.data().length];
        for (int i = 0; i < signed.length; i++)
            signed[i] = 2 * picture.data()[i] - 1;
        return new Tensor(picture.shape(), signed);
    }
}
