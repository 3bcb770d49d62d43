package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import meander.models.Fixtures;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.ExportFormat;
import meander.models.family.Families;
import meander.models.family.MadeUpTranslators;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.family.Translator.Mode;
import meander.models.family.style.stylegan2.MadeUpStyleGan2;
import meander.models.family.style.stylegan2.StyleGan2.Architecture;
import meander.models.graph.onnx.OnnxCompiler;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.latent.ClassMix;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/**
 * What the compilers make of every network, compared with what they once made of it: exported as ONNX and TorchScript, and as it is served,
 * in stages, after the rewrites of the graph. A change that should change nothing shows here that it changed nothing.
 */
class CompiledNetworksTest {
    /** What a preview shows at least, and the work of a stage, as {@code GraphRenderer} splits a network. */
    private static final int PREVIEW = 32;
    private static final double LEAST_STAGE = 1e8;
    private static final double LEAST_SHARE = 0.01;
    private static final int SIDE = 64; // of a picture to be translated, at least

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> compileToWhatTheyDid() throws IOException {
        return networks().entrySet().stream().map(network -> DynamicTest.dynamicTest(network.getKey(),
                () -> TextSnapshots.check(network.getKey(), text(network.getValue().call()))));
    }

    @Test
    void nothingIsKeptThatIsNotCompared() throws IOException {
        assertThat(TextSnapshots.names()).isEqualTo(networks().keySet());
    }

    /** Every file among the fixtures, every model that comes along, and some that are made up, by the names of their snapshots. */
    private static SequencedMap<String, Callable<OpenResult>> networks() throws IOException {
        SequencedMap<String, Callable<OpenResult>> networks = new TreeMap<>();
        Path fixtures = Fixtures.path("");
        for (Path file : files(fixtures, "glob:**.{pkl,pt,pth,bin,model}"))
            if (!file.startsWith(fixtures.resolve("programs"))) // compiled by others
                networks.put(fixtures.relativize(file).toString().replaceAll("\\W", "_"), () -> open(file));
        for (Path file : files(Path.of("../app/src/main/resources"), "glob:**.safetensors"))
            networks.put("bundled_" + file.getFileName().toString().replaceAll("\\W", "_"), () -> open(file));
        networks.put("made_up_stylegan2_resnet", () -> new OpenResult.Ready(MadeUpStyleGan2.of(settings -> {
            settings.architecture = Architecture.RESNET;
            settings.clamp = 0.8;
        }).open()));
        networks.put("made_up_stylegan2_orig", () -> new OpenResult.Ready(MadeUpStyleGan2.of(settings -> {
            settings.architecture = Architecture.ORIG;
            settings.noise = false;
            settings.pictures = 1;
        }).open()));
        networks.put("made_up_dcgan", () -> MadeUpTranslators.open(MadeUpTranslators.file(tutorial()), Map.of()));
        networks.put("made_up_autoencoder",
                () -> MadeUpTranslators.open(MadeUpTranslators.file(autoencoder(), "encoder.0", "encoder.1", "encoder.2",
                        "encoder.3", "encoder.4", "decoder.0", "decoder.1", "decoder.2", "decoder.3", "decoder.4"), Map.of()));
        return Collections.unmodifiableSequencedMap(networks);
    }

    /** Of a generator as tutorials have it, which leaves much to be guessed. */
    private static SequencedMap<String, StoredTensor> tutorial() {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensor(tensors, "main.0.weight", 5, 8, 4, 4);
        norm(tensors, "main.1", 8);
        tensor(tensors, "main.3.weight", 8, 4, 4, 4);
        norm(tensors, "main.4", 4);
        tensor(tensors, "main.6.weight", 4, 3, 4, 4);
        return tensors;
    }

    private static SequencedMap<String, StoredTensor> autoencoder() {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensor(tensors, "encoder.0.weight", 8, 3, 4, 4);
        tensor(tensors, "encoder.0.bias", 8);
        tensor(tensors, "encoder.2.weight", 12, 8, 4, 4);
        norm(tensors, "encoder.3", 12);
        tensor(tensors, "decoder.0.weight", 12, 8, 4, 4);
        norm(tensors, "decoder.1", 8);
        tensor(tensors, "decoder.3.weight", 8, 1, 4, 4);
        tensor(tensors, "decoder.3.bias", 1);
        return tensors;
    }

    private static void norm(SequencedMap<String, StoredTensor> tensors, String name, int channels) {
        for (String each : List.of("weight", "bias", "running_mean", "running_var"))
            tensor(tensors, name + "." + each, channels);
    }

    private static void tensor(SequencedMap<String, StoredTensor> tensors, String name, int... dims) {
        tensors.put(name, StoredTensor.of(Tensor.full(0.5f, dims).data(), dims));
    }

