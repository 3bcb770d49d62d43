package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.ReadResult;
import meander.models.checkpoint.numpy.NpyArray;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.checkpoint.torch.script.OperatorList;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.NetworkTranslator;
import meander.models.family.TorchScriptExport;
import meander.models.family.Translator;
import meander.models.graph.Network;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.lowering.LoweredOperators;

/** TorchScript programs on our own graph, and as the archives that an engine is given, beside what PyTorch computes with them. */
class LoweredProgramsTest {
    private static final double TOLERANCE = 1e-5;
    private static final double SAME = 2e-6;

    @TempDir
    private Path folder;

    static Stream<String> programs() {
        return Stream.of("dcgan_trace", "dcgan_script", "resnet_trace", "resnet_script", "unet_trace", "unet_script",
                "srresnet_trace", "srresnet_script", "style_trace", "style_script", "attention_trace", "attention_script",
                "small_trace", "cond_trace");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void drawsOnOurGraphWhatPyTorchDraws(String name) {
        ForeignModel program = given(name);
        try (ProgramSession session = new GraphProgram(program, RenderSettings.DEFAULT, () -> fail("it was not compiled"))) {
            same(session.run(program.inputs(), inputs(name), Set.of()).values().iterator().next(), name, TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void drawsInTheEngineWhatPyTorchDraws(String name) throws IOException {
        ForeignModel program = given(name);
        try (Arena arena = Arena.ofConfined();
                ProgramSession session = new ScriptProgram(ProgramBytes.read(ProgramBytes.forEngine(program), arena))) {
            same(session.run(program.inputs(), inputs(name), Set.of()).values().iterator().next(), name, TOLERANCE);
        }
    }

    static List<String> generators() {
        return Fixtures.GENERATORS;
    }

    @ParameterizedTest
    @MethodSource("generators")
    void whatWasExportedDrawsTheSameOnOurGraph(String file) throws IOException {
        NetworkModel model = Fixtures.open(Fixtures.path(file));
        Path exported = folder.resolve("exported.pt");
        TorchScriptExport.write(model, exported);
        NetworkModel.Exported network = model.exported();
        Map<String, Tensor> inputs = new HashMap<>();
        network.network().graph().inputs().forEach((name, value) -> {
            if (!network.fixed().containsKey(name)) inputs.put(name, switch (name) {
                case "c" -> new Tensor(value.shape(), ClassMix.of(1).vector(value.shape().elements()));
                case "psi" -> Tensor.full(0.7f, value.shape().dims());
                default -> ReferenceInterpreter.random(4, value.shape().dims());
            });
        });
        Map<String, Tensor> all = new HashMap<>(inputs);
        all.putAll(network.fixed());
        Tensor expected = direct(network.network(), all).get(Model.PICTURE);
        ForeignModel program = program(exported);
        try (ProgramSession session = new GraphProgram(program, RenderSettings.DEFAULT, () -> fail("it was not compiled"))) {
            same(session.run(program.inputs(), inputs, Set.of(Model.PICTURE)).get(Model.PICTURE), expected, SAME);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cyclegan_resnet6_ngf8_oldstats_legacy.pth", "pix2pix_unet128_ngf4_legacy.pth",
            "realesrgan_srvgg_x4_nf8.pth"})
    void translatorsThatWereExportedDrawTheSameOnOurGraph(String file) throws IOException {
        NetworkTranslator translator = Fixtures.translator(Fixtures.path(file));
        int side = Math.max(32, translator.traits().multiple());
        Network network = translator.network(side, side, Translator.Mode.EVALUATION);
        Path exported = folder.resolve("exported.pt");
        TorchScriptExport.write(translator, network, exported);
        Map<String, Tensor> inputs = Map.of(Translator.INPUT, ReferenceInterpreter.random(5, 1, 3, side, side));
        ForeignModel program = program(exported);
        try (ProgramSession session = new GraphProgram(program, RenderSettings.DEFAULT, () -> fail("it was not compiled"))) {
            same(session.run(program.inputs(), inputs, Set.of()).get(Translator.OUTPUT),
                    direct(network, inputs).get(Translator.OUTPUT), SAME);
        }
    }

    @Test
    void onlyListedOperatorsAreCompiled() {
        assertThat(OperatorList.all().keySet()).containsAll(LoweredOperators.names());
        assertThat(OperatorList.all().values()).allSatisfy(reason -> assertThat(reason).isNotBlank());
    }

    private static Map<String, Tensor> direct(Network network, Map<String, Tensor> inputs) {
        try (OnnxSession session = new OnnxSession(network, RenderSettings.DEFAULT)) {
            Map<String, ai.djl.ndarray.NDArray> arrays = new HashMap<>();
            inputs.forEach((name, tensor) -> arrays.put(name, OnnxSession.array(session.manager(), tensor)));
            Map<String, Tensor> results = new HashMap<>();
            session.run(arrays).forEach((name, array) -> results.put(name, OnnxSession.tensor(array)));
            return results;
        }
    }

    private static ForeignModel program(Path file) {
        ReadResult opened = Checkpoints.open(file);
        assertThat(opened).isInstanceOf(ForeignModel.class);
        return (ForeignModel) opened;
    }

    /** With the shapes of the inputs beside it. */
    private static ForeignModel given(String name) {
        ForeignModel program = program(Fixtures.path("programs/" + name + ".pt"));
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < program.inputs().size(); i++) {
            NpyArray array = array(name, "in" + i);
            ports.add(new Port(program.inputs().get(i).name(), array.dtype() == DType.I64 ? DType.I64 : DType.F32,
                    Arrays.stream(array.shape()).boxed().toList()));
        }
        return program.withInputs(ports);
    }

    private static Map<String, Tensor> inputs(String name) {
        Map<String, Tensor> inputs = new HashMap<>();
        List<Port> ports = given(name).inputs();
        for (int i = 0; i < ports.size(); i++) {
            NpyArray array = array(name, "in" + i);
            inputs.put(ports.get(i).name(), new Tensor(Shape.of(array.shape()), array.floats()));
        }
        return inputs;
    }

    private static NpyArray array(String name, String part) {
        return Fixtures.array(Fixtures.path("programs/" + name.replaceFirst("_.*", "_") + part + ".npy"));
    }

    private static void same(Tensor found, String name, double tolerance) {
        NpyArray expected = array(name, "out");
        same(found, new Tensor(Shape.of(expected.shape()), expected.floats()), tolerance);
    }

    /** Relative to the largest number where that is more than 1, as float32 has it. */
    private static void same(Tensor found, Tensor expected, double tolerance) {
        assertThat(found.shape()).isEqualTo(expected.shape());
        double most = 1;
        for (float number : expected.data())
            most = Math.max(most, Math.abs(number));
        assertThat(Fixtures.distance(found.data(), expected.data()) / most).isLessThanOrEqualTo(tolerance);
    }
}
