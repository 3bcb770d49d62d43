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

import meander.models.files.WholeFile;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.render.RenderRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngPicturesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void keepsEveryLevelOfEveryChannel(int channels) throws IOException {
        Frame frame = Recipes.ramp(channels, 17, 31);
        Path file = folder.resolve("a.png");
        PngPictures.write(file, frame, Recipes.of(frame.request()));
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
        Recipe recipe = Recipes.of(Recipes.everything());
        PngPictures.write(file, Recipes.ramp(3, 2, 3), recipe);
        assertThat(PngPictures.recipe(file).found()).contains(recipe);
    }

    @Test
    void givesALongRecipeBack() throws IOException {
        Path file = folder.resolve("a.png");
        Tensor styles = Tensor.full(0.125f, 18, 512);
        Recipe recipe = Recipes.of(RenderRequest.DEFAULT.withStyles(java.util.Optional.of(styles)));
        PngPictures.write(file, Recipes.ramp(3, 2, 3), recipe);
        assertThat(PngPictures.recipe(file).found()).contains(recipe);
        assertThat(file).satisfies(png -> assertThat(Files.size(png)).isLessThan(20_000));
    }

    @Test
    void aPictureOfSomebodyElseHasNone() throws IOException {
        Path file = folder.resolve("a.png");
        Files.write(file, PngPictures.bytes(PngPictures.image(Recipes.ramp(3, 2, 3))));
        assertThat(PngPictures.isPng(file)).isTrue();
        assertThat(PngPictures.recipe(file)).isEqualTo(new Recipe.Reading.Absent());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path file = folder.resolve("a.png");
        assertThat(PngPictures.recipe(file)).isEqualTo(new Recipe.Reading.Refused("a.png does not exist."));
        Files.writeString(file, "not a picture at all");
        assertThat(PngPictures.recipe(file)).isEqualTo(new Recipe.Reading.Refused("a.png is not a PNG picture."));
        Files.write(file, new byte[0]);
        assertThat(PngPictures.recipe(file)).isInstanceOf(Recipe.Reading.Refused.class);
        assertThat(PngPictures.recipe(folder)).isInstanceOf(Recipe.Reading.Refused.class);
    }

    @Test
    void neverThrowsOnADamagedFile() throws IOException {
        Path file = folder.resolve("a.png");
        Recipe recipe = Recipes.of(Recipes.everything());
        PngPictures.write(file, Recipes.ramp(3, 2, 3), recipe);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 12; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(PngPictures.recipe(file)).isNotNull();
        }
        Random random = new Random(2);
        for (int trial = 0; trial < 500; trial++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            PngPictures.recipe(file).found().ifPresent(read -> assertThat(read).isEqualTo(recipe));
        }
    }

    @Test
    void aWriteThatFailsLeavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("a.png"), "before");
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
            out.write(1);
            throw new IOException("disk full");
        })).hasMessage("disk full");
        assertThat(file).hasContent("before");
        assertThat(folder.toFile().list()).containsExactly("a.png");
    }
}
