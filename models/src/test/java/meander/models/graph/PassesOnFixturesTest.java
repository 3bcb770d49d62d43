package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.Fixtures;
import meander.models.family.Families;
import meander.models.family.NetworkModel;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.family.Translator.Mode;
import meander.models.graph.Op.Extent;
import meander.models.graph.onnx.OnnxCompiler;

/** Every network among the fixtures goes through every pipeline, verified after each pass. */
class PassesOnFixturesTest {
    private static final int SIDE = 8;
    /** FLOPs of a stage whose results are compared, so that all of it takes a minute or two. */
    private static final double MOST_WORK = 2e7;

    static Stream<String> files() throws IOException {
        Path root = Fixtures.path("");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().matches(".*\\.(pkl|pt|pth|bin|model)"))
                    .filter(file -> !file.startsWith(root.resolve("programs"))).map(file -> root.relativize(file).toString())
                    .sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyPassLeavesTheNetworkRight(String name) {
        for (Fed fed : networks(name)) {
            Network network = fed.network;
            Weights weights = network.weights();
            GraphVerifier structure = new GraphVerifier(weights, Map.of(), 0);
            structure.run(Pipelines.onnxExport(weights), network.graph());
            structure.run(Pipelines.torchScript(false, true), network.graph());
            Map<String, Tensor> known = new HashMap<>(fed.inputs);
            boolean numbers = true;
            int compared = 0;
            for (Stages.Stage stage : Stages.of(network.graph()).stages()) {
                GraphVerifier verifier = new GraphVerifier(weights, known, numbers ? MOST_WORK : 0);
                verifier.run(Pipelines.onnxServing(weights, true), stage.graph());
                verifier.run(Pipelines.onnxExport(weights), stage.graph());
                verifier.run(Pipelines.torchScript(false, true), stage.graph());
                numbers &= verifier.isCompared(stage.graph()); // what follows would be fed with anything
                if (!numbers) continue;
                known.putAll(verifier.outputs(stage.graph()));
                compared++;
            }
            assertThat(compared).as("stages whose results were compared").isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("translators")
    void whatIsBoundToNoSizeIsBuiltTheSameForEach(String name) {
        NetworkTranslator translator = Fixtures.translator(Fixtures.path(name));
        for (Mode mode : translator.traits().modes()) {
            if (mode.dropout()) continue;
            Network network = network(translator, mode, SIDE, SIDE);
            Network other = network(translator, mode, SIDE, 3 * SIDE);
            boolean same = computed(network).equals(computed(other));
            assertThat(OnnxCompiler.isBoundToSize(network)).as("%s %s", name, mode).isEqualTo(!same);
            assertThat(SizeBinding.of(network.graph())).doesNotContain(Extent.BATCH);
        }
    }

    static Stream<String> translators() throws IOException {
        return files().filter(file -> Families.installed().open(Fixtures.path(file), Map.of(), _ -> {},
                () -> false) instanceof OpenResult.Translates);
    }

    private static List<Op> computed(Network network) {
        return network.graph().values().stream().map(Value::op).filter(op -> !(op instanceof Op.Input)).toList();
    }

    /** Files say that they run any batch. */
    @ParameterizedTest
    @MethodSource("generators")
    void noExportedModelIsBoundToABatch(String name) {
        assertThat(SizeBinding.of(Fixtures.open(Fixtures.path(name)).exported().network().graph())).doesNotContain(Extent.BATCH);
    }

    static List<String> generators() {
        return Fixtures.GENERATORS;
    }

    /** A network and what it is fed with, as far as that is not any numbers. */
    private record Fed(Network network, Map<String, Tensor> inputs) {}

    private static List<Fed> networks(String name) {
        return switch (Families.installed().open(Fixtures.path(name), Map.of(), _ -> {}, () -> false)) {
            case OpenResult.Ready(NetworkModel model) ->
                List.of(new Fed(model.picture(), model.inputs(model.initial(), PassesOnFixturesTest::interpreted)));
            case OpenResult.Translates(NetworkTranslator translator) -> translator.traits().modes().stream()
                    .map(mode -> new Fed(network(translator, mode, SIDE, SIDE), Map.of())).toList();
            case OpenResult.Ready _,OpenResult.Translates _ -> throw new AssertionError(name + " is a program");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
    }

    private static Map<String, Tensor> interpreted(Network network, Map<String, Tensor> inputs) {
        return new GraphVerifier(network.weights(), inputs, 0).outputs(network.graph());
    }

    private static Network network(NetworkTranslator translator, Mode mode, int height, int width) {
        return translator.network(side(translator, height), side(translator, width), mode);
    }

    private static int side(NetworkTranslator translator, int least) {
        int multiple = translator.traits().multiple();
        return Math.ceilDiv(Math.max(least, translator.traits().smallest()), multiple) * multiple;
    }
}
