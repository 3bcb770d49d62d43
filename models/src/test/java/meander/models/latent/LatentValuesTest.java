package meander.models.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import meander.models.graph.Tensor;
import meander.models.latent.Noise.Mode;

/** Class mixes, style mixes, edits and noise as values. */
class LatentValuesTest {
    @Test
    void classWeightsAreShares() {
        assertThat(ClassMix.of(1).with(0, 3).vector(3)).containsExactly(0.75f, 0.25f, 0);
        assertThat(ClassMix.NONE.vector(3)).containsExactly(0, 0, 0);
        assertThat(ClassMix.of(1).with(1, 0)).isEqualTo(ClassMix.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> ClassMix.of(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> ClassMix.of(0).with(1, -0.5)).withMessageContaining("class 1");
        assertThatIllegalArgumentException().isThrownBy(() -> ClassMix.of(0).with(1, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> ClassMix.of(0).with(1, Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> ClassMix.of(3).vector(3)).withMessageContaining("3 classes");
    }

    @Test
    void styleWeightsAreShares() {
        StyleMix mix = StyleMix.NONE.withDonor(4).withDonor(5).withWeights(2, List.of(1.0, 0.0, 3.0));
        assertThat(mix.shares(2)).containsExactly(0.25, 0, 0.75);
        assertThat(mix.shares(0)).containsExactly(1, 0, 0);
        assertThat(mix.withLayer(0, 1).shares(0)).containsExactly(0, 1, 0);
        assertThat(mix.withWeights(2, null).weights()).isEmpty();
    }

    @Test
    void donorsComeAndGoWithTheirWeights() {
        StyleMix mix = StyleMix.NONE.withDonor(4).withLayer(1, 1).withWeights(2, List.of(1.0, 1.0)).withDonor(5).withLayer(3, 2);
        assertThat(mix.shares(2)).containsExactly(0.5, 0.5, 0);
        assertThat(mix.withDonor(1, 77).donors()).containsExactly(77L, 5L);
        StyleMix without = mix.withoutDonor(1);
        assertThat(without.donors()).containsExactly(5L);
        assertThat(without.shares(1)).as("took from it alone").containsExactly(1, 0);
        assertThat(without.shares(2)).containsExactly(1, 0);
        assertThat(without.shares(3)).containsExactly(0, 1);
    }

    @Test
    void styleWeightsThatMeanNothingAreRefused() {
        StyleMix mix = StyleMix.NONE.withDonor(4);
        for (List<Double> row : List.of(List.of(1.0), List.of(1.0, 2.0, 3.0), List.of(0.0, 0.0), List.of(1.0, -1.0),
                List.of(Double.NaN, 1.0), List.of(Double.POSITIVE_INFINITY, 1.0)))
            assertThatIllegalArgumentException().isThrownBy(() -> mix.withWeights(6, row)).withMessageContaining("layer 6");
    }

    @Test
    void anEditOfNothingIsNoEdit() {
        ZOffsets z = ZOffsets.NONE.with(3, 1);
        assertThat(z.offsets()).isEqualTo(Map.of(3, 1.0));
        assertThat(z.with(3, 0)).isEqualTo(ZOffsets.NONE);
        WOffsets w = WOffsets.NONE.with(4, 2).with(5, 6, 3);
        assertThat(w.offsets()).isEqualTo(Map.of(4, 2.0));
        assertThat(w.layers()).isEqualTo(Map.of(5, new TreeMap<>(Map.of(6, 3.0))));
        assertThat(w.with(4, 0).with(5, 6, 0)).isEqualTo(WOffsets.NONE);
    }

    @Test
    void noiseStrengthsMultiply() {
        Noise noise = Noise.AS_TRAINED.withStrength(0.5).withLayerStrength(2, 3);
        assertThat(noise.strength(0)).isEqualTo(0.5);
        assertThat(noise.strength(2)).isEqualTo(1.5);
        assertThat(noise.withMode(Mode.NONE).strength(2)).isZero();
        assertThat(noise.withLayerStrength(2, 1)).isEqualTo(Noise.AS_TRAINED.withStrength(0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> noise.withStrength(Double.NaN));
    }

    @Test
    void constantNoiseIsThatOfTheFileOrAFixedOne() {
        Tensor kept = Tensor.full(2, 1, 1, 4, 4);
        NoiseFields fields = new NoiseFields(Map.of(0, kept));
        assertThat(fields.of(0, 4, Noise.AS_TRAINED)).isSameAs(kept);
        Tensor fixed = fields.of(1, 8, Noise.AS_TRAINED);
        assertThat(fixed.shape().dims()).containsExactly(1, 1, 8, 8);
        assertThat(fields.of(1, 8, Noise.AS_TRAINED.withSeed(5))).isEqualTo(fixed);
        assertThat(new NoiseFields(Map.of()).of(1, 8, Noise.AS_TRAINED)).isEqualTo(fixed);
    }

    @Test
    void randomNoiseIsThatOfItsSeedAndOfItsLayerAlone() {
        NoiseFields fields = new NoiseFields(Map.of(0, Tensor.full(2, 1, 1, 8, 8)));
        Noise random = Noise.AS_TRAINED.withMode(Mode.RANDOM).withSeed(5);
        Tensor first = fields.of(0, 8, random);
        assertThat(fields.of(1, 8, random)).isNotEqualTo(first);
        assertThat(fields.of(0, 8, random.withSeed(6))).isNotEqualTo(first);
        assertThat(fields.of(0, 8, random)).isEqualTo(first);
        double mean = 0;
        double squares = 0;
        float[] large = fields.of(2, 64, random).data();
        for (float number : large) {
            mean += number / large.length;
            squares += number * number / large.length;
        }
        assertThat(mean).isBetween(-0.06, 0.06);
        assertThat(squares).isBetween(0.9, 1.1);
    }

    @Test
    void aTruncationIsANumberAndACountOfLayers() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Truncation(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Truncation(1, -1)).withMessageContaining("-1");
    }
}
