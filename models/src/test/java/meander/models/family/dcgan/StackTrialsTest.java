package meander.models.family.dcgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.models.Fixtures;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.latent.ClassMix;
import meander.models.request.RenderRequest;

/** Stacks whose authors' code was run for seeds 0 to 3: what the first candidate is, and what is drawn once the rest is said. */
class StackTrialsTest {
    private static final double TOLERANCE = 1e-4;

    /** The file, what no file tells, and what the file must tell by itself; answers are apart by semicolons. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"A1_dense_embedding_class3 | - | conditioning=z, class",
            "B1_dense_onehot_class3 | activation=ReLU | classes=10;conditioning=z, class",
            "C3_convolutions_then_norms | - | strides=32×32: 4/1/0 4/2/1 4/2/1 4/2/1",
            "D1_batchnorm_epsilon_1e-5_relu | - | activation=ReLU;batchNormEpsilon=1e-5;strides=16×16: 4/1/0 4/2/1 4/2/1",
            "D2_dense_relu_then_batchnorm | - | activation=ReLU;batchNormEpsilon=1e-5",
            "E1_strides_not_offered_sigmoid | outputActivation=sigmoid;headActivation=LeakyReLU 0.01 | activation=ReLU;batchNormEpsilon=1e-5;strides=28×28: 4/1/0 4/2/0 3/1/0 3/1/0 3/1/0",
            "E3_unpadded_32px_sigmoid | outputActivation=sigmoid | activation=ReLU;batchNormEpsilon=1e-5;strides=32×32: 3/1/0 3/2/0 3/2/0 4/2/0 1/1/0"})
    void drawsWhatItsAuthorsDraw(String name, String said, String told) {
        Path file = shared(name + ".pth");
        Map<String, String> expected = answers(told);
        Model first = open(file, Map.of());
        expected.forEach((id, answer) -> assertThat(StackGuessesTest.chosen(first, id)).as(id).isEqualTo(answer));
        Model model = open(file, answers(said));
        float[] reference = Fixtures.array(shared("ref/" + name + ".npy")).floats();
        int pixels = reference.length / 4;
        for (int seed = 0; seed < 4; seed++) {
            RenderRequest request = model.initial().withSeed(seed);
            if (model.info().classes() > 0) request = request.withClasses(ClassMix.of(3));
            assertThat(Fixtures.distance(Drawing.of(model, request),
                    Arrays.copyOfRange(reference, seed * pixels, (seed + 1) * pixels))).as("seed " + seed)
                    .isLessThanOrEqualTo(TOLERANCE);
        }
    }

    private static Map<String, String> answers(String list) {
        Map<String, String> answers = new LinkedHashMap<>();
        if (list != null) for (String each : list.split(";"))
            answers.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        return answers;
    }

    private static Model open(Path file, Map<String, String> answers) {
        OpenResult result = Families.installed().open(file, answers, share -> {}, () -> false);
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return ((OpenResult.Ready) result).model();
    }

    /** Some were trained by strangers whose licence is not known, so they are not part of the repository. */
    private static Path shared(String name) {
        Optional<Path> file = Fixtures.shared("trials/" + name);
        assumeTrue(file.isPresent(), "the trials are not here");
        return file.get();
    }
}
