package meander.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.app.picture.PictureEnlarger;
import meander.models.family.Families;
import meander.models.graph.Tensor;
import meander.models.render.RenderSettings;
import meander.models.render.Renderers;

class SuperResolutionEnlargerTest {
    private static final int SIDE = 24;

    @TempDir
    private Path folder;
    private PictureEnlarger enlarger;

    @BeforeEach
    void unpack() throws IOException {
        BundledModels models = BundledModels.unpack(folder);
        enlarger = new SuperResolutionEnlarger(models::enlarging, Families.installed()::open,
                network -> Renderers.open(network, RenderSettings.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({"1,2", "3,2", "3,4", "4,2"})
    void aLargerPictureMadeSmallAgainIsThePicture(int channels, int factor) throws IOException {
        Tensor picture = Tensor.zeros(channels, SIDE, SIDE);
        for (int i = 0; i < picture.data().length; i++)
            picture.data()[i] = (float) Math.sin(i % SIDE * 0.4 + i / SIDE * 0.2) * 0.9f;
        Tensor larger = enlarger.enlarge(picture, factor, _ -> {}, () -> false);
        assertThat(larger.shape().dims()).containsExactly(channels, factor * SIDE, factor * SIDE);
        double off = 0;
        for (int i = 0; i < picture.data().length; i++)
            off += Math.abs(mean(larger, i / SIDE * factor, i % SIDE * factor, factor) - picture.data()[i]);
        assertThat(off / picture.data().length).isLessThan(0.05);
    }

    /** Of a block. @param row counted through all channels */
    private static double mean(Tensor large, int row, int column, int side) {
        double sum = 0;
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                sum += large.data()[(row + y) * large.shape().dim(2) + column + x];
        return sum / (side * side);
    }

    @Test
    void canBeCalledOff() {
        assertThatThrownBy(() -> enlarger.enlarge(Tensor.zeros(3, SIDE, SIDE), 2, _ -> {}, () -> true))
                .isInstanceOf(CancellationException.class);
    }
}
