package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.NetworkTranslator;
import meander.models.family.TorchScriptExport;
import meander.models.family.Translator;
import meander.models.graph.Network;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.graph.torchscript.TorchScriptModule.Slot;
import meander.models.latent.ClassMix;
import meander.models.latent.NumpyRandom;
import meander.models.request.RenderRequest;

/** Exported TorchScript, by libtorch here and by Python's PyTorch where there is one, beside what the renderer draws. */
class TorchScriptExportTest {
    private static final double TOLERANCE = 1e-5;
    private static final long[] SEEDS = {3, 4};

    @TempDir
    private Path folder;

    static List<String> files() {
        return Fixtures.GENERATORS;
    }

    @ParameterizedTest
    @MethodSource("files")
    void drawsTwoAtATimeWhatTheRendererDrawsOneByOne(String file) {
        NetworkModel model = Fixtures.open(Fixtures.path(file));
        NetworkModel.Exported exported = model.exported();
        try (TorchScriptModule module = TorchScriptModule.load(
                TorchScriptCompiler.serving(exported.network(), "Meander", exported.fixed()),
                TorchScriptArchive.Precision.FLOAT32, false)) {
            List<Slot> slots = inputs(model).stream().map(input -> module.slot(input.shape()).fill(input.data())).toList();
            Tensor pictures = exported.network().graph().outputs().size() == 1
                    ? module.call("forward", slots)
                    : module.callAll("forward", slots).get(picture(exported.network()));
            same(pictures.data(), drawn(model));
        }
    }

    @Test
    void opensInPython() throws Exception {
        StringBuilder program = new StringBuilder("import json, torch\n");
        List<NetworkModel> models = Fixtures.GENERATORS.stream().map(name -> Fixtures.open(Fixtures.path(name))).toList();
        for (int i = 0; i < models.size(); i++) {
            NetworkModel model = models.get(i);
            TorchScriptExport.write(model, folder.resolve(i + ".pt"));
            program.append("about = {'meander.json': ''}\n").append("net = torch.jit.load('" + i + ".pt', _extra_files=about)\n")
                    .append("about = json.loads(about['meander.json'])\nassert about['range'] == '-1 to 1'\ninputs = {}\n");
            List<String> names = names(model);
            List<Tensor> inputs = inputs(model);
            for (int k = 0; k < inputs.size(); k++)
                program.append("inputs['" + names.get(k) + "'] = torch.tensor(" + Arrays.toString(inputs.get(k).data())
                        + ").reshape(" + inputs.get(k).shape() + ")\n");
            program.append("with torch.no_grad(): out = net(*[inputs[name] for name in about['inputs']])\n")
                    .append("if isinstance(out, tuple): out = out[about['outputs'].index('picture')]\n")
                    .append("out.contiguous().numpy().astype('<f4').tofile('" + i + ".raw')\n");
        }
        python(program.toString());
        for (int i = 0; i < models.size(); i++)
            same(floats(folder.resolve(i + ".raw")), drawn(models.get(i)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cyclegan_resnet6_ngf8_oldstats_legacy.pth", "pix2pix_unet128_ngf4_legacy.pth",
            "realesrgan_srvgg_x4_nf8.pth"})
    void translatesPicturesOfAnySize(String file) {
        NetworkTranslator translator = Fixtures.translator(Fixtures.path(file));
        int side = Math.max(32, translator.traits().multiple());
        Network network = translator.network(side, side, Translator.Mode.EVALUATION);
        try (TorchScriptModule module = TorchScriptModule.load(TorchScriptCompiler.serving(network, "Meander"),
                TorchScriptArchive.Precision.FLOAT32, false);
                PictureTranslator here = Renderers.open(translator, RenderSettings.DEFAULT)) {
            int width = side + translator.traits().multiple();
            Tensor picture = ReferenceInterpreter.random(5, 3, side, width);
            Tensor found = module.call("forward", List.of(module.slot(Shape.of(1, 3, side, width)).fill(picture.data())));
            same(found.data(),
                    Translations.done(here.translate(TranslateRequest.whole(picture, Translator.Mode.EVALUATION))).data());
        }
    }

    private static List<String> names(NetworkModel model) {
        List<String> names = new ArrayList<>(model.exported().network().graph().inputs().keySet());
        names.removeAll(model.exported().fixed().keySet());
        return names;
    }

    /** Two of everything that the file asks for. */
    private static List<Tensor> inputs(NetworkModel model) {
        return names(model).stream().map(name -> {
            Shape one = model.exported().network().graph().inputs().get(name).shape();
            float[] values = new float[SEEDS.length * one.elements()];
            for (int i = 0; i < SEEDS.length; i++) {
                float[] row = switch (name) {
                    case "z" -> new NumpyRandom(SEEDS[i]).randnFloats(one.elements());
                    case "c" -> ClassMix.of(1).vector(one.elements());
                    case "psi" -> Tensor.full(1, one.elements()).data();
                    default -> throw new AssertionError("nobody knows what to give " + name);
                };
                System.arraycopy(row, 0, values, i * row.length, row.length);
            }
            return new Tensor(one.with(0, SEEDS.length), values);
        }).toList();
    }

    private static float[] drawn(NetworkModel model) {
        ByteBuffer all = null;
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            for (long seed : SEEDS) {
                float[] one = Parity.draw(renderer, RenderRequest.DEFAULT.withSeed(seed)
                        .withClasses(model.info().classes() > 0 ? ClassMix.of(1) : ClassMix.NONE)).data();
                if (all == null) all = ByteBuffer.allocate(SEEDS.length * one.length * Float.BYTES);
                for (float pixel : one)
                    all.putFloat(pixel);
            }
        }
        float[] pixels = new float[all.flip().remaining() / Float.BYTES];
        all.asFloatBuffer().get(pixels);
        return pixels;
    }

    private static int picture(Network network) {
        return List.copyOf(network.graph().outputs().keySet()).indexOf(Model.PICTURE);
    }

    /** Relative to the largest number where that is more than 1, as float32 has it. */
    private static void same(float[] found, float[] expected) {
        double most = 1;
        for (float pixel : expected)
            most = Math.max(most, Math.abs(pixel));
        assertThat(Fixtures.distance(found, expected) / most).isLessThanOrEqualTo(TOLERANCE);
    }

    private static float[] floats(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] floats = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(floats);
        return floats;
    }

    private void python(String program) throws Exception {
        Files.writeString(folder.resolve("load.py"), program);
        String command = System.getenv().getOrDefault("MEANDER_PYTHON", "/usr/bin/python3");
        Path said = folder.resolve("said.txt");
        Process process;
        try {
            process = new ProcessBuilder(command, "load.py").directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(said.toFile()).start();
        } catch (IOException e) {
            Assumptions.abort("there is no Python here");
            return;
        }
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String words = Files.readString(said);
        Assumptions.assumeFalse(words.contains("No module named 'torch'"), "Python has no PyTorch here");
        assertThat(process.exitValue()).as(words).isZero();
    }
}
