package meander.models.family.style.stylegan2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.family.OpenResult;
import meander.models.family.style.stylegan2.MadeUpStyleGan2.Dialect;
import meander.models.family.style.stylegan2.StyleGan2.Architecture;

class StyleGan2RefusalTest {
    static Stream<Arguments> damages() {
        return Stream.of(damage("synthesis.b16.conv1.weight is missing", made -> made.without("synthesis.b16.conv1.weight")),
                damage("synthesis.b16.conv0.bias [4] is missing", made -> made.without("synthesis.b16.conv0.bias")),
                damage("mapping.fc1.bias [5] is missing", made -> made.without("mapping.fc1.bias")),
                damage("mapping.fc0.weight is missing", made -> made.without("mapping.fc0.weight")),
                damage("synthesis.b4.conv1.affine.weight is missing", made -> made.without("synthesis.b4.conv1.affine.weight")),
                damage("synthesis.b32.torgb.weight is missing", made -> made.without("synthesis.b32.torgb.weight")),
                damage("synthesis.b8.torgb.affine.bias [5] is missing", made -> made.without("synthesis.b8.torgb.affine.bias")),
                damage("synthesis.b8.conv0.noise_strength [] is missing",
                        made -> made.without("synthesis.b8.conv0.noise_strength")),
                damage("synthesis.b8.conv0.weight is [5,6,3,4], not [5,6,3,3]",
                        made -> made.put("synthesis.b8.conv0.weight", new float[360], 5, 6, 3, 4)),
                damage("synthesis.b16.conv1.weight is [4,4,9], not of 4 axes",
                        made -> made.put("synthesis.b16.conv1.weight", new float[144], 4, 4, 9)),
                damage("mapping.fc1.weight is [5,6], not [5,5]", made -> made.put("mapping.fc1.weight", new float[30], 5, 6)),
                damage("mapping.w_avg has 4 values", made -> made.put("mapping.w_avg", new float[4], 4)),
                damage("synthesis.b16.conv1.weight is empty",
                        made -> made.put("synthesis.b16.conv1.weight", new float[0], 1 << 27, 0, 3, 3)),
                damage("synthesis.b16 is missing",
                        made -> made.values.keySet().stream().filter(name -> name.startsWith("synthesis.b16.")).toList()
                                .forEach(made::without)),
                damage("synthesis.b8.attention.weight [2] belongs to no layer known here",
                        made -> made.put("synthesis.b8.attention.weight", new float[2], 2)),
                damage("mapping.fc3.weight [5,5] belongs to no layer known here",
                        made -> made.put("mapping.fc3.weight", new float[25], 5, 5)),
                damage("resample_filter is not separable",
                        made -> made.put("synthesis.b8.conv0.resample_filter", new float[]{1, 2, 3, 4}, 2, 2)),
                damage("resample_filter is [2, 4]", made -> made.put("synthesis.b8.conv0.resample_filter", new float[8], 2, 4)),
                damage("resample_filter is [4, 2]", made -> made.put("synthesis.b8.conv0.resample_filter", new float[8], 4, 2)),
                damage("resample_filter is []", made -> made.put("synthesis.b8.conv0.resample_filter", new float[1])),
                damage("resample_filter is [1, 1]",
                        made -> made.put("synthesis.b8.conv0.resample_filter", new float[]{1}, 1, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void tensorsThatDoNotFitAreNamed(String sentence, Consumer<MadeUpStyleGan2> damage) {
        MadeUpStyleGan2 made = MadeUpStyleGan2.of(s -> {});
        damage.accept(made);
        OpenResult result = new StyleGan2Family().recognise(made.checkpoint(Dialect.NESTED)).orElseThrow().open(Map.of());
        assertThat(result).isInstanceOfSatisfying(OpenResult.Refused.class, refused -> {
            assertThat(refused.why().reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
            assertThat(refused.why().sentence()).contains("StyleGAN2").contains(sentence);
        });
    }

    @Test
    void aResidualNetworkThatAlsoDrawsFromEveryBlockIsNeither() {
        MadeUpStyleGan2 made = MadeUpStyleGan2.of(s -> s.architecture = Architecture.RESNET).put("synthesis.b4.torgb.weight",
                new float[18], 3, 6, 1, 1);
        OpenResult result = new StyleGan2Family().recognise(made.checkpoint(Dialect.NESTED)).orElseThrow().open(Map.of());
        assertThat(result).isInstanceOfSatisfying(OpenResult.Refused.class,
                refused -> assertThat(refused.why().sentence()).contains("synthesis.b4.torgb.weight"));
    }

    @Test
    void countsAllTensorsThatDifferButNamesThree() {
        MadeUpStyleGan2 made = MadeUpStyleGan2.of(s -> {});
        made.values.keySet().stream().filter(name -> name.endsWith("affine.bias")).toList().forEach(made::without);
        OpenResult result = new StyleGan2Family().recognise(made.checkpoint(Dialect.NESTED)).orElseThrow().open(Map.of());
        assertThat(result).isInstanceOfSatisfying(OpenResult.Refused.class, refused -> {
            assertThat(refused.why().details().get(1)).isEqualTo(11);
            assertThat(refused.why().sentence().split("is missing", -1)).hasSize(4);
        });
    }

    @Test
    void buffersThatTheDefinitionDoesWithoutAreNoReasonToRefuse() {
        MadeUpStyleGan2 made = MadeUpStyleGan2.of(s -> {}).put("synthesis.b8.resample_filter", new float[16], 4, 4)
                .put("synthesis.b8.torgb.resample_filter", new float[16], 4, 4).put("counter", new float[1])
                .without("mapping.w_avg").without("synthesis.b16.conv1.noise_const")
                .without("synthesis.b8.conv0.resample_filter");
        assertThat(made.open().info().notes()).anyMatch(note -> note.contains("Average w: not in the file"))
                .anyMatch(note -> note.contains("[1,3,3,1]/8 as published"));
    }

    @Test
    void theMovingAverageIsTakenBeforeTheGeneratorItself() {
        StateDict average = MadeUpStyleGan2.of(s -> {}).state(Dialect.FLAT);
        StateDict other = MadeUpStyleGan2.of(s -> s.channels = MadeUpStyleGan2.channels(3, 3)).state(Dialect.FLAT);
        assertThat(width(MadeUpStyleGan2.file(Map.of("G", other, "G_ema", average)))).isEqualTo(32);
        assertThat(width(MadeUpStyleGan2.file(Map.of("G", other)))).isEqualTo(8);
        assertThat(width(MadeUpStyleGan2.file(Map.of("", other)))).isEqualTo(8);
        assertThat(new StyleGan2Family().recognise(MadeUpStyleGan2.file(Map.of("D", other)))).isEmpty();
    }

    private static int width(Checkpoint checkpoint) {
        OpenResult result = new StyleGan2Family().recognise(checkpoint).orElseThrow().open(Map.of());
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return ((OpenResult.Ready) result).model().info().width();
    }

    private static Arguments damage(String sentence, Consumer<MadeUpStyleGan2> damage) {
        return arguments(sentence, damage);
    }
}
