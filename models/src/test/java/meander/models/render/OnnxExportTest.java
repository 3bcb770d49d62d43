package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.OnnxExport;
import meander.models.family.OpenResult;
import meander.models.family.dcgan.DcganFamily;
import meander.models.family.style.stylegan2.MadeUpStyleGan2;
import meander.models.family.style.stylegan2.StyleGan2.Architecture;
import meander.models.graph.Network;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.onnx.OnnxCompiler;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.NumpyRandom;
import meander.models.latent.Truncation;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** Exported files as any program would run them: through plain ONNX Runtime. */
class OnnxExportTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    Path folder;

    /** DJL's engine makes the runtime's environment itself, with threads of its own, and fails where there is one already. */
    @BeforeAll
    static void startTheEngineFirst() {
        OnnxSession.engine();
    }

    static Stream<NetworkModel> models() {
        Stream<NetworkModel> fixtures = Fixtures.GENERATORS.stream().map(name -> Fixtures.open(Fixtures.path(name)));
        return Stream.concat(fixtures, Stream.of(MadeUpStyleGan2.of(s -> {
            s.architecture = Architecture.RESNET;
            s.clamp = 0.8;
        }).open(), MadeUpStyleGan2.of(s -> {
            s.architecture = Architecture.ORIG;
            s.noise = false;
            s.pictures = 1;
        }).open(), dcgan()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void givesThePixelsThatTheRendererGives(NetworkModel model) throws Exception {
        boolean styled = model.info().layers() > 0;
        RenderRequest request = RenderRequest.DEFAULT.withSeed(3)
                .withClasses(model.info().classes() > 0 ? ClassMix.of(2).with(0, 1) : ClassMix.NONE);
        try (Exported exported = new Exported(model); Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            Map<String, Tensor> inputs = latents(model, request, 3);
            assertSame(exported.run(inputs).get(Model.PICTURE), draw(renderer, request));
            if (!styled) return;
            Tensor w = exported.run(inputs).get("w");
            assertThat(Fixtures.distance(w.data(), Arrays.copyOf(renderer.styles(request).data(), w.data().length)))
                    .isLessThan(TOLERANCE);

            RenderRequest truncated = request.withTruncation(new Truncation(0.6, 3));
            float[] psi = new float[model.info().layers()];
            Arrays.fill(psi, 1);
            Arrays.fill(psi, 0, 3, 0.6f);
            inputs.put("psi", new Tensor(Shape.of(1, psi.length), psi));
            assertSame(exported.run(inputs).get(Model.PICTURE), draw(renderer, truncated));

            exported.fixed.keySet().stream().filter(name -> name.startsWith("strength"))
                    .forEach(name -> inputs.put(name, Tensor.zeros(1, 1, 1, 1)));
            assertSame(exported.run(inputs).get(Model.PICTURE),
                    draw(renderer, truncated.withNoise(Noise.AS_TRAINED.withMode(Noise.Mode.NONE))));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void drawsTwoAtATimeAsItDrawsEach(NetworkModel model) throws Exception {
        RenderRequest request = RenderRequest.DEFAULT.withClasses(model.info().classes() > 0 ? ClassMix.of(1) : ClassMix.NONE);
        try (Exported exported = new Exported(model)) {
            Map<String, Tensor> first = latents(model, request, 3);
            Map<String, Tensor> second = latents(model, request, 4);
            Map<String, Tensor> both = new HashMap<>();
            first.forEach((name, tensor) -> both.put(name, joined(tensor, second.get(name))));
            assertSame(exported.run(both).get(Model.PICTURE),
                    joined(exported.run(first).get(Model.PICTURE), exported.run(second).get(Model.PICTURE)));
            if (model.info().layers() > 0) {
                Tensor low = Tensor.full(0.2f, 1, model.info().layers());
                Tensor high = Tensor.full(1.2f, 1, model.info().layers());
                both.put("psi", joined(low, high));
                first.put("psi", low);
                second.put("psi", high);
                assertSame(exported.run(both).get(Model.PICTURE),
                        joined(exported.run(first).get(Model.PICTURE), exported.run(second).get(Model.PICTURE)));
            }
        }
    }

    @Test
    void saysWhatItIs() throws Exception {
        NetworkModel model = Fixtures.open(Fixtures.path("sg2ada_cond_tiny32_proto3.pkl"));
        try (Exported exported = new Exported(model)) {
            assertThat(exported.session.getMetadata().getCustomMetadata()).containsEntry("meander.family", "StyleGAN2")
                    .containsEntry("meander.source", "sg2ada_cond_tiny32_proto3.pkl").containsEntry("meander.range", "-1 to 1");
            assertThat(exported.session.getMetadata().getProducerName()).isEqualTo("Meander");
            assertThat(exported.session.getInputNames()).as("what must be given").containsExactlyInAnyOrder("z", "c", "psi");
            assertThat(exported.session.getOutputNames()).containsExactlyInAnyOrder("picture", "w");
        }
    }

    @Test
    void writesTheSameBytesTwice() throws IOException {
        NetworkModel model = dcgan();
        OnnxExport.write(model, folder.resolve("a.onnx"));
        OnnxExport.write(model, folder.resolve("b.onnx"));
        assertThat(folder.resolve("a.onnx")).hasSameBinaryContentAs(folder.resolve("b.onnx"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatGoesAwayMeanwhileLeavesNoHalfFile(boolean existed) throws IOException {
        Path target = folder.resolve("model.onnx");
        if (existed) Files.writeString(target, "what was there before");
        AtomicBoolean away = new AtomicBoolean();
        NetworkModel model = new Vanishing(dcgan(), away);
        away.set(true);
        assertThatThrownBy(() -> OnnxExport.write(model, target)).isInstanceOf(UncheckedIOException.class);
        assertThat(files()).isEqualTo(existed ? List.of(target) : List.of());
        if (existed) assertThat(target).hasContent("what was there before");
        away.set(false);
        OnnxExport.write(model, target);
        assertThat(target).isNotEmptyFile();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void mayBeReadByWhoeverMayReadOtherFiles() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "");
        OnnxExport.write(dcgan(), folder.resolve("model.onnx"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("model.onnx"))).isEqualTo(Files.getPosixFilePermissions(other));
    }

    @Test
    void aWriteThatCannotBeFinishedLeavesNoHalfFile() throws IOException {
        Path target = Files.createDirectories(folder.resolve("model.onnx").resolve("full")).getParent();
        assertThatThrownBy(() -> OnnxExport.write(dcgan(), target)).isInstanceOf(IOException.class);
        assertThat(files()).containsExactly(target);
        assertThatThrownBy(() -> OnnxExport.write(dcgan(), folder.resolve("nowhere").resolve("model.onnx")))
                .isInstanceOf(IOException.class);
        assertThat(files()).containsExactly(target);
    }

    @Test
    void replacesWhatWasThere() throws Exception {
        Path target = folder.resolve("exported.onnx");
        Files.writeString(target, "what was there before");
        try (Exported exported = new Exported(dcgan())) {
            assertThat(exported.session.getInputNames()).contains("z");
        }
        assertThat(files()).containsExactly(target);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** A file that was written and opened again by plain ONNX Runtime. */
    private final class Exported implements AutoCloseable {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession session;
        private final OrtSession asking;
        private final Map<String, Tensor> fixed;

        Exported(NetworkModel model) throws IOException, OrtException {
            Path file = folder.resolve("exported.onnx");
            OnnxExport.write(model, file);
            session = environment.createSession(file.toString());
            // Noise is a part of the file: where it is to be turned, the same network is asked with nothing fixed.
            fixed = model.exported().fixed();
            asking = environment
                    .createSession(OnnxCompiler.forExport(model.exported().network(), "asking", Map.of(), Map.of()).proto());
        }

        Map<String, Tensor> run(Map<String, Tensor> inputs) throws OrtException {
            boolean overrides = !session.getInputNames().containsAll(inputs.keySet());
            Map<String, Tensor> all = new HashMap<>(overrides ? fixed : Map.of());
            all.putAll(inputs);
            Map<String, OnnxTensor> given = new HashMap<>();
            for (var input : all.entrySet())
                given.put(input.getKey(), OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.getValue().data()),
                        input.getValue().shape().longs()));
            Map<String, Tensor> results = new HashMap<>();
            try (OrtSession.Result result = (overrides ? asking : session).run(given)) {
                for (var output : result) {
                    OnnxTensor tensor = (OnnxTensor) output.getValue();
                    float[] data = new float[tensor.getFloatBuffer().remaining()];
                    tensor.getFloatBuffer().get(data);
                    int[] dims = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
                    results.put(output.getKey(), new Tensor(Shape.of(dims), data));
                }
            } finally {
                given.values().forEach(OnnxTensor::close);
            }
            return results;
        }

        @Override
        public void close() throws OrtException {
            session.close();
            asking.close();
        }
    }

    private static Map<String, Tensor> latents(NetworkModel model, RenderRequest request, long seed) {
        int zDim = model.info().zDim();
        int classes = model.info().classes();
        Map<String, Tensor> latents = new HashMap<>();
        latents.put("z", new Tensor(Shape.of(1, zDim), new NumpyRandom(seed).randnFloats(zDim)));
        if (classes > 0) latents.put("c", new Tensor(Shape.of(1, classes), request.classes().vector(classes)));
        if (model.info().layers() > 0) latents.put("psi", Tensor.full(1, 1, model.info().layers()));
        return latents;
    }

    private static Tensor joined(Tensor a, Tensor b) {
        float[] data = Arrays.copyOf(a.data(), a.data().length + b.data().length);
        System.arraycopy(b.data(), 0, data, a.data().length, b.data().length);
        return new Tensor(a.shape().with(0, a.shape().dim(0) + b.shape().dim(0)), data);
    }

    private static Tensor draw(Renderer renderer, RenderRequest request) {
        return switch (renderer.render(request)) {
            case Frame frame -> frame.pixels().reshape(1, frame.channels(), frame.height(), frame.width());
            case RenderResult.Failed failed -> throw new AssertionError(failed.sentence(), failed.cause());
            case RenderResult.Superseded _ -> throw new AssertionError("nothing was newer");
        };
    }

    private static void assertSame(Tensor found, Tensor expected) {
        assertThat(ReferenceInterpreter.error(found, ReferenceInterpreter.Array.of(expected))).isLessThanOrEqualTo(TOLERANCE);
    }

    /** A model whose file is there or not. */
    private record Vanishing(NetworkModel model, AtomicBoolean away) implements NetworkModel {
        @Override
        public ModelInfo info() {
            return model.info();
        }

        @Override
        public List<Control> controls() {
            return model.controls();
        }

        @Override
        public RenderRequest initial() {
            return model.initial();
        }

        @Override
        public Network picture() {
            Network whole = model.picture();
            List<String> names = List.copyOf(whole.graph().parameters().keySet());
            return new Network(whole.graph(), parameter -> {
                if (away.get() && parameter.name().equals(names.getLast()))
                    throw new UncheckedIOException(new IOException("gone"));
                return whole.weights().get(parameter);
            });
        }

        @Override
        public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
            return model.inputs(request, runner);
        }
    }

    private static NetworkModel dcgan() {
        StateDict state = new StateDict(stack(), new LinkedHashMap<>(), new LinkedHashSet<>(), "");
        Checkpoint file = new Checkpoint(Path.of("tutorial.pth"), ContainerFormat.TORCH_ZIP,
                new LinkedHashMap<>(Map.of("", state)), new LinkedHashMap<>());
        return switch (new DcganFamily().recognise(file).orElseThrow().open(Map.of())) {
            case OpenResult.Ready(Model model) -> (NetworkModel) model;
            case OpenResult.Translates _ -> throw new AssertionError("translates pictures");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
    }

    /** As a tutorial's state dict: z [N,5] to 16 px, RGB. */
    private static SequencedMap<String, StoredTensor> stack() {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("main.0.weight", tensor(1, 5, 8, 4, 4));
        tensors.put("main.1.weight", tensor(2, 8));
        tensors.put("main.1.bias", tensor(3, 8));
        tensors.put("main.1.running_mean", tensor(4, 8));
        tensors.put("main.1.running_var", positive(8));
        tensors.put("main.3.weight", tensor(5, 8, 4, 4, 4));
        tensors.put("main.4.weight", tensor(6, 4));
        tensors.put("main.4.bias", tensor(7, 4));
        tensors.put("main.4.running_mean", tensor(8, 4));
        tensors.put("main.4.running_var", positive(4));
        tensors.put("main.6.weight", tensor(9, 4, 3, 4, 4));
        return tensors;
    }

    private static StoredTensor tensor(long seed, int... dims) {
        return StoredTensor.of(ReferenceInterpreter.random(seed, dims).data(), dims);
    }

    private static StoredTensor positive(int channels) {
        return StoredTensor.of(Tensor.full(2, channels).data(), channels);
    }
}
