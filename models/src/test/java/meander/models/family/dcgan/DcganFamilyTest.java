package meander.models.family.dcgan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.latent.ClassMix;
import meander.models.latent.NumpyRandom;
import meander.models.latent.SeedPlanePoint;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

class DcganFamilyTest {
    private static final double TOLERANCE = 1e-5;
    private static final RenderRequest REQUEST = RenderRequest.DEFAULT.withSeed(3);

    @Test
    void drawsTheTutorialStack() {
        StateDicts made = StateDicts.tutorial("main.");
        Model model = open(StateDicts.file(made.listed()));
        assertThat(model.info().width()).isEqualTo(32);
        assertThat(model.info().channels()).isEqualTo(3);
        assertThat(model.info().zDim()).isEqualTo(5);
        assertThat(model.info().parameters()).isEqualTo(5 * 8 * 16 + 8 * 6 * 16 + 6 * 4 * 16 + 4 * 3 * 16 + 2 * (8 + 6 + 4));
        assertSame(Drawing.of(model, REQUEST), tutorial(made, "main.", 1e-5, 0));
    }

    @Test
    void needsNoListOfModules() {
        StateDicts made = StateDicts.tutorial("main.");
        assertSame(Drawing.of(open(StateDicts.file(made.unlisted())), REQUEST), tutorial(made, "main.", 1e-5, 0));
    }

    @Test
    void knowsTheSameStackUnderOtherNames() {
        for (String prefix : List.of("module.main.", "model.", "net.", "layers.", "generator.main.", "")) {
            StateDicts made = StateDicts.tutorial(prefix);
            assertSame(Drawing.of(open(StateDicts.file(made.listed())), REQUEST), tutorial(made, prefix, 1e-5, 0));
        }
    }

    @Test
    void drawsTheUpsamplingStack() {
        StateDicts made = StateDicts.upsampling();
        for (StateDict state : List.of(made.listed(), made.unlisted())) {
            Model model = open(StateDicts.file(state));
            assertThat(model.info().width()).isEqualTo(8);
            assertThat(model.info().zDim()).isEqualTo(6);
            assertSame(Drawing.of(model, REQUEST),
                    upsampling(made, Naive.dense(z(3, 6), made.values("l1.0.weight"), made.values("l1.0.bias"))));
        }
    }

    @Test
    void mixesRowsOfTheClassTable() {
        StateDicts made = new StateDicts().weight("label_emb", 3, 2).linear("model.0", 8, 8, 6).bare("model.1")
                .linear("model.2", 256, 256, 8).bare("model.3");
        Model model = open(StateDicts.file(made.listed()), Map.of("conditioning", "z, class"));
        assertThat(model.info().classes()).isEqualTo(3);
        assertThat(model.info().zDim()).isEqualTo(4);
        assertThat(model.controls()).contains(new Control.Classes(3, List.of()));
        float[] table = made.values("label_emb.weight");
        double[] joined = new double[6];
        System.arraycopy(z(3, 4), 0, joined, 0, 4);
        for (int i = 0; i < 2; i++)
            joined[4 + i] = 0.25 * table[i] + 0.75 * table[2 * 2 + i];
        double[][] x = {Naive.dense(joined, made.values("model.0.weight"), made.values("model.0.bias"))};
        double[] flat = Naive.dense(Naive.leaky(x, 0.2)[0], made.values("model.2.weight"), made.values("model.2.bias"));
        RenderRequest request = REQUEST.withClasses(new ClassMix(new TreeMap<>(Map.of(0, 1.0, 2, 3.0))));
        assertSame(Drawing.of(model, request), Naive.map(new double[][]{flat}, Math::tanh));
    }

    @Test
    void multipliesZByARowAsWideAsTheFirstLayer() {
        StateDicts made = StateDicts.upsampling().weight("label_emb", 10, 6);
        Model model = open(StateDicts.file(made.listed()));
        assertThat(model.info().zDim()).isEqualTo(6);
        double[] joined = z(3, 6);
        for (int i = 0; i < 6; i++)
            joined[i] *= made.values("label_emb.weight")[7 * 6 + i];
        assertSame(Drawing.of(model, REQUEST.withClasses(ClassMix.of(7))),
                upsampling(made, Naive.dense(joined, made.values("l1.0.weight"), made.values("l1.0.bias"))));
    }

    @Test
    void blendsSeedsAtVarianceOneAndAddsEdits() {
        NetworkModel model = (NetworkModel) open(StateDicts.file(StateDicts.tutorial("main.").listed()));
        RenderRequest request = RenderRequest.DEFAULT.withPoint(new SeedPlanePoint(3, 0.25, 0));
        request = request.withZOffsets(request.zOffsets().with(2, 0.5));
        float[] z = model.inputs(request, null).get("z").data();
        for (int i = 0; i < 5; i++)
            assertThat(z[i]).isEqualTo((float) ((0.75 * z(3, 5)[i] + 0.25 * z(4, 5)[i]) / Math.sqrt(0.625) + (i == 2 ? 0.5 : 0)));
    }

