package meander.app.translate;

import meander.app.picture.Raster;
import meander.models.family.Translator;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.training.data.ImageTensors;

/** Pictures as a network’s numbers and back. */
final class RasterTensors {
    private RasterTensors() {}

    /** {@code [C,H,W]}, as the network takes it. */
    static Tensor of(Raster picture, Translator.Traits traits) {
        return ImageTensors.of(picture.width(), picture.height(), picture.argb(), traits.inputs(), traits.range());
    }

    /** @param pixels {@code [C,H,W]}, −1 … 1, 1, 3 or 4 channels */
    static Raster picture(Tensor pixels) {
        int channels = pixels.shape().dim(0);
        int height = pixels.shape().dim(1);
        int width = pixels.shape().dim(2);
        int plane = width * height;
        int[] argb = new int[plane];
        for (int i = 0; i < plane; i++) {
            int colour = channels == 4 ? 0 : 0xFF << 24;
            for (int channel = 0; channel < Math.max(3, channels); channel++)
                colour |= Frame.level(pixels.data()[Math.min(channel, channels - 1) * plane + i]) << shift(channel);
            argb[i] = colour;
        }
        return new Raster(width, height, argb);
    }

    /** Mean absolute difference of two pictures of one size, 0 … 1, over red, green and blue, as if laid on white. */
    static double difference(Raster a, Raster b) {
        int[] first = a.onWhite().argb();
        int[] second = b.onWhite().argb();
        long sum = 0;
        for (int i = 0; i < first.length; i++)
            for (int channel = 0; channel < 3; channel++)
                sum += Math.abs((first[i] >> shift(channel) & 0xFF) - (second[i] >> shift(channel) & 0xFF));
        return sum / (255.0 * 3 * first.length);
    }

    private static int shift(int channel) {
        return channel == 3 ? 24 : 16 - 8 * channel;
    }
}
