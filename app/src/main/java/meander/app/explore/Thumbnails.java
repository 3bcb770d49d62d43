package meander.app.explore;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.render.Frame;

/** Pictures made smaller. */
final class Thumbnails {
    private Thumbnails() {}

    /** A picture no side of which is longer than that; every pixel is the mean of those it covers. */
    static Frame of(Frame frame, int side) {
        int longest = Math.max(frame.width(), frame.height());
        if (longest <= side) return frame;
        int width = Math.max(1, frame.width() * side / longest);
        int height = Math.max(1, frame.height() * side / longest);
        float[] from = frame.pixels().data(); // [C,H,W]
        float[] to = new float[frame.channels() * height * width]; // [C,h,w]
        for (int c = 0, at = 0; c < frame.channels(); c++)
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++)
                    to[at++] = mean(from, c * frame.height(), frame.width(), y * frame.height() / height,
                            (y + 1) * frame.height() / height, x * frame.width() / width, (x + 1) * frame.width() / width);
        return new Frame(new Tensor(Shape.of(frame.channels(), height, width), to), false, frame.millis(), frame.request());
    }

    private static float mean(float[] from, int firstRow, int width, int top, int bottom, int left, int right) {
        double sum = 0;
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++)
                sum += from[(firstRow + y) * width + x];
        return (float) (sum / ((bottom - top) * (right - left)));
    }
}
