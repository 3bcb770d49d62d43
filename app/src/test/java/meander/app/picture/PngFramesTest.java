package meander.app.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import javax.imageio.ImageIO;

import meander.models.files.AtomicFile;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.request.RenderRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngFramesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void keepsEveryLevelOfEveryChannel(int channels) throws IOException {
        Frame frame = SampleRecipes.ramp(channels, 17, 31);
        Path file = folder.resolve("a.png");
        PngFrames.write(file, frame, SampleRecipes.of(frame.request()));
        BufferedImage read = ImageIO.read(file.toFile());
        assertThat(read.getRaster().getNumBands()).isEqualTo(channels);
        for (int c = 0; c < channels; c++)
            for (int y = 0; y < 17; y++)
                for (int x = 0; x < 31; x++)
                    assertThat(read.getRaster().getSample(x, y, c))
                            .isEqualTo(Frame.level(frame.pixels().data()[(c * 17 + y) * 31 + x]));
    }

    @Test
    void givesTheRecipeBack() throws IOException {
        Path file = folder.resolve("a.png");
        PictureRecipe recipe = SampleRecipes.of(SampleRecipes.everything());
        PngFrames.write(file, SampleRecipes.ramp(3, 2, 3), recipe);
        assertThat(PngFrames.recipe(file).found()).contains(recipe);
    }

    @Test
    void givesALongRecipeBack() throws IOException {
        Path file = folder.resolve("a.png");
        Tensor styles = Tensor.full(0.125f, 18, 512);
        PictureRecipe recipe = SampleRecipes.of(RenderRequest.DEFAULT.withStyles(java.util.Optional.of(styles)));
        PngFrames.write(file, SampleRecipes.ramp(3, 2, 3), recipe);
        assertThat(PngFrames.recipe(file).found()).contains(recipe);
        assertThat(file).satisfies(png -> assertThat(Files.size(png)).isLessThan(20_000));
    }

    @Test
    void aPictureOfSomebodyElseHasNone() throws IOException {
        Path file = folder.resolve("a.png");
        Files.write(file, PngFrames.bytes(PngFrames.image(SampleRecipes.ramp(3, 2, 3))));
        assertThat(PngFrames.isPng(file)).isTrue();
        assertThat(PngFrames.recipe(file)).isEqualTo(new PictureRecipe.Reading.Absent());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path file = folder.resolve("a.png");
        assertThat(PngFrames.recipe(file)).isEqualTo(new PictureRecipe.Reading.Refused("a.png does not exist."));
        Files.writeString(file, "not a picture at all");
        assertThat(PngFrames.recipe(file)).isEqualTo(new PictureRecipe.Reading.Refused("a.png is not a PNG picture."));
        Files.write(file, new byte[0]);
        assertThat(PngFrames.recipe(file)).isInstanceOf(PictureRecipe.Reading.Refused.class);
        assertThat(PngFrames.recipe(folder)).isInstanceOf(PictureRecipe.Reading.Refused.class);
    }

    @Test
    void neverThrowsOnADamagedFile() throws IOException {
        Path file = folder.resolve("a.png");
        PictureRecipe recipe = SampleRecipes.of(SampleRecipes.everything());
        PngFrames.write(file, SampleRecipes.ramp(3, 2, 3), recipe);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 12; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(PngFrames.recipe(file)).isNotNull();
        }
        Random random = new Random(2);
        for (int trial = 0; trial < 500; trial++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            PngFrames.recipe(file).found().ifPresent(read -> assertThat(read).isEqualTo(recipe));
        }
    }

    @Test
    void aWriteThatFailsLeavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("a.png"), "before");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            out.write(1);
            throw new IOException("disk full");
        })).hasMessage("disk full");
        assertThat(file).hasContent("before");
        assertThat(folder.toFile().list()).containsExactly("a.png");
    }
}
