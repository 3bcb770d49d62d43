package meander.models.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.models.latent.SeedPlanePoint.Corner;

class SeedPlanePointTest {
    @ParameterizedTest
    @CsvSource({"5,0,0,5", "5,3,0,8", "5,0,2,205", "5,-2,1,103", "0,-1,0,4294967295", "4294967295,1,0,0", "50,0,-1,4294967246",
            "4294967295,-0.0,0,4294967295"})
    void aWholePlaceIsOneSeed(long seed, double x, double y, long corner) {
        assertThat(new SeedPlanePoint(seed, x, y).corners()).containsExactly(new Corner(corner, 1));
    }

    @Test
    void onALineThereAreTwo() {
        assertThat(new SeedPlanePoint(5, 0.25, 0).corners()).containsExactly(new Corner(5, 0.75), new Corner(6, 0.25));
        assertThat(new SeedPlanePoint(5, 0, 1.5).corners()).containsExactly(new Corner(105, 0.5), new Corner(205, 0.5));
        assertThat(new SeedPlanePoint(5, -0.25, 0).corners()).containsExactly(new Corner(4, 0.25), new Corner(5, 0.75));
    }

    @Test
    void elsewhereThereAreFour() {
        assertThat(new SeedPlanePoint(5, 0.25, 0.5).corners()).containsExactly(new Corner(5, 0.375), new Corner(6, 0.125),
                new Corner(105, 0.375), new Corner(106, 0.125));
        assertThat(new SeedPlanePoint(4294967295L, 0.5, 0.5).corners()).extracting(Corner::seed).containsExactly(4294967295L, 0L,
                99L, 100L);
    }

    @Test
    void theirWeightsAddUpToOne() {
        for (double x = -3; x < 3; x += 0.37)
            for (double y = -2; y < 2; y += 0.29) {
                assertThat(new SeedPlanePoint(1, x, y).corners().stream().mapToDouble(Corner::weight).sum()).isCloseTo(1,
                        within(1e-12));
                assertThat(new SeedPlanePoint(1, x, y).corners()).allMatch(corner -> corner.weight() > 0 && corner.weight() <= 1);
            }
    }

    @Test
    void farAwayIsStillAPlace() {
        assertThat(new SeedPlanePoint(1, 1e300, -1e300).corners()).hasSize(1).allMatch(corner -> corner.weight() == 1);
    }

    @Test
    void nowhereIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SeedPlanePoint.of(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> SeedPlanePoint.of(1L << 32)).withMessageContaining("4294967296");
        for (double nowhere : new double[]{Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new SeedPlanePoint(0, nowhere, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> new SeedPlanePoint(0, 0, nowhere));
        }
    }
}
