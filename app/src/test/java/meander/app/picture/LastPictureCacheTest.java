package meander.app.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.family.ModelInfo;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.request.RenderRequest;

class LastPictureCacheTest {
    private static final ModelInfo MODEL = new ModelInfo(Path.of("m.pkl"), "Straw", "", 5, 3, 3, 8, 8, 4, 0, 1, List.of());

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void givesBackEveryPixelAndWhatItIsAPictureOf(int channels) throws IOException {
        LastPictureCache cache = new LastPictureCache(folder, 1 << 20, Runnable::run);
        Frame frame = frame(channels, RenderRequest.DEFAULT.withSeed(7));
        cache.keep(frame, MODEL, hash(1));
        Frame found = cache.find(hash(1)).orElseThrow();
        assertThat(found.request()).isEqualTo(frame.request());
        assertThat(found.full()).as("its numbers were rounded").isFalse();
        assertThat(levels(found)).isEqualTo(levels(frame));
    }

    @Test
    void hasNothingOfWhatWasNotKept() {
        assertThat(new LastPictureCache(folder.resolve("none"), 1, Runnable::run).find(hash(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 100})
    void aDamagedPictureIsAsGoodAsNone(int left) throws IOException {
        LastPictureCache cache = new LastPictureCache(folder, 1 << 20, Runnable::run);
        cache.keep(frame(3, RenderRequest.DEFAULT), MODEL, hash(1));
        Path file = folder.resolve(hash(1) + ".png");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, left));
        assertThat(cache.find(hash(1))).isEmpty();
    }

    @Test
    void aPictureOfAnotherModelUnderThisNameIsNone() throws IOException {
        LastPictureCache cache = new LastPictureCache(folder, 1 << 20, Runnable::run);
        cache.keep(frame(3, RenderRequest.DEFAULT), MODEL, hash(1));
        Files.move(folder.resolve(hash(1) + ".png"), folder.resolve(hash(2) + ".png"));
        assertThat(cache.find(hash(2))).isEmpty();
    }

    @Test
    void whatWasNotUsedForLongestGoesFirst() throws IOException {
        LastPictureCache endless = new LastPictureCache(folder, Long.MAX_VALUE, Runnable::run);
        long bytes = 0;
        for (int i = 1; i <= 3; i++) {
            endless.keep(frame(3, RenderRequest.DEFAULT), MODEL, hash(i));
            Path file = folder.resolve(hash(i) + ".png");
            bytes += Files.size(file);
            Files.setLastModifiedTime(file, FileTime.fromMillis(i * 1_000L));
        }
        endless.find(hash(1)); // used
        new LastPictureCache(folder, bytes, Runnable::run).keep(frame(3, RenderRequest.DEFAULT), MODEL, hash(4));
        assertThat(endless.find(hash(2))).isEmpty();
        for (int i : new int[]{1, 3, 4})
            assertThat(endless.find(hash(i))).isPresent();
    }

    private static Frame frame(int channels, RenderRequest request) {
        Random random = new Random(channels);
        float[] pixels = new float[channels * 15];
        for (int i = 0; i < pixels.length; i++)
            pixels[i] = 2.4f * random.nextFloat() - 1.2f;
        return new Frame(new Tensor(Shape.of(channels, 3, 5), pixels), true, 20, request);
    }

    private static int[] levels(Frame frame) {
        int[] levels = new int[frame.pixels().data().length];
        for (int i = 0; i < levels.length; i++)
            levels[i] = Frame.level(frame.pixels().data()[i]);
        return levels;
    }

    private static String hash(int digit) {
        return Integer.toString(digit).repeat(64);
    }
}
