package meander.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values are those of Pillow 12 and its LANCZOS filter. Pillow rounds between its two passes, which may make one level. */
class LanczosResamplingTest {
    private static final int SIDE = 16;

    private static int level(int x, int y) {
        return (x * 37 + y * 91 + x * y * 13) % 256;
    }

    private static ByteImage grey() {
        byte[] samples = new byte[SIDE * SIDE];
        for (int i = 0; i < samples.length; i++)
            samples[i] = (byte) level(i % SIDE, i / SIDE);
        return new ByteImage(SIDE, SIDE, 1, samples);
    }

    private static void assertLevels(ByteImage picture, int tolerance, int... expected) {
        assertThat(picture.samples()).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(picture.samples()[i] & 0xff).as("sample " + i).isBetween(expected[i] - tolerance, expected[i] + tolerance);
        }
    }

    @Test
    void shrinksAsPillowDoes() {
        assertLevels(LanczosResampling.scaled(grey(), 5, 5), 1, 121, 143, 116, 133, 117, 126, 148, 140, 131, 166, 145, 139, 142,
                143, 132, 121, 101, 112, 120, 100, 118, 122, 153, 102, 123);
    }

    @Test
    void halvesAsPillowDoes() {
        assertLevels(LanczosResampling.scaled(grey(), 8, 8), 1, 87, 137, 137, 139, 97, 113, 191, 51, 139, 152, 145, 124, 153, 88,
                181, 97, 98, 134, 139, 126, 144, 107, 163, 153, 135, 152, 175, 156, 165, 135, 169, 184, 160, 133, 99, 127, 107,
                163, 96, 85, 131, 100, 110, 126, 103, 139, 77, 121, 123, 105, 104, 112, 110, 164, 64, 185, 152, 92, 153, 151, 174,
                103, 42, 166);
    }

    @Test
    void enlargesAsPillowDoes() {
        ByteImage large = LanczosResampling.scaled(grey(), 24, 24);

        int[] firstRow = {0, 9, 37, 56, 74, 104, 153, 178, 214, 245, 106, 0, 1, 62, 94, 113, 133, 157, 177, 235, 198, 31, 2, 51};
        assertLevels(new ByteImage(24, 1, 1, Arrays.copyOf(large.samples(), 24)), 4, firstRow);
    }

    @Test
    void weightsColoursByTheirOpacityAsPillowDoes() {
        byte[] samples = new byte[SIDE * SIDE * 4];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int at = (y * SIDE + x) * 4;
                samples[at] = (byte) level(x, y);
                samples[at + 1] = (byte) (255 - level(x, y));
                samples[at + 2] = (byte) (x * 16);
                samples[at + 3] = (byte) (x < 8 ? 255 : y * 17);
            }
        }
        ByteImage small = LanczosResampling.scaled(new ByteImage(SIDE, SIDE, 4, samples), 4, 4);

        assertLevels(new ByteImage(4, 1, 4, Arrays.copyOfRange(small.samples(), 48, 64)), 2, 113, 142, 24, 255, 129, 126, 86, 253,
                122, 132, 153, 231, 110, 143, 216, 229);
    }

    @Test
    void keepsPlainPicturesPlainAtAnySize() {
        byte[] samples = new byte[7 * 3 * 3];
        Arrays.fill(samples, (byte) 200);

        for (byte sample : LanczosResampling.scaled(new ByteImage(7, 3, 3, samples), 64, 64).samples()) {
            assertThat(sample & 0xff).isEqualTo(200);
        }
    }

    @Test
    void doesNotAliasFineStripes() {
        byte[] samples = new byte[64 * 64];
        for (int i = 0; i < samples.length; i++)
            samples[i] = (byte) (i % 2 == 0 ? 255 : 0);

        for (byte sample : LanczosResampling.scaled(new ByteImage(64, 64, 1, samples), 8, 8).samples()) {
            assertThat(sample & 0xff).isBetween(122, 133);
        }
    }
}