    private static SortedSet<Path> files(Path root, String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return new TreeSet<>(files.filter(file -> file.getFileSystem().getPathMatcher(pattern).matches(file)).toList());
        }
    }

    private static OpenResult open(Path file) {
        return Families.installed().open(file, Map.of(), _ -> {}, () -> false);
    }

    private String text(OpenResult opened) throws IOException {
        return switch (opened) {
            case OpenResult.Ready(NetworkModel model) -> text(model);
            case OpenResult.Translates(NetworkTranslator translator) -> text(translator);
            case OpenResult.Ready _,OpenResult.Translates _ -> throw new AssertionError("is a program");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
    }

    /** What it was taken for; what a person can turn by the names that saved files say. */
    private static String described(ModelInfo info, List<Control> controls) {
        StringBuilder text = new StringBuilder("family " + info.family() + ", variant " + info.variant() + ", " + info.width()
                + "×" + info.height() + "×" + info.channels() + ", z " + info.zDim() + ", w " + info.wDim() + ", layers "
                + info.layers() + ", classes " + info.classes() + ", parameters " + info.parameters() + "\n");
        for (Control control : controls)
            switch (control) {
                case Control.Guess guess -> text.append("guess ").append(guess.id()).append(" of ").append(guess.options())
                        .append(": ").append(guess.chosen()).append('\n');
                case Control.Slider slider -> slider(text, slider);
                case Control.Transform transform -> transform.sliders().forEach(slider -> slider(text, slider));
                default -> {
                }
            }
        return text.toString();
    }

    private static void slider(StringBuilder text, Control.Slider slider) {
        text.append("slider ").append(slider.id()).append(" from ").append(slider.min()).append(" to ").append(slider.max())
                .append(" at ").append(slider.initial()).append('\n');
    }

    private String text(NetworkModel model) throws IOException {
        StringBuilder text = new StringBuilder(described(model.info(), model.controls()));
        Path onnx = folder.resolve("a.onnx");
        ExportFormat.ONNX.write(model, onnx);
        Path torch = folder.resolve("a.pt");
        ExportFormat.TORCH_SCRIPT.write(model, torch);
        exported(text, "", onnx, torch);

        Graph graph = model.picture().graph();
        double leastWork = Math.max(LEAST_STAGE, LEAST_SHARE * Cost.of(graph).flops());
        Stages.economical(graph, PREVIEW, leastWork).stages()
                .forEach(stage -> text.append("\n=== worth a call of its own: ").append(title(stage))
                        .append(stage.graph().inputs().keySet()).append(" to ").append(stage.graph().outputs().keySet()));
        text.append('\n');
        for (Stages.Stage stage : Stages.of(graph).stages())
            served(text, "stage " + title(stage), stage.graph(), model.picture());
        helpers(model).forEach((name, network) -> served(text, name, network.graph(), network));
        return text.toString();
    }

    private static String title(Stages.Stage stage) {
        return "“" + stage.label() + "” preview " + stage.preview() + " ";
    }

    /** The smaller networks that a model has run on the way to its inputs. */
    private static Map<String, Network> helpers(NetworkModel model) {
        SequencedMap<String, Network> helpers = new LinkedHashMap<>();
        NetworkModel.Runner runner = (network, _) -> {
            if (!helpers.containsValue(network)) helpers.put("helper " + helpers.size(), network);
            Map<String, Tensor> nothing = new HashMap<>();
            network.graph().outputs().forEach((name, value) -> nothing.put(name, Tensor.zeros(value.shape().dims())));
            return nothing;
        };
        RenderRequest request = RenderRequest.DEFAULT.withClasses(model.info().classes() > 0 ? ClassMix.of(0) : ClassMix.NONE);
        model.inputs(request, runner);
        return helpers;
    }

    private String text(NetworkTranslator translator) throws IOException {
        StringBuilder text = new StringBuilder(described(translator.info(), translator.controls()));
        Translator.Traits traits = translator.traits();
        int least = Math.max(SIDE, traits.smallest());
        int side = Math.ceilDiv(Math.max(least, translator.info().width()), traits.multiple()) * traits.multiple();
        for (Mode mode : traits.modes()) {
            Network network = translator.network(side, side, mode);
            String title = "statistics " + mode.statistics().name().toLowerCase(Locale.ROOT) + (mode.dropout() ? ", dropout" : "")
                    + ", at " + side;
            if (!mode.dropout()) {
                Path onnx = folder.resolve("a.onnx");
                ExportFormat.ONNX.write(translator, network, !OnnxCompiler.isBoundToSize(network), onnx);
                Path torch = folder.resolve("a.pt");
                ExportFormat.TORCH_SCRIPT.write(translator, network, true, torch);
                exported(text, title, onnx, torch);
            } else
                text.append("\n=== TorchScript ").append(title).append('\n')
                        .append(TorchScriptCompiler.serving(network, "Meander").source());
            served(text, title, network.graph(), network);
        }
        return text.toString();
    }

    private static void exported(StringBuilder text, String title, Path onnx, Path torch) throws IOException {
        text.append("\n=== exported as ONNX ").append(title).append('\n').append(OnnxText.of(Files.readAllBytes(onnx)));
        text.append("\n=== exported as TorchScript ").append(title).append('\n');
        try (ZipFile zip = new ZipFile(torch.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                text.append("--- ").append(entry.getName()).append('\n');
                if (entry.getName().matches(".*\\.(py|json)"))
                    text.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)).append('\n');
            }
        }
    }

    /** As a renderer serves it on a CPU. */
    private static void served(StringBuilder text, String title, Graph graph, Network weights) {
        text.append("\n=== served: ").append(title).append('\n')
                .append(OnnxText.of(OnnxCompiler.forServing(new Network(graph, weights.weights()), true).proto()));
    }
}
