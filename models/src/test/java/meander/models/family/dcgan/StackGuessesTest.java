package meander.models.family.dcgan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.latent.ClassMix;
import meander.models.latent.NumpyRandom;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** What a stack's file leaves open: found by its weights, by order and names, or said by a person. */
class StackGuessesTest {
    private static final RenderRequest REQUEST = RenderRequest.DEFAULT.withSeed(3);
    private static final int Z = 12;
    private static final int CLASSES = 10;

    @Test
    void normsDeclaredApartGoBehindTheLayersOfTheirNumber() {
        StateDict tutorial = StateDicts.tutorial("").unlisted();
        SequencedMap<String, StoredTensor> apart = new LinkedHashMap<>();
        for (int pass = 0; pass < 2; pass++)
            for (Map.Entry<String, StoredTensor> each : tutorial.tensors().entrySet()) {
                int number = Integer.parseInt(each.getKey().replaceAll("\\..*", ""));
                String name = (number % 3 == 0 ? "conv" : "bn") + (number / 3 + 1) + each.getKey().replaceFirst("\\d+", "");
                if ((number % 3 == 0) == (pass == 0)) apart.put(name, each.getValue());
            }
        assertThat(Drawing.of(open(state(apart), Map.of()), REQUEST)).isEqualTo(Drawing.of(open(tutorial, Map.of()), REQUEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"main.", "layers."})
    void tensorsListedByTheAlphabetAreUsedByTheirNumbers(String prefix) {
        StateDict tutorial = StateDicts.tutorial(prefix).unlisted();
        assertThat(Drawing.of(open(alphabetical(tutorial), Map.of()), REQUEST))
                .isEqualTo(Drawing.of(open(tutorial, Map.of()), REQUEST));
    }

    @Test
    void partsListedByTheAlphabetAreUsedAsTheirShapesChain() {
        StateDict made = StateDicts.upsampling().unlisted();
        StateDict listed = alphabetical(made);
        assertThat(listed.tensors().firstEntry().getKey()).startsWith("conv_blocks");
        assertThat(Drawing.of(open(listed, Map.of()), REQUEST)).isEqualTo(Drawing.of(open(made, Map.of()), REQUEST));
    }

    @ParameterizedTest
    @CsvSource({"12, 'z, class'", "0, 'class, z'", "10, 'z, class, 2 codes'"})
    void largerWeightsTellTheClassAmongTheInputs(int from, String place) {
        StateDict made = dense(Z + CLASSES, from, CLASSES);
        Model model = open(made, Map.of());
        assertThat(model.info().classes()).isEqualTo(CLASSES);
        assertThat(model.info().zDim()).isEqualTo(Z);
        assertThat(chosen(model, "conditioning")).isEqualTo(place);
        double[] z = new NumpyRandom(3).randn(Z);
        double[] joined = new double[Z + CLASSES];
        System.arraycopy(z, 0, joined, 0, from);
        joined[from + 7] = 1;
        System.arraycopy(z, from, joined, from + CLASSES, Z - from);
        assertThat(Drawing.of(model, REQUEST.withClasses(ClassMix.of(7)))[5]).isCloseTo((float) pixel(made, joined, 5),
                Offset.offset(1e-5f));
    }

    @Test
    void equalWeightsTellNoClassButOneCanBeSaid() {
        StateDict made = dense(Z + CLASSES, 0, 0);
        assertThat(open(made, Map.of()).info().classes()).isZero();
        Model said = open(made, Map.of("classes", "4", "conditioning", "class, z"));
        assertThat(said.info().classes()).isEqualTo(4);
        assertThat(said.info().zDim()).isEqualTo(Z + CLASSES - 4);
        assertThat(chosen(said, "conditioning")).isEqualTo("class, z");
    }

    @ParameterizedTest
    @CsvSource({"0, 'class, z'", "12, 'z, class'"})
    void largerWeightsTellOnWhichSideATableOfClassesJoins(int from, String order) {
        StateDict made = dense(Z + CLASSES, from, CLASSES);
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("embed.weight", StoredTensor.of(new NumpyRandom(9).randnFloats(3 * CLASSES), 3, CLASSES));
        tensors.putAll(made.tensors());
        Model model = open(state(tensors), Map.of());
        assertThat(model.info().classes()).isEqualTo(3);
        assertThat(chosen(model, "conditioning")).isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-4", "0.0001", "1E-4"})
    void anyEpsilonCanBeSaid(String epsilon) {
        StateDict made = StateDicts.tutorial("main.").listed();
        Model model = open(made, Map.of("batchNormEpsilon", epsilon));
        assertThat(chosen(model, "batchNormEpsilon")).isEqualTo("1e-4");
        assertThat(Drawing.of(model, REQUEST)).isNotEqualTo(Drawing.of(open(made, Map.of()), REQUEST));
    }

    @ParameterizedTest
    @CsvSource({"4/1/0 4/3/0 4/1/1 4/2/3, 24", "'28×28: 4/1/0 4/3/0 4/1/1 4/2/1', 28"})
    void anyStridesCanBeSaid(String strides, int size) {
        Model model = open(StateDicts.tutorial("main.").listed(), Map.of("strides", strides));
        assertThat(model.info().width()).isEqualTo(size);
        assertThat(chosen(model, "strides")).startsWith(size + "×" + size + ": 4/1/0 4/3/0");
    }

    @Test
    void oddsOfEachQuestionAddUpToOne() {
        for (Control control : open(StateDicts.tutorial("main.").listed(), Map.of()).controls())
            if (control instanceof Control.Guess guess && !guess.odds().isEmpty()) {
                assertThat(guess.odds()).hasSameSizeAs(guess.options());
                assertThat(guess.odds().stream().mapToDouble(each -> each).sum()).isBetween(0.9, 1.0001);
            }
    }

    @Test
    void spectralNormsAreFoldedIntoTheirWeights() {
        StateDict tutorial = StateDicts.tutorial("main.").unlisted();
        for (List<String> spelling : List.of(List.of("weight_orig", "weight_u", "weight_v"),
                List.of("parametrizations.weight.original", "parametrizations.weight.0._u", "parametrizations.weight.0._v"))) {
            SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
            tutorial.tensors().forEach((name, tensor) -> {
                if (!name.equals("main.3.weight")) {
                    tensors.put(name, tensor);
                    return;
                }
                // u picks feature map 2 of the result, v the first input: the product is that one weight, here 4.
                float[] scaled = tensor.floats().clone();
                float by = 4 / scaled[2 * 16];
                for (int i = 0; i < scaled.length; i++)
                    scaled[i] *= by;
                float[] u = new float[6];
                u[2] = 1;
                float[] v = new float[8 * 16];
                v[0] = 1;
                tensors.put("main.3." + spelling.get(0), StoredTensor.of(scaled, tensor.shape()));
                tensors.put("main.3." + spelling.get(1), StoredTensor.of(u, 6));
                tensors.put("main.3." + spelling.get(2), StoredTensor.of(v, 128));
            });
            SequencedMap<String, StoredTensor> plain = new LinkedHashMap<>(tutorial.tensors());
            float[] weight = plain.get("main.3.weight").floats().clone();
            float first = weight[2 * 16];
            for (int i = 0; i < weight.length; i++)
                weight[i] /= first;
            plain.put("main.3.weight", StoredTensor.of(weight, 8, 6, 4, 4));
            float[] drawn = Drawing.of(open(state(tensors), Map.of()), REQUEST);
            float[] expected = Drawing.of(open(state(plain), Map.of()), REQUEST);
            for (int i = 0; i < drawn.length; i++)
                assertThat(drawn[i]).isCloseTo(expected[i], Offset.offset(1e-5f));
        }
    }

    @Test
    void aBlockWithAShortcutIsNoStack() {
        StateDicts made = new StateDicts().linear("linear0", 64, 64, 5);
        for (int i = 0; i < 2; i++)
            made.norm("blocks." + i + ".bn1", 4).linear("blocks." + i + ".conv0", 4, 4, 4, 1, 1)
                    .linear("blocks." + i + ".conv1", 4, 4, 4, 3, 3).linear("blocks." + i + ".conv2", 4, 4, 4, 3, 3);
        StateDict state = made.linear("last", 3, 3, 4, 3, 3).unlisted();
        assertThat(new DcganFamily().recognise(StateDicts.file(state))).isEmpty();
    }

    @Test
    void zAndTheClassMayBeginInLayersOfTheirOwn() {
        StateDict made = new StateDicts().weight("deconv1_1", 6, 4, 4, 4).norm("deconv1_1_bn", 4).weight("deconv1_2", 3, 4, 4, 4)
                .norm("deconv1_2_bn", 4).weight("deconv2", 8, 4, 4, 4).norm("deconv2_bn", 4).weight("deconv3", 4, 1, 4, 4)
                .unlisted();
        Model model = open(made, Map.of());
        assertThat(List.of(model.info().zDim(), model.info().classes(), model.info().width())).isEqualTo(List.of(6, 3, 16));
        assertThat(Drawing.of(model, REQUEST.withClasses(ClassMix.of(0))))
                .isNotEqualTo(Drawing.of(model, REQUEST.withClasses(ClassMix.of(1))));
    }

    /** A dense network on {@code in} numbers, of which a block has weights four times as large. */
    private static StateDict dense(int in, int from, int count) {
        float[] first = new NumpyRandom(5).randnFloats(32 * in);
        for (int i = 0; i < first.length; i++)
            first[i] *= (i % in >= from && i % in < from + count ? 0.4f : 0.1f);
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("net.0.weight", StoredTensor.of(first, 32, in));
        tensors.put("net.0.bias", StoredTensor.of(new NumpyRandom(6).randnFloats(32), 32));
        tensors.put("net.2.weight", StoredTensor.of(new NumpyRandom(7).randnFloats(256 * 32), 256, 32));
        tensors.put("net.2.bias", StoredTensor.of(new float[256], 256));
        return state(tensors);
    }

    private static double pixel(StateDict dense, double[] joined, int at) {
        double[][] x = {
                Naive.dense(joined, dense.tensors().get("net.0.weight").floats(), dense.tensors().get("net.0.bias").floats())};
        return Math.tanh(Naive.dense(Naive.leaky(x, 0.2)[0], dense.tensors().get("net.2.weight").floats(), new float[256])[at]);
    }

    private static StateDict alphabetical(StateDict state) {
        SequencedMap<String, StoredTensor> sorted = new LinkedHashMap<>();
        new ArrayList<>(state.tensors().keySet()).stream().sorted().forEach(name -> sorted.put(name, state.tensors().get(name)));
        return state(sorted);
    }

    private static StateDict state(SequencedMap<String, StoredTensor> tensors) {
        return new StateDict(tensors, new LinkedHashMap<>(), new LinkedHashSet<>(), "");
    }

    private static Model open(StateDict state, Map<String, String> answers) {
        OpenResult result = new DcganFamily().recognise(StateDicts.file(state)).orElseThrow().open(answers);
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return ((OpenResult.Ready) result).model();
    }

    static String chosen(Model model, String id) {
        return model.controls().stream().filter(control -> control instanceof Control.Guess guess && guess.id().equals(id))
                .map(control -> ((Control.Guess) control).chosen()).findFirst().orElseThrow();
    }
}
