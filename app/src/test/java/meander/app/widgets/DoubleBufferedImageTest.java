package meander.app.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.IntBuffer;
import java.util.concurrent.TimeoutException;

import javafx.scene.image.PixelReader;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class DoubleBufferedImageTest {
    @BeforeAll
    static void startJavaFx() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    private static void flip(DoubleBufferedImage pixels) {
        WaitForAsyncUtils.waitForAsyncFx(5000, () -> pixels.flip());
    }

    private static final int RED = 0xFFFF0000;
    private static final int BLUE = 0xFF0000FF;

    @Test
    void theEdgeIsRepeatedAroundThePicture() {
        DoubleBufferedImage pixels = new DoubleBufferedImage(2, 1);
        pixels.write(ints -> ints.put(0, RED).put(1, BLUE));
        flip(pixels);
        PixelReader reader = pixels.image().getPixelReader();
        for (int y = 0; y < 3; y++) {
            assertThat(reader.getArgb(0, y)).isEqualTo(RED);
            assertThat(reader.getArgb(1, y)).isEqualTo(RED);
            assertThat(reader.getArgb(2, y)).isEqualTo(BLUE);
            assertThat(reader.getArgb(3, y)).isEqualTo(BLUE);
        }
    }

    @Test
    void writingLeavesWhatIsShownAlone() {
        DoubleBufferedImage pixels = new DoubleBufferedImage(1, 1);
        pixels.write(ints -> ints.put(0, RED));
        flip(pixels);
        pixels.write(ints -> ints.put(0, BLUE));
        assertThat(pixels.image().getPixelReader().getArgb(1, 1)).isEqualTo(RED);
        flip(pixels);
        assertThat(pixels.image().getPixelReader().getArgb(1, 1)).isEqualTo(BLUE);
    }

    @Test
    void anEnlargedPixelIsASquareOfItsColour() {
        DoubleBufferedImage pixels = new DoubleBufferedImage(2, 1);
        pixels.write(ints -> ints.put(0, RED).put(1, BLUE));
        flip(pixels);
        IntBuffer large = IntBuffer.allocate(6 * 3);
        pixels.enlarge(3, large);
        for (int i = 0; i < 18; i++)
            assertThat(large.get(i)).isEqualTo(i % 6 < 3 ? RED : BLUE);
    }

    @Test
    void aBlendedPictureGoesEvenlyFromTheMiddleOfOnePixelToTheNext() {
        DoubleBufferedImage pixels = new DoubleBufferedImage(2, 2);
        pixels.write(ints -> ints.put(0, RED).put(1, BLUE).put(2, RED).put(3, 0));
        flip(pixels);
        IntBuffer large = IntBuffer.allocate(4 * 4);
        pixels.blend(4, 4, large);
        assertThat(large.array()).startsWith(RED, 0xFFBF003F, 0xFF3F00BF, BLUE); // the outermost repeat
        assertThat(large.get(4 + 3)).isEqualTo(0xBF0000BF); // a quarter of the way to nothing, premultiplied
        assertThat(large.get(3 * 4 + 3)).isZero();
    }
}
