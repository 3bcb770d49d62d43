package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptBuilder;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.training.bench.PythonWithTorch;
import meander.training.program.InputSource;
import meander.training.program.Phase;
import meander.training.recipe.Recipes;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingPlan;
import meander.training.recipe.TrainingRecipe;

/** A training goes on elsewhere and comes home. */
@Timeout(300)
class TrainingExportTest {
    private static final Map<String, String> TINY = Map.of("batch-size", "8", "gradient-accumulation", "2", "channel-base", "32",
            "channel-max", "4", "z-dim", "8", "w-dim", "8", "path-length", "2", "r1-interval", "2", "path-length-interval", "2",
            "resolution", "8");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path home;
    private Path target;
    private RunFolder run;
    private LocalEngine engine;

    @BeforeEach
    void aRunOfTwoSteps() throws Exception {
        Path data = home.resolve("data");
        for (int i = 0; i < 12; i++) {
            Path folder = Files.createDirectories(data.resolve(i % 3 == 0 ? "many" : "few"));
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 64; p++)
                picture.setRGB(p % 8, p / 8, (i * 997 + p * 131071) % 0xffffff);
            ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
        }
        engine = new LocalEngine(Recipes.installed(), home.resolve("cache"), () -> false);
        run = new RunFolder(home.resolve("run"));
        assertThat(engine.start(TrainingSpec.of("stylegan2", data.toString(), 0.016).with(TINY), run.path(), _ -> {}).ended()
                .get().sentence()).isEmpty();
        target = home.resolve("elsewhere");
    }

    private void export() throws IOException {
        new TrainingExport(Recipes.installed(), home.resolve("cache")).write(run, Map.of(), target, () -> false, _ -> {});
    }

    private TrainingPlan plan() throws IOException {
        TrainingRecipe recipe = Recipes.installed().named("stylegan2").orElseThrow();
        return recipe.plan(new SettingValues(RunSettings.of(recipe), run.spec().settings()),
                new TrainingRecipe.DataShape(8, 3, 2));
    }

    private JsonNode json() throws IOException {
        return JSON.readTree(target.resolve("plan.json").toFile());
    }

    @Test
    void theFolderIsCompleteAndAgreesWithTheGraph() throws IOException {
        export();
        assertThat(target.toFile().list()).containsExactlyInAnyOrder("driver.py", "plan.json", "step.pt", "pictures.u8",
                "labels.i32");
        JsonNode json = json();
        assertThat(json.at("/step").intValue()).isEqualTo(2);
        assertThat(json.at("/images").intValue()).isEqualTo(16);
        assertThat(json.at("/data/classes")).hasSize(2);
        assertThat(Files.size(target.resolve("pictures.u8"))).isEqualTo(12 * 3 * 8 * 8);
        assertThat(Files.size(target.resolve("labels.i32"))).isEqualTo(12 * 4);
        TrainingPlan plan = plan();
        assertThat(json.at("/phases")).hasSameSizeAs(plan.program().phases());
        int i = 0;
        for (Phase phase : plan.program().phases()) {
            JsonNode said = json.at("/phases/" + i++);
            assertThat(said.at("/name").textValue()).isEqualTo(phase.name());
            List<String> feeds = new ArrayList<>();
            said.at("/feeds").forEach(feed -> feeds.add(feed.at("/name").textValue()));
            assertThat(feeds).as("in the order of the arguments").containsExactlyElementsOf(phase.graph().inputs().keySet());
            assertThat(said.at("/figures")).hasSameSizeAs(phase.metrics());
        }
        assertThat(json.at("/kept")).hasSameSizeAs(plan.program().buffers().keySet());
        assertThat(Files.readAllLines(target.resolve("driver.py"))).as("a page and a half that a person reads")
                .hasSizeLessThanOrEqualTo(120);
    }

    @Test
    void aCheckpointComesHome() throws Exception {
        export();
        SequencedMap<String, float[]> tensors = new LinkedHashMap<>(TrainingState.read(run.state().orElseThrow()).tensors());
        float[] moved = tensors.get("G_ema").clone();
        moved[0] += 1;
        tensors.put("G_ema", moved);
        TorchSave.write(target.resolve("checkpoint.pt"), Map.of("step", 5L, "images", 40L), tensors);
        Files.writeString(target.resolve("log.jsonl"),
                "{\"event\": \"measured\", \"at\": 1, \"images\": 40, \"figures\": {\"G/loss\": 0.25}}\n");
        RunFolder back = new RunFolder(home.resolve("back"));
        assertThat(new TrainingImport(Recipes.installed()).read(target, back))
                .isEqualTo(new TrainingImport.Brought(40, "model-000000040.safetensors"));
        TrainingState state = TrainingState.read(back.state().orElseThrow());
        assertThat(state.step()).isEqualTo(5);
        assertThat(state.tensors().get("G_ema")).isEqualTo(moved);
        assertThat(back.model()).isPresent();
        assertThat(back.events()).hasSize(3).first().isInstanceOf(TrainingEvent.Measured.class);
        goesOn(back, 0.048);
        new TrainingImport(Recipes.installed()).read(target, run); // where it came from
        assertThat(TrainingState.read(run.state().orElseThrow()).images()).isEqualTo(40);
        assertThatThrownBy(() -> new TrainingImport(Recipes.installed()).read(target, run)).isInstanceOf(IOException.class)
                .hasMessageContaining("has come as far");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        TrainingImport bringing = new TrainingImport(Recipes.installed());
        RunFolder back = new RunFolder(home.resolve("back"));
        assertThatThrownBy(() -> bringing.read(target, back)).hasMessageContaining("plan.json is missing");
        export();
        assertThatThrownBy(() -> bringing.read(target, back)).hasMessageContaining("no checkpoint yet");
        Files.writeString(target.resolve("checkpoint.pt"), "nonsense");
        assertThatThrownBy(() -> bringing.read(target, back)).hasMessageContaining("checkpoint.pt cannot be used");
        assertThat(back.path()).doesNotExist();
    }

    @Test
    void pythonGivesTheSameFigures() throws Exception {
        PythonWithTorch python = python();
        export();
        TrainingPlan plan = plan();
        TorchScriptBuilder inputs = new TorchScriptBuilder("Inputs");
        SplittableRandom random = new SplittableRandom(3);
        Map<String, Double> ours = new LinkedHashMap<>();
        TorchScriptBuilder script = plan.program().script(Weights.untrained(0));
        TrainingState.read(run.state().orElseThrow()).tensors()
                .forEach((name, values) -> System.arraycopy(values, 0, script.tensors().get(name).data(), 0, values.length));
        try (TorchScriptModule module = TorchScriptModule.load(script, TorchScriptArchive.Precision.FLOAT32, false)) {
            for (Phase phase : plan.program().phases()) {
                List<TorchScriptModule.Slot> slots = new ArrayList<>();
                for (int argument = 0; argument < 2; argument++) // share and rate
                    slots.add(module.slot(Shape.of()).fill(new float[]{1}));
                phase.graph().inputs().forEach((name, value) -> {
                    Tensor tensor = input(phase.inputs().get(name), value.shape(), random);
                    inputs.keep("input" + inputs.tensors().size(), tensor);
                    slots.add(module.slot(value.shape()).fill(tensor.data()));
                });
                float[] figures = module.call(phase.name() + "_step", slots).data();
                for (int i = 0; i < figures.length; i++)
                    ours.put(phase.metrics().get(i), (double) figures[i]);
            }
            List<Tensor> kept = module.callAll("everything", List.of());
            int i = 0;
            for (String name : plan.program().buffers().keySet()) {
                double sum = 0;
                for (float number : kept.get(i++).data())
                    sum += (double) number * number;
                ours.put(name, Math.sqrt(sum));
            }
        }
        inputs.method("forward", List.of("x"), "Tensor", List.of("return x"));
        try (OutputStream out = Files.newOutputStream(home.resolve("inputs.pt"))) {
            TorchScriptArchive.write(inputs, TorchScriptArchive.Precision.FLOAT32, out);
        }
        Path parity = home.resolve("parity.py");
        Files.write(parity, TrainingExportTest.class.getResourceAsStream("parity.py").readAllBytes());
        JsonNode theirs = JSON.readTree(output(python.process(home, List.of(parity.toString(), target.toString(), "inputs.pt"))));
        ours.forEach((name, value) -> assertThat(theirs.at("/" + name.replace("/", "~1")).doubleValue()).as(name).isCloseTo(value,
                within(1e-4 * Math.max(1, Math.abs(value)))));
    }

    private static Tensor input(InputSource feed, Shape shape, SplittableRandom random) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++)
            values[i] = switch (feed) {
                case NORMAL -> (float) random.nextGaussian();
                case UNIFORM -> (float) random.nextDouble();
                case PICTURES, SIDE_A, SIDE_B -> (float) random.nextDouble(-1, 1);
                case LABELS, RANDOM_LABELS -> i % 2 == i / 2 % 2 ? 1 : 0;
                case KIMG -> 1;
            };
        return new Tensor(shape, values);
    }

    @Test
    void oneProcessAndTwoDoTheSame() throws Exception {
        PythonWithTorch python = python();
        export();
        Path twice = Files.createDirectory(home.resolve("twice"));
        for (String name : target.toFile().list())
            Files.copy(target.resolve(name), twice.resolve(name));
        String one = output(python.process(target, List.of("driver.py", "--kimg", "0.032")));
        assertThat(one).contains("0.032 of 0.032 kimg");
        String two = output(python.process(twice, List.of("-m", "torch.distributed.run", "-r", "1", "-t", "1",
                "--nproc_per_node=2", "driver.py", "--kimg", "0.032")));
        assertThat(two).contains("2 x cpu");
        TrainingImport bringing = new TrainingImport(Recipes.installed());
        RunFolder alone = new RunFolder(home.resolve("alone"));
        RunFolder together = new RunFolder(home.resolve("together"));
        bringing.read(target, alone);
        bringing.read(twice, together);
        TrainingState a = TrainingState.read(alone.state().orElseThrow());
        TrainingState b = TrainingState.read(together.state().orElseThrow());
        assertThat(a.step()).isEqualTo(b.step()).isEqualTo(4);
        for (String name : List.of("G", "D", "G_ema", "D_mean", "D_square"))
            assertThat(distance(a.tensors().get(name), b.tensors().get(name))).as(name).isLessThan(0.02);
        assertThat(b.tensors().get("state")).usingComparatorWithPrecision(1e-2f).containsExactly(a.tensors().get("state"));
        assertThat(output(python.process(target, List.of("driver.py", "--kimg", "0.04")))).contains("0.032 kimg, 8 a step")
                .contains("0.04 of 0.04 kimg");
        goesOn(alone, 0.048);
    }

    @Test
    void aNetworkGrowsElsewhereAsItDoesHere() throws Exception {
        PythonWithTorch python = python();
        run = new RunFolder(home.resolve("growing"));
        Map<String, String> settings = Map.of("batch-size", "8", "batch-size-32", "4", "gradient-accumulation", "2",
                "channel-base", "64", "channel-max", "4", "z-dim", "4", "stable-kimg", "0.008", "fade-kimg", "0.008",
                "resolution", "32");
        TrainingSpec spec = TrainingSpec.of("progan", home.resolve("data").toString(), 0.016).with(settings);
        assertThat(engine.start(spec, run.path(), _ -> {}).ended().get().sentence()).isEmpty();
        export();
        output(python.process(target, List.of("driver.py", "--kimg", "0.048")));
        RunFolder back = new RunFolder(home.resolve("back"));
        new TrainingImport(Recipes.installed()).read(target, back);
        goesOn(run, 0.048);
        TrainingState there = TrainingState.read(back.state().orElseThrow());
        TrainingState here = TrainingState.read(run.state().orElseThrow());
        assertThat(there.images()).isEqualTo(here.images()).isEqualTo(48);
        assertThat(there.step()).isEqualTo(here.step()).isEqualTo(7); // from 40 pictures on, four at a time
        for (String name : List.of("G_updates", "D_updates")) // forgotten after 40
            assertThat(there.tensors().get(name)).as(name).isEqualTo(here.tensors().get(name)).containsExactly(2);
        goesOn(back, 0.052);
    }

    /** As a share of the length of the first. */
    private static double distance(float[] a, float[] b) {
        double apart = 0;
        double length = 0;
        for (int i = 0; i < a.length; i++) {
            apart += Math.pow(a[i] - b[i], 2);
            length += Math.pow(a[i], 2);
        }
        return Math.sqrt(apart / length);
    }

    private void goesOn(RunFolder folder, double kimg) throws Exception {
        TrainingEvent.Ended ended = engine.resume(folder.spec().withKimg(kimg), folder.path(), _ -> {}).ended().get();
        assertThat(ended.sentence()).isEmpty();
        assertThat(ended.images()).isEqualTo(Math.round(kimg * 1000));
    }

    private static PythonWithTorch python() {
        Optional<PythonWithTorch> found = PythonWithTorch.find(System.getenv());
        assumeTrue(found.isPresent(), "no Python with PyTorch here");
        return found.orElseThrow();
    }

    private static String output(ProcessBuilder builder) throws Exception {
        Path err = Files.createTempFile("driver", ".err");
        builder.environment().put("CUDA_VISIBLE_DEVICES", "");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(() -> {
            try {
                return out + Files.readString(err);
            } catch (IOException e) {
                return out;
            }
        }).isZero();
        Files.delete(err);
        return out;
    }
}
