package meander.models.family.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.NumpyRandom;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.latent.ZOffsets;
import meander.models.request.RenderRequest;

/** With a mapping network that only doubles: {@code w = 2·z}. */
class StyleSpaceTest {
    private static final int LAYERS = 4;
    private static final int DIMENSIONS = 3;
    private static final float[] AVERAGE = {1, -1, 0.5f};
    private static final StyleSpace SPACE = new StyleSpace(LAYERS, DIMENSIONS, DIMENSIONS, 0, AVERAGE);
    private static final RenderRequest REQUEST = RenderRequest.DEFAULT.withSeed(3);

    private final List<float[]> mapped = new ArrayList<>();
    private final List<Tensor> labels = new ArrayList<>();

    private Tensor mapping(Tensor z, Tensor c) {
        mapped.add(z.data());
        labels.add(c);
        float[] w = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++)
            w[i] = 2 * z.data()[i];
        return new Tensor(z.shape(), w);
    }

    private float[] styles(RenderRequest request) {
        return SPACE.styles(request, this::mapping).data();
    }

    private static double w(long seed, int dimension) {
        return 2 * new NumpyRandom(seed).randn(DIMENSIONS)[dimension];
    }

    private static double truncated(long seed, int dimension, double psi) {
        return AVERAGE[dimension] + psi * (w(seed, dimension) - AVERAGE[dimension]);
    }

    @Test
    void everyLayerTakesTheSeedsW() {
        float[] styles = styles(REQUEST);
        assertThat(styles).hasSize(LAYERS * DIMENSIONS);
        assertThat(mapped).hasSize(1);
        assertEach(styles, (_, i) -> w(3, i));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 100, Truncation.ALL_LAYERS})
    void theCoarsestLayersUpToTheCutoffAreTruncated(int cutoff) {
        float[] styles = styles(REQUEST.withTruncation(new Truncation(0.3, cutoff)));
        assertEach(styles, (layer, i) -> layer < cutoff ? truncated(3, i, 0.3) : w(3, i));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, 0.5, 1, 2})
    void psiMovesAlongTheLineThroughTheAverage(double psi) {
        assertEach(styles(REQUEST.withTruncation(Truncation.NONE.withPsi(psi))), (_, i) -> truncated(3, i, psi));
    }

    @Test
    void betweenSeedsWIsBlended() {
        assertEach(styles(REQUEST.withPoint(new SeedPlanePoint(3, 0.25, 0.5))),
                (_, i) -> 0.375 * w(3, i) + 0.125 * w(4, i) + 0.375 * w(103, i) + 0.125 * w(104, i));
    }

    @Test
    void anEditOfZIsMadeBeforeTheMapping() {
        float[] styles = styles(REQUEST.withZOffsets(ZOffsets.NONE.with(1, 0.75)).withTruncation(new Truncation(0.5, 2)));
        assertEach(styles, (layer, i) -> (layer < 2 ? truncated(3, i, 0.5) : w(3, i)) + (i == 1 ? layer < 2 ? 0.75 : 1.5 : 0));
    }

    @Test
    void anEditOfZGoesWithEverySeedAroundAPlaceButWithNoDonor() {
        StyleMix mix = StyleMix.NONE.withDonor(9).withLayer(3, 1);
        float[] styles = styles(
                REQUEST.withPoint(new SeedPlanePoint(3, 0.5, 0)).withZOffsets(ZOffsets.NONE.with(0, 1)).withMix(mix));
        assertEach(styles, (layer, i) -> layer == 3 ? w(9, i) : 0.5 * w(3, i) + 0.5 * w(4, i) + (i == 0 ? 2 : 0));
    }

    @Test
    void anEditOfWIsMadeAfterTruncationAndMixingInAllLayers() {
        StyleMix mix = StyleMix.NONE.withDonor(9).withLayer(2, 1);
        float[] styles = styles(
                REQUEST.withTruncation(Truncation.NONE.withPsi(0)).withMix(mix).withWOffsets(WOffsets.NONE.with(2, -3)));
        assertEach(styles, (_, i) -> AVERAGE[i] + (i == 2 ? -3 : 0));
    }

    @Test
    void anEditOfWPlusIsMadeInItsLayerAlone() {
        float[] styles = styles(REQUEST.withWOffsets(WOffsets.NONE.with(1, 0, 5).with(1, 2, 6).with(3, 1, 7).with(0, 1)));
        assertEach(styles, (layer, i) -> w(3, i) + (i == 0 ? 1 : 0) + (layer == 1 ? i == 0 ? 5 : i == 2 ? 6 : 0 : 0)
                + (layer == 3 && i == 1 ? 7 : 0));
    }

    @Test
    void editsOfWhatThereIsNotAreLeftAlone() {
        WOffsets elsewhere = WOffsets.NONE.with(DIMENSIONS, 1).with(LAYERS, 0, 1).with(0, DIMENSIONS, 1);
        assertThat(styles(REQUEST.withZOffsets(ZOffsets.NONE.with(DIMENSIONS, 1)).withWOffsets(elsewhere)))
                .isEqualTo(styles(REQUEST));
    }

    @Test
    void layersMixTheirSourcesByWeight() {
        StyleMix mix = StyleMix.NONE.withDonor(9).withDonor(11).withWeights(1, List.of(1.0, 1.0, 2.0)).withLayer(3, 2)
                .withLayer(9, 1);
        float[] styles = styles(REQUEST.withTruncation(new Truncation(0.5, 2)).withMix(mix));
        assertEach(styles, (layer, i) -> switch (layer) {
            case 0 -> truncated(3, i, 0.5);
            case 1 -> 0.25 * truncated(3, i, 0.5) + 0.25 * truncated(9, i, 0.5) + 0.5 * truncated(11, i, 0.5);
            case 2 -> w(3, i);
            default -> w(11, i);
        });
    }

    @Test
    void aGivenWIsNotTruncatedButMixedAndEdited() {
        Tensor given = new Tensor(Shape.of(1, 3), new float[]{7, 8, 9});
        RenderRequest request = REQUEST.withStyles(Optional.of(given)).withTruncation(Truncation.NONE.withPsi(0))
                .withWOffsets(WOffsets.NONE.with(0, 1)).withMix(StyleMix.NONE.withDonor(9).withLayer(3, 1));
        assertEach(styles(request), (layer, i) -> (layer == 3 ? AVERAGE[i] : 7 + i) + (i == 0 ? 1 : 0));
        float[] all = new float[LAYERS * DIMENSIONS];
        for (int i = 0; i < all.length; i++)
            all[i] = i;
        assertThat(styles(REQUEST.withStyles(Optional.of(new Tensor(Shape.of(LAYERS, DIMENSIONS), all))))).isEqualTo(all);
        assertThat(mapped).as("only the donor is mapped").hasSize(1);
    }

    @Test
    void aGivenWOfAnotherNetworkIsRefused() {
        for (int[] dims : new int[][]{{3, 3}, {4, 2}, {12, 1}, {6}})
            assertThatIllegalArgumentException().isThrownBy(() -> styles(REQUEST.withStyles(Optional.of(Tensor.zeros(dims)))))
                    .withMessageContaining("this network takes [4,3]");
    }

    @Test
    void labelsGoToTheMappingOfConditionalNetworksAlone() {
        styles(REQUEST.withClasses(ClassMix.of(2)));
        assertThat(labels).containsOnlyNulls();
        StyleSpace conditional = new StyleSpace(LAYERS, DIMENSIONS, DIMENSIONS, 4, AVERAGE);
        conditional.styles(REQUEST.withClasses(ClassMix.of(2).with(0, 3)), this::mapping);
        assertThat(labels.getLast().data()).containsExactly(0.75f, 0, 0.25f, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> conditional.styles(REQUEST.withClasses(ClassMix.of(4)), this::mapping))
                .withMessageContaining("class 4 of a network with 4 classes");
    }

    private interface Expected {
        double at(int layer, int dimension);
    }

    private static void assertEach(float[] styles, Expected expected) {
        for (int layer = 0; layer < LAYERS; layer++)
            for (int i = 0; i < DIMENSIONS; i++)
                assertThat((double) styles[layer * DIMENSIONS + i]).as("layer %d, dimension %d", layer, i)
                        .isCloseTo(expected.at(layer, i), within(1e-5));
    }
}