    @Test
    void everyGuessChangesThePicture() {
        for (StateDict state : List.of(StateDicts.tutorial("main.").listed(), StateDicts.upsampling().listed())) {
            Checkpoint file = StateDicts.file(state);
            Model model = open(file);
            float[] picture = Drawing.of(model, REQUEST);
            List<Control.Guess> guesses = model.controls().stream().filter(Control.Guess.class::isInstance)
                    .map(Control.Guess.class::cast).toList();
            assertThat(guesses).extracting(Control.Guess::id).contains("activation", "batchNormEpsilon", "outputActivation",
                    "dataRange");
            for (Control.Guess guess : guesses)
                for (String option : guess.options()) {
                    Model other = open(file, Map.of(guess.id(), option));
                    assertThat(other.controls()).as(guess.id())
                            .anyMatch(control -> control instanceof Control.Guess(String id, _, String chosen, _, _)
                                    && id.equals(guess.id()) && chosen.equals(option));
                    if (!option.equals(guess.chosen()))
                        assertThat(Drawing.of(other, REQUEST)).as(guess.id() + " " + option).isNotEqualTo(picture);
                }
        }
    }

    @Test
    void anAnswerIsObeyed() {
        StateDicts made = StateDicts.tutorial("main.");
        Model model = open(StateDicts.file(made.listed()), Map.of("activation", "LeakyReLU 0.2", "batchNormEpsilon", "1e-3"));
        assertSame(Drawing.of(model, REQUEST), tutorial(made, "main.", 1e-3, 0.2));
    }

    @Test
    void whatTheFileSaysIsNotGuessedNorAsked() {
        StateDicts made = StateDicts.tutorial("main.");
        SequencedMap<String, Object> said = new LinkedHashMap<>(Map.of("dcgan.activation", "LeakyReLU 0.2",
                "dcgan.batchNormEpsilon", "1e-3", "dcgan.outputActivation", "none of these"));
        StateDict state = new StateDict(made.listed().tensors(), said, made.listed().modules(), "");
        Model model = open(StateDicts.file(state), Map.of("activation", "ReLU"));
        assertSame(Drawing.of(model, REQUEST), tutorial(made, "main.", 1e-3, 0.2));
        assertThat(
                model.controls().stream().filter(Control.Guess.class::isInstance).map(control -> ((Control.Guess) control).id()))
                .contains("outputActivation").doesNotContain("activation", "batchNormEpsilon");
        assertThat(model.info().notes()).contains("Hidden activation LeakyReLU 0.2: said by the file");
    }

    @Test
    void anUnknownAnswerCountsForNothing() {
        StateDicts made = StateDicts.tutorial("main.");
        Model model = open(StateDicts.file(made.listed()), Map.of("activation", "Maxout", "colour", "blue"));
        assertSame(Drawing.of(model, REQUEST), tutorial(made, "main.", 1e-5, 0));
    }

    @Test
    void picksTheGeneratorAmongSeveralNetworks() {
        StateDict generator = StateDicts.tutorial("main.").listed();
        StateDict judge = StateDicts.discriminator("main.").listed();
        for (List<String> names : List.of(List.of("netD", "netG"), List.of("discriminator", "generator"),
                List.of("D_state_dict", "G_state_dict"), List.of("optimizer_state", "model_state_dict"))) {
            SequencedMap<String, StateDict> networks = new LinkedHashMap<>();
            networks.put(names.getFirst(), judge);
            networks.put(names.getLast(), generator);
            Model model = open(StateDicts.file(networks));
            assertThat(model.info().width()).isEqualTo(32);
            assertThat(model.info().notes().getFirst()).contains('"' + names.getLast() + '"');
        }
    }

    @Test
    void picksTheGeneratorOutOfOneStateDictOfBoth() {
        StateDicts made = StateDicts.tutorial("generator.main.");
        SequencedMap<String, StoredTensor> both = new LinkedHashMap<>(made.unlisted().tensors());
        both.putAll(StateDicts.discriminator("discriminator.main.").unlisted().tensors());
        Model model = open(StateDicts.file(new StateDict(both, new LinkedHashMap<>(), new LinkedHashSet<>(), "")));
        assertSame(Drawing.of(model, REQUEST), tutorial(made, "generator.main.", 1e-5, 0));
    }

