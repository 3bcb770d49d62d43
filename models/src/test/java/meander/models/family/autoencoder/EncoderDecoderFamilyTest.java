package meander.models.family.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.MadeUpTranslators;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.family.Translator.Mode;
import meander.models.family.Translator.Range;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Network;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.request.Control;

/** Stacks of convolutions, against the same operations written out by hand and evaluated in plain loops. */
class EncoderDecoderFamilyTest {
    private static final double TOLERANCE = 1e-5;

    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final SequencedSet<String> modules = new LinkedHashSet<>();
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void kernelsOfFourHalveAndDouble() {
        convolution("encoder.0", 8, true, 8, 3, 4, 4).bare("encoder.1");
        convolution("encoder.2", 12, false, 12, 8, 4, 4).norm("encoder.3", 12).bare("encoder.4");
        convolution("decoder.0", 8, false, 12, 8, 4, 4).norm("decoder.1", 8).bare("decoder.2");
        convolution("decoder.3", 1, true, 8, 1, 4, 4).bare("decoder.4");
        NetworkTranslator translator = translator(Map.of());
        assertThat(translator.traits().multiple()).isEqualTo(4);
        assertThat(translator.traits().outputs()).isEqualTo(1);
        assertThat(translator.traits().range()).isEqualTo(Range.SIGNED);
        assertThat(translator.traits().modes()).containsExactly(Mode.EVALUATION, Mode.OWN_STATISTICS);
        same(translator, x -> {
            Value y = biased("encoder.0", x.conv2d(weight(x, "encoder.0"), 2, Padding.all(1), 1)).leakyRelu(0);
            y = normed("encoder.3", y.conv2d(weight(x, "encoder.2"), 2, Padding.all(1), 1)).leakyRelu(0);
            y = normed("decoder.1", y.convTranspose2d(weight(x, "decoder.0"), 2, Padding.all(1), 0, 1)).leakyRelu(0);
            return biased("decoder.3", y.convTranspose2d(weight(x, "decoder.3"), 2, Padding.all(1), 0, 1)).tanh();
        });
    }

    @Test
    void aSigmoidAndALeakNamedInTheListAreTaken() {
        convolution("net.0", 8, true, 8, 1, 3, 3).bare("net.1.leaky");
        convolution("net.2", 8, true, 8, 8, 3, 3).bare("net.3.leaky");
        convolution("net.4", 1, true, 1, 8, 3, 3).bare("net.5.sigmoid");
        NetworkTranslator translator = translator(Map.of());
        assertThat(chosen(translator, "activation")).isEqualTo("LeakyReLU 0.2");
        assertThat(chosen(translator, "outputActivation")).isEqualTo("sigmoid");
        assertThat(translator.traits().range()).isEqualTo(Range.UNIT);
        assertThat(translator.traits().multiple()).isEqualTo(1);
        assertThat(translator.traits().margin()).isEqualTo(3);
    }

    @Test
    void oddKernelsThatDoubleTheChannelsHalveThePicture() {
        convolution("main.0", 8, true, 8, 3, 7, 7).bare("main.1");
        convolution("main.2", 16, true, 16, 8, 3, 3).bare("main.3");
        convolution("main.4", 16, true, 16, 16, 3, 3).bare("main.5");
        convolution("main.6", 8, true, 16, 8, 3, 3).bare("main.7");
        convolution("main.8", 3, true, 3, 8, 7, 7).bare("main.9");
        NetworkTranslator translator = translator(Map.of());
        assertThat(chosen(translator, "strides")).isEqualTo("main.2/2");
        same(translator, x -> {
            Value y = biased("main.0", x.conv2d(weight(x, "main.0"), 1, Padding.all(3), 1)).leakyRelu(0);
            y = biased("main.2", y.conv2d(weight(x, "main.2"), 2, Padding.all(1), 1)).leakyRelu(0);
            y = biased("main.4", y.conv2d(weight(x, "main.4"), 1, Padding.all(1), 1)).leakyRelu(0);
            y = biased("main.6", y.convTranspose2d(weight(x, "main.6"), 2, Padding.all(1), 1, 1)).leakyRelu(0);
            return biased("main.8", y.conv2d(weight(x, "main.8"), 1, Padding.all(3), 1)).tanh();
        });
    }

