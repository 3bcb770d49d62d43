package meander.models.render;

import java.util.Arrays;
import java.util.List;

import meander.models.checkpoint.ForeignModel;
import meander.models.family.ProgramProbe.Given;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;

/** What a trial feeds a translator, and how it judges what comes back, whatever runs the program. */
final class TrialPictures {
    /** Sides of a picture that a translator takes must be multiples of one of these. */
    private static final int[] MULTIPLES = {1, 2, 4, 8, 16, 32, 64, 128, 256};
    private static final int SIDE = 64;

    private TrialPictures() {}

    /** Those to try: the one that the file names, else all. */
    static int[] multiples(ForeignModel program) {
        String multiple = program.facts().getOrDefault("meander.multiple", "");
        return multiple.matches("[1-9]\\d{0,3}") ? new int[]{Integer.parseInt(multiple)} : MULTIPLES;
    }

    /** A side in pixels: an odd multiple, so that no smaller one would do. */
    static int side(int multiple) {
        return Math.max(SIDE / multiple, 1) / 2 * 2 * multiple + multiple;
    }

    /** Whether there is a picture among them whose sides are multiples of what it was given. */
    static boolean isEnlarged(List<Shape> outputs, int side) {
        return outputs.stream().anyMatch(shape -> shape.rank() == 4
                && Arrays.stream(shape.dims()).filter(dim -> dim >= side && dim % side == 0).count() >= 2);
    }

    /** Numbers from 0 to 1, which are a picture to everybody. */
    static Tensor gradient(Shape shape) {
        float[] data = new float[shape.elements()];
        for (int i = 0; i < data.length; i++)
            data[i] = (float) i / data.length;
        return new Tensor(shape, data);
    }

    /** An output with its least and largest number. */
    static Given given(String name, Tensor tensor) {
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (float value : tensor.data()) {
            least = Math.min(least, value);
            largest = Math.max(largest, value);
        }
        return new Given(name, Arrays.stream(tensor.shape().dims()).boxed().toList(), least, largest);
    }
}