    @Test
    void aDiscriminatorAloneIsNotAGenerator() {
        for (String prefix : List.of("main.", "disc.", "D.", "model."))
            for (StateDict state : List.of(StateDicts.discriminator(prefix).listed(),
                    StateDicts.discriminator(prefix).unlisted())) {
                Checkpoint file = StateDicts.file(state);
                assertThat(new DcganFamily().recognise(file)).isEmpty();
                assertThat(new DcganFamily().explain(file)).map(Rejected::reason).contains(Rejected.Reason.DISCRIMINATOR_ONLY);
            }
    }

    @Test
    void aStackThatDoesNotFitIsRefusedWithTheTensorThatDoesNot() {
        StateDict broken = new StateDicts().weight("main.0", 5, 8, 4, 4).norm("main.1", 8).bare("main.2")
                .weight("main.3", 7, 3, 4, 4).bare("main.4").listed();
        assertThat(new DcganFamily().recognise(StateDicts.file(broken)).orElseThrow().open(Map.of()))
                .isInstanceOfSatisfying(OpenResult.Refused.class, refused -> {
                    assertThat(refused.why().reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
                    assertThat(refused.why().sentence())
                            .contains("main.3.weight [7,3,4,4] does not fit the 8 channels that main.1 makes");
                });
    }

    @Test
    void aStackOfFiveChannelsIsNoPicture() {
        StateDict broken = new StateDicts().weight("main.0", 5, 8, 4, 4).norm("main.1", 8).weight("main.3", 8, 5, 4, 4)
                .unlisted();
        assertThat(new DcganFamily().recognise(StateDicts.file(broken)).orElseThrow().open(Map.of())).isInstanceOfSatisfying(
                OpenResult.Refused.class,
                refused -> assertThat(refused.why().sentence()).contains("main.3.weight [8,5,4,4] makes 5 channels"));
    }

    @Test
    void leavesOtherNetworksAlone() {
        StateDict style = new StateDicts().linear("mapping.fc0", 4, 4, 4).weight("synthesis.b4.const", 4, 4, 4).unlisted();
        StateDict translator = new StateDicts().linear("model.1", 8, 8, 3, 7, 7).linear("model.4", 3, 3, 8, 7, 7).unlisted();
        for (StateDict state : List.of(style, translator)) {
            assertThat(new DcganFamily().recognise(StateDicts.file(state))).isEmpty();
            assertThat(new DcganFamily().explain(StateDicts.file(state))).isEmpty();
        }
    }

    private static double[][] tutorial(StateDicts made, String prefix, double epsilon, double slope) {
        double[][] x = Naive.picture(z(3, 5), 5);
        int[] channels = {8, 6, 4};
        for (int i = 0; i < 3; i++) {
            x = Naive.transposed(x, made.values(prefix + 3 * i + ".weight"), channels[i], 4, i == 0 ? 1 : 2, i == 0 ? 0 : 1, 0);
            x = Naive.leaky(made.normalised(x, prefix + (3 * i + 1), epsilon), slope);
        }
        return Naive.map(Naive.transposed(x, made.values(prefix + "9.weight"), 3, 4, 2, 1, 0), Math::tanh);
    }

    private static double[][] upsampling(StateDicts made, double[] flat) {
        double[][] x = Naive.doubled(made.normalised(Naive.picture(flat, 4), "conv_blocks.0", 1e-5));
        x = biased(Naive.conv(x, made.values("conv_blocks.2.weight"), 4, 3), made.values("conv_blocks.2.bias"));
        x = Naive.doubled(Naive.leaky(made.normalised(x, "conv_blocks.3", 0.8), 0.2));
        x = biased(Naive.conv(x, made.values("conv_blocks.6.weight"), 2, 3), made.values("conv_blocks.6.bias"));
        x = Naive.leaky(made.normalised(x, "conv_blocks.7", 0.8), 0.2);
        x = biased(Naive.conv(x, made.values("conv_blocks.9.weight"), 1, 3), made.values("conv_blocks.9.bias"));
        return Naive.map(x, Math::tanh);
    }

    private static double[][] biased(double[][] x, float[] bias) {
        for (int c = 0; c < x.length; c++)
            for (int i = 0; i < x[c].length; i++)
                x[c][i] += bias[c];
        return x;
    }

    private static double[] z(long seed, int dimensions) {
        return new NumpyRandom(seed).randn(dimensions);
    }

    private static Model open(Checkpoint file) {
        return open(file, Map.of());
    }

    private static Model open(Checkpoint file, Map<String, String> answers) {
        OpenResult result = new DcganFamily().recognise(file).orElseThrow().open(answers);
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return ((OpenResult.Ready) result).model();
    }

    private static void assertSame(float[] drawn, double[][] expected) {
        double[] flat = Arrays.stream(expected).flatMapToDouble(Arrays::stream).toArray();
        assertThat(drawn).hasSize(flat.length);
        for (int i = 0; i < flat.length; i++)
            assertThat((double) drawn[i]).isCloseTo(flat[i], Offset.offset(TOLERANCE));
    }
}
