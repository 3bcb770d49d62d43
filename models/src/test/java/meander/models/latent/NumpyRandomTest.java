package meander.models.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against numbers that NumPy 2.4's {@code RandomState} printed. All bits are those that its algorithm has with a logarithm worked out to
 * 50 digits; NumPy itself takes the C library's, which on Linux is a last bit off for one number in 2000.
 */
class NumpyRandomTest {
    @Test
    void drawsUniformNumbersAsNumPyDoes() {
        NumpyRandom random = new NumpyRandom(0);
        assertThat(random.uniform()).isEqualTo(0.5488135039273248);
        assertThat(random.uniform()).isEqualTo(0.7151893663724195);
        assertThat(random.uniform()).isEqualTo(0.6027633760716439);
        assertThat(new NumpyRandom(0xFFFFFFFFL).uniform()).isEqualTo(0.0976320289940138);
        NumpyRandom far = new NumpyRandom(5489); // through several refills of its state
        for (int i = 0; i < 1999; i++)
            far.uniform();
        assertThat(far.uniform()).isEqualTo(0.367285915131369);
    }

    @ParameterizedTest
    @CsvSource({"0,1.764052345967664,0.4001572083672233,0.9787379841057392,4623004339493571316,0.3300458894753217",
            "12345,-0.20470765948471295,0.47894333805754824,-0.5194387150567381,4479158343816969720,-0.5778831092292941",
            "4294967295,0.6484086742306527,0.6693235306338161,-1.0805437227474493,4638958621870467727,-0.12910561450711303"})
    void drawsNormalNumbersAsNumPyDoesAndRoundsThemCorrectly(long seed, double first, double second, double third, long bits,
            double last) {
        double[] drawn = new NumpyRandom(seed).randn(20001);
        assertThat(drawn).startsWith(first, second, third).endsWith(last);
        long all = 0;
        for (double number : drawn)
            all ^= Double.doubleToRawLongBits(number);
        assertThat(all).isEqualTo(bits);
    }

    @Test
    void goesOnWhereItWas() {
        NumpyRandom random = new NumpyRandom(7);
        double[] three = random.randn(3);
        double[] two = random.randn(2);
        assertThat(new NumpyRandom(7).randn(5)).containsExactly(three[0], three[1], three[2], two[0], two[1]);
        float[] rounded = new NumpyRandom(7).randnFloats(3);
        assertThat(rounded).containsExactly((float) three[0], (float) three[1], (float) three[2]);
    }

    @Test
    void hasTheSeedsOfNumPy() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NumpyRandom(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> new NumpyRandom(1L << 32)).withMessageContaining("4294967296");
    }
}