    @Test
    void anotherAnswerHalvesElsewhere() {
        oddKernelsThatDoubleTheChannelsHalveThePicture();
        NetworkTranslator translator = translator(
                Map.of("strides", "main.0/2", "activation", "LeakyReLU 0.01", "dataRange", "0..1"));
        assertThat(translator.traits().range()).isEqualTo(Range.UNIT);
        same(translator, x -> {
            Value y = biased("main.0", x.conv2d(weight(x, "main.0"), 2, Padding.all(3), 1)).leakyRelu(0.01);
            y = biased("main.2", y.conv2d(weight(x, "main.2"), 1, Padding.all(1), 1)).leakyRelu(0.01);
            y = biased("main.4", y.conv2d(weight(x, "main.4"), 1, Padding.all(1), 1)).leakyRelu(0.01);
            y = biased("main.6", y.convTranspose2d(weight(x, "main.6"), 2, Padding.all(1), 1, 1)).leakyRelu(0.01);
            return biased("main.8", y.conv2d(weight(x, "main.8"), 1, Padding.all(3), 1)).tanh();
        });
    }

    @Test
    void poolingAndUpsamplingStandWhereTheListHasThem() {
        convolution("encoder.0", 8, true, 8, 3, 3, 3).bare("encoder.1", "encoder.2");
        convolution("encoder.3", 8, true, 8, 8, 3, 3).bare("encoder.4", "encoder.5");
        convolution("decoder.0", 8, true, 8, 8, 3, 3).bare("decoder.1", "decoder.2");
        convolution("decoder.3", 8, true, 8, 8, 3, 3).bare("decoder.4", "decoder.5");
        convolution("decoder.6", 3, true, 3, 8, 3, 3).bare("decoder.7");
        NetworkTranslator translator = translator(Map.of());
        assertThat(translator.traits().multiple()).isEqualTo(4);
        assertThat(chosen(translator, "strides")).isEqualTo("pool pool");
        Network network = translator.network(8, 8, Mode.EVALUATION);
        ReferenceInterpreter.Array output = ReferenceInterpreter
                .evaluate(network.graph(), Map.of("input", ReferenceInterpreter.random(2, 1, 3, 8, 8)), network.weights())
                .get(network.graph().outputs().get("picture"));
        assertThat(output.dims()).containsExactly(1, 3, 8, 8);
        assertThat(network.graph().values().stream().filter(value -> value.op() instanceof Op.UpsampleNearest).count())
                .isEqualTo(2);
    }

    @Test
    void normalisationWithoutWeightsStandsBetween() {
        convolution("model.0", 8, true, 8, 3, 4, 4).bare("model.1", "model.2");
        convolution("model.3", 12, true, 12, 8, 4, 4).bare("model.4", "model.5");
        convolution("model.6", 8, true, 12, 8, 4, 4).bare("model.7", "model.8");
        convolution("model.9", 3, true, 8, 3, 4, 4).bare("model.10");
        NetworkTranslator translator = translator(Map.of());
        assertThat(translator.info().variant()).isEqualTo("4 layers, instance norm");
        assertThat(translator.network(8, 8, Mode.EVALUATION).graph().values().stream()
                .filter(value -> value.op() instanceof Op.Reduce).count()).isEqualTo(6);
    }

    @Test
    void whatIsNoSuchStackIsLeftToOthers() {
        convolution("main.0", 8, false, 8, 3, 4, 4).bare("main.1");
        convolution("main.2", 1, false, 1, 8, 4, 4).bare("main.3");
        assertThat(refusal().reason()).isEqualTo(Rejected.Reason.DISCRIMINATOR_ONLY);
        tensors.clear();
        modules.clear();
        convolution("net.0", 8, true, 8, 3, 4, 4).bare("net.1");
        convolution("net.2.skip", 8, true, 8, 8, 3, 3).bare("net.3");
        convolution("net.4", 3, true, 8, 3, 4, 4).bare("net.5");
        assertThat(refusal().reason()).isEqualTo(Rejected.Reason.UNKNOWN_FAMILY);
    }

    @Test
    void anyShapesGiveAResult() {
        oddKernelsThatDoubleTheChannelsHalveThePicture();
        SequencedMap<String, StoredTensor> sound = new LinkedHashMap<>(tensors);
        List<String> names = List.copyOf(sound.keySet());
        for (int i = 0; i < 300; i++) {
            tensors.putAll(sound);
            int[] shape = random.ints(random.nextInt(5), 0, 9).toArray();
            int elements = 1;
            for (int dim : shape)
                elements *= dim;
            tensors.put(names.get(random.nextInt(names.size())), StoredTensor.of(new float[elements], shape));
            assertThat(open(Map.of())).isNotNull();
        }
    }

