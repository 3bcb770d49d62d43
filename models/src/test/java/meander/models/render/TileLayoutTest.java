package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileLayoutTest {
    @ParameterizedTest
    @CsvSource({"1000, 128, 24, 4, 1", "512, 512, 88, 4, 1", "516, 512, 88, 4, 2", "256, 64, 64, 64, 1", "72, 8, 100, 4, 4",
            "4096, 256, 0, 32, 1"})
    void everyPixelIsDecidedByTilesTogether(int length, int side, int margin, int multiple, int scale) {
        TileLayout tiling = TileLayout.of(length, side, margin, multiple);
        assertThat(tiling.starts().getFirst()).isZero();
        assertThat(tiling.starts().getLast() + tiling.side()).isEqualTo(length);
        float[] sums = new float[scale * length];
        float[][] weights = tiling.weights(scale);
        for (int tile = 0; tile < weights.length; tile++)
            for (int i = 0; i < weights[tile].length; i++)
                sums[scale * tiling.starts().get(tile) + i] += weights[tile][i];
        for (float sum : sums)
            assertThat(sum).isCloseTo(1, within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({"1000, 128, 24, 4", "2048, 512, 87, 4"})
    void nothingWithinTheMarginOfACutEdgeCounts(int length, int side, int margin, int multiple) {
        TileLayout tiling = TileLayout.of(length, side, margin, multiple);
        assertThat(tiling.context()).isEqualTo(margin);
        float[][] weights = tiling.weights(1);
        for (int tile = 0; tile < weights.length; tile++)
            for (int i = 0; i < margin; i++) {
                if (tile > 0) assertThat(weights[tile][i]).isZero();
                if (tile < weights.length - 1) assertThat(weights[tile][side - 1 - i]).isZero();
            }
        assertThat(tiling.starts()).allMatch(start -> start % multiple == 0);
    }
}
