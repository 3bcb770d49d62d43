package meander.models.family.dcgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.latent.ClassMix;
import meander.models.latent.NumpyRandom;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** Two generators of handwritten digits that strangers trained, opened without any answer, against what their own code draws. */
class DigitsParityTest {
    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @CsvSource({"dcgan_digits,64", "cwgan_digits,10"})
    void opensAsWhatItIs(String name, int zDim) {
        Model model = Fixtures.open(shared("trained/" + name + ".pth"));
        assertThat(model.info().family()).isEqualTo("DCGAN");
        assertThat(List.of(model.info().zDim(), model.info().width(), model.info().height(), model.info().channels()))
                .isEqualTo(List.of(zDim, 28, 28, 1));
        for (int seed : new int[]{0, 7})
            assertThat(new NumpyRandom(seed).randnFloats(zDim))
                    .containsExactly(Fixtures.array(shared("ref/" + name + "/z_seed" + seed + ".npy")).floats());
    }

    @ParameterizedTest
    @CsvSource({"0", "7"})
    void drawsTheDigitsOfTransposedConvolutions(int seed) {
        Model model = Fixtures.open(shared("trained/dcgan_digits.pth"));
        assertDraws(model, RenderRequest.DEFAULT.withSeed(seed), "ref/dcgan_digits/img_seed" + seed + ".npy");
    }

    @ParameterizedTest
    @CsvSource({"0,3", "0,8", "7,3", "7,8"})
    void drawsTheDigitsOfAClass(int seed, int label) {
        Model model = Fixtures.open(shared("trained/cwgan_digits.pth"));
        assertThat(model.info().classes()).isEqualTo(10);
        assertDraws(model, model.initial().withSeed(seed).withClasses(ClassMix.of(label)),
                "ref/cwgan_digits/img_seed" + seed + "_class" + label + ".npy");
    }

    @ParameterizedTest
    @CsvSource({"dcgan_digits,img_seed7", "cwgan_digits,img_seed7_class3"})
    void drawsTheSameWithoutTheListOfModules(String name, String reference) {
        Checkpoint file = (Checkpoint) Checkpoints.open(shared("trained/" + name + ".pth"));
        StateDict listed = file.networks().get("");
        StateDict unlisted = new StateDict(listed.tensors(), listed.attributes(), new LinkedHashSet<>(), "");
        OpenResult result = new DcganFamily().recognise(StateDicts.file(unlisted)).orElseThrow().open(Map.of());
        Model model = ((OpenResult.Ready) result).model();
        RenderRequest request = model.initial().withSeed(7);
        assertDraws(model, model.info().classes() > 0 ? request.withClasses(ClassMix.of(3)) : request,
                "ref/" + name + "/" + reference + ".npy");
    }

    @Test
    void theFilesOwnStatisticsTellTheActivation() {
        Path file = shared("trained/cwgan_digits.pth");
        Model model = Fixtures.open(file);
        assertThat(model.info().notes())
                .anyMatch(note -> note.startsWith("Hidden activation ReLU") && note.contains("running statistics"));
        OpenResult sloped = Families.installed().open(file, Map.of("activation", "LeakyReLU 0.2"), share -> {}, () -> false);
        assertThat(((OpenResult.Ready) sloped).model().controls()).anyMatch(
                control -> control instanceof Control.Guess(_, _, String chosen, _, _) && chosen.equals("LeakyReLU 0.2"));
    }

    /** These files' licence is not stated, so they are not part of the repository. */
    private static Path shared(String name) {
        Optional<Path> file = Fixtures.shared("fixtures/" + name);
        assumeTrue(file.isPresent(), "the shared fixtures are not here");
        return file.get();
    }

    private static void assertDraws(Model model, RenderRequest request, String reference) {
        double distance = Fixtures.distance(Drawing.of(model, request), Fixtures.array(shared(reference)).floats());
        assertThat(distance).as(reference).isLessThanOrEqualTo(TOLERANCE);
    }
}
