package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;

class ImageScalingTest {
    private static Tensor row(float... values) {
        return new Tensor(Shape.of(1, 1, values.length), values);
    }

    @Test
    void aPictureIsMirroredWithoutItsLastPixel() {
        assertThat(ImageScaling.padded(row(1, 2, 3), 1, 5)).isEqualTo(row(1, 2, 3, 2, 1));
    }

    @Test
    void whereItIsTooSmallItsLastPixelIsRepeated() {
        assertThat(ImageScaling.padded(row(1, 2), 1, 5)).isEqualTo(row(1, 2, 2, 2, 2));
        assertThat(ImageScaling.padded(row(7), 2, 2)).isEqualTo(new Tensor(Shape.of(1, 2, 2), new float[]{7, 7, 7, 7}));
    }

    @Test
    void aPartMayReachBeyondTheBorder() {
        assertThat(ImageScaling.part(row(1, 2, 3, 4), 0, 2, 1, 4)).isEqualTo(row(3, 4, 3, 2));
        assertThat(ImageScaling.part(row(1, 2, 3, 4), 0, 1, 1, 2)).isEqualTo(row(2, 3));
    }

    @Test
    void smallerMeansTheMeanAndLargerLinear() {
        assertThat(ImageScaling.shrunk(row(1, 3, 5, 7, 9), 2)).isEqualTo(row(2, 6, 9));
        assertThat(ImageScaling.enlarged(row(0, 4), 2, 1, 4)).isEqualTo(row(0, 1, 3, 4));
    }
}
