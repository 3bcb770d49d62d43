package meander.app.explore;

import java.nio.IntBuffer;

import javafx.scene.image.Image;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

import meander.models.render.Frame;

/** Small frames as images of their own. */
final class FrameImages {
    private FrameImages() {}

    static Image image(Frame frame) {
        IntBuffer ints = IntBuffer.allocate(frame.width() * frame.height());
        frame.toArgb(ints);
        return new WritableImage(new PixelBuffer<>(frame.width(), frame.height(), ints, PixelFormat.getIntArgbPreInstance()));
    }
}