    private interface ByHand {
        Value of(Value x);
    }

    private void same(NetworkTranslator translator, ByHand definition) {
        Graph graph = new Graph();
        Value y = definition.of(graph.input("input", 1, translator.traits().inputs(), 16, 24));
        Weights weights = parameter -> new Tensor(parameter.shape(), tensors.get(parameter.name()).floats());
        Map<String, Tensor> inputs = Map.of("input", ReferenceInterpreter.random(6, 1, translator.traits().inputs(), 16, 24));
        ReferenceInterpreter.Array expected = ReferenceInterpreter.evaluate(graph, inputs, weights).get(y);
        Network network = translator.network(16, 24, Mode.EVALUATION);
        ReferenceInterpreter.Array found = ReferenceInterpreter.evaluate(network.graph(), inputs, network.weights())
                .get(network.graph().outputs().get("picture"));
        assertThat(found.dims()).isEqualTo(expected.dims());
        for (int i = 0; i < found.data().length; i++)
            assertThat(Math.abs(found.data()[i] - expected.data()[i])).isLessThan(TOLERANCE);
        double spread = 0;
        for (double value : expected.data())
            spread = Math.max(spread, Math.abs(value - expected.data()[0]));
        assertThat(spread).as("something to see").isGreaterThan(0.01);
    }

    private Value weight(Value x, String path) {
        return parameter(x, path + ".weight");
    }

    private Value parameter(Value x, String name) {
        return x.graph().parameter(name, Shape.of(tensors.get(name).shape()), Initializer.ZERO);
    }

    private Value biased(String path, Value x) {
        return x.add(parameter(x, path + ".bias").channels());
    }

    /** As PyTorch's documentation has it. */
    private Value normed(String path, Value x) {
        Value apart = x.sub(parameter(x, path + ".running_mean").channels());
        Value scaled = apart.div(parameter(x, path + ".running_var").add(1e-5).sqrt().channels());
        return scaled.mul(parameter(x, path + ".weight").channels()).add(parameter(x, path + ".bias").channels());
    }

    private static String chosen(NetworkTranslator translator, String id) {
        return translator.controls().stream().filter(Control.Guess.class::isInstance).map(Control.Guess.class::cast)
                .filter(guess -> guess.id().equals(id)).findFirst().orElseThrow().chosen();
    }

    private EncoderDecoderFamilyTest convolution(String path, int out, boolean bias, int... shape) {
        modules.add(path);
        tensor(path + ".weight", 0, 1.5 / Math.sqrt(shape[1] * shape[2] * shape[3]), shape);
        if (bias) tensor(path + ".bias", 0, 0.1, out);
        return this;
    }

    private EncoderDecoderFamilyTest norm(String path, int channels) {
        modules.add(path);
        tensor(path + ".weight", 1, 0.2, channels);
        tensor(path + ".bias", 0, 0.3, channels);
        tensor(path + ".running_mean", 0, 0.1, channels);
        tensor(path + ".running_var", 1, 0.1, channels);
        return this;
    }

    private void bare(String... paths) {
        modules.addAll(List.of(paths));
    }

    private void tensor(String name, double mean, double deviation, int... shape) {
        int elements = 1;
        for (int dim : shape)
            elements *= dim;
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++)
            values[i] = (float) (mean + deviation * Math.clamp(random.nextGaussian(), -2, 2));
        tensors.put(name, StoredTensor.of(values, shape));
    }

    private OpenResult open(Map<String, String> answers) {
        StateDict state = new StateDict(tensors, new LinkedHashMap<>(), modules, "");
        Checkpoint file = new Checkpoint(Path.of("made-up.pth"), ContainerFormat.TORCH_ZIP,
                new LinkedHashMap<>(Map.of("", state)), new LinkedHashMap<>());
        return new EncoderDecoderFamily().recognise(file).map(candidate -> candidate.open(answers))
                .orElseGet(() -> MadeUpTranslators.open(file, answers));
    }

    private NetworkTranslator translator(Map<String, String> answers) {
        return Fixtures.translator(open(answers));
    }

    private Rejected refusal() {
        OpenResult result = open(Map.of());
        assertThat(result).isInstanceOf(OpenResult.Refused.class);
        return ((OpenResult.Refused) result).why();
    }
}
