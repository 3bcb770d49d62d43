package meander.training.run;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.graph.Tensor;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.training.recipe.Recipes;
import meander.training.run.TrainingEvent.Ended.Reason;

/**
 * Trainings of November 2026: their folders tell what they told, and they go on to where they would have gone. How far is told by lengths of
 * vectors, which processors that round differently agree about.
 */
@Timeout(120)
class GoldenRunsTest {
    private static final double ROUNDING = 2e-3;

    @TempDir
    private Path home;
    private LocalEngine engine;

    /** Networks this small wait for their threads most of the time, many times as long where other work keeps the cores. */
    @BeforeAll
    static void withOneThread() {
        TorchScriptModule.threads(1);
    }

    @AfterAll
    static void withAllThreads() {
        TorchScriptModule.threads(Runtime.getRuntime().availableProcessors());
    }

    @BeforeEach
    void start() {
        engine = new LocalEngine(Recipes.installed(), home.resolve("cache"), () -> false);
    }

    @Test
    void dcganTellsItsStory() throws Exception {
        RunFolder run = copy("dcgan");
        assertThat(RunFolder.is(run.path())).isTrue();
        TrainingSpec spec = run.spec();
        assertThat(spec.recipe()).isEqualTo("dcgan");
        assertThat(spec.data()).isEqualTo("elsewhere/pictures.zip");
        assertThat(spec.kimg()).isEqualTo(0.016);
        assertThat(spec.seed()).isEqualTo(7);
        assertThat(spec.settings()).isEqualTo(Map.of("batch-size", "4", "gradient-accumulation", "2", "width", "2", "z-dim", "4",
                "sample-interval", "0.016", "metric-interval", "0.016", "checkpoint-interval", "1"));
        assertThat(run.kept()).containsExactly(8L, 16L);
        List<TrainingEvent> events = run.events();
        assertThat(events).hasSize(8);
        assertThat(events.get(0)).isEqualTo(new TrainingEvent.Started(1796077938757L, 0, 16, false, "CPU"));
        assertThat(events.get(2)).isInstanceOfSatisfying(TrainingEvent.Samples.class, samples -> {
            assertThat(samples.file()).isEqualTo("samples/000000016.png");
            assertThat(List.of(samples.columns(), samples.rows(), samples.width(), samples.height())).containsExactly(12, 4, 16,
                    16);
            assertThat(samples.shown()).isEmpty();
        });
        assertThat(figures(events.get(3)))
                .isEqualTo(Map.of("msssim", 0.9994762495693182, "swd", 340.8061654946053, "msssim/data", 0.3642316727263206));
        assertThat(events.get(4)).isInstanceOfSatisfying(TrainingEvent.Noticed.class, noticed -> {
            assertThat(noticed.what()).isEqualTo("best");
            assertThat(noticed.arguments()).containsExactly("340.81");
        });
        assertThat(events.get(5)).isInstanceOfSatisfying(TrainingEvent.Checkpoint.class,
                checkpoint -> assertThat(checkpoint.model()).isEqualTo("model-000000016.safetensors"));
        assertThat(figures(events.get(6))).containsEntry("D/loss", 1.3955368995666504).containsEntry("G/loss", 0.689544327557087)
                .containsEntry("D/sign_real", -0.375).containsEntry("ema/distance", 0.5614718571305275);
        assertThat(events.get(7)).isInstanceOfSatisfying(TrainingEvent.Ended.class, end -> {
            assertThat(end.images()).isEqualTo(16);
            assertThat(end.reason()).isEqualTo(Reason.FINISHED);
            assertThat(end.sentence()).isEmpty();
        });
        Model model = switch (open(run)) {
            case OpenResult.Ready(Model opened) -> opened;
            case OpenResult other -> throw new AssertionError(other.toString());
        };
        assertThat(model.info().family()).isEqualTo("DCGAN");
        assertThat(List.of(model.info().width(), model.info().channels(), model.info().zDim(), model.info().classes()))
                .containsExactly(16, 3, 4, 2);
    }

    @Test
    void dcganGoesOn() throws Exception {
        goesOn("dcgan", "pictures.zip",
                Map.ofEntries(entry("G", 0.36892), entry("G_mean", 0.24544), entry("G_square", 4.8801E-5),
                        entry("G_updates", 4.0), entry("G_ema", 0.024851), entry("D", 0.0078066), entry("D_mean", 0.96384),
                        entry("D_square", 0.0012466)));
    }

    @Test
    void styleGan2TellsItsStoryAndGoesOn() throws Exception {
        RunFolder run = copy("stylegan2");
        assertThat(run.spec().settings()).containsEntry("path-length", "2").containsEntry("resolution", "8");
        assertThat(run.events()).anySatisfy(event -> assertThat(figures(event)).containsEntry("G/path_length", 0.2728557474911213)
                .containsEntry("augment/p", 0.0).containsEntry("D/r1", 1.052362599693879E-4));
        Model model = switch (open(run)) {
            case OpenResult.Ready(Model opened) -> opened;
            case OpenResult other -> throw new AssertionError(other.toString());
        };
        assertThat(model.info().family()).isEqualTo("StyleGAN2");
        assertThat(List.of(model.info().width(), model.info().zDim(), model.info().wDim(), model.info().classes()))
                .containsExactly(8, 4, 4, 2);
        goesOn("stylegan2", "pictures.zip",
                Map.ofEntries(entry("G", 0.095601), entry("G_mean", 0.0082914), entry("G_square", 0.023559),
                        entry("G_updates", 6.0), entry("G_ema", 0.094712), entry("D", 0.14678), entry("D_mean", 0.054489),
                        entry("D_square", 5.1379E-5), entry("D_updates", 6.0), entry("state", 0.022905)));
    }

    @Test
    void cycleGanTellsItsStoryAndGoesOn() throws Exception {
        RunFolder run = copy("cyclegan");
        assertThat(run.events()).anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(TrainingEvent.Samples.class,
                samples -> assertThat(samples.shown()).containsExactly("A", "A-B", "A-B-A", "B", "B-A", "B-A-B")));
        Translator translator = switch (open(run)) {
            case OpenResult.Translates(Translator opened) -> opened;
            case OpenResult other -> throw new AssertionError(other.toString());
        };
        assertThat(translator.info().family()).isEqualTo("CycleGAN");
        goesOn("cyclegan", "sides.zip",
                Map.ofEntries(entry("G", 0.018015), entry("G_mean", 36.451), entry("G_square", 0.93908), entry("G_updates", 8.0),
                        entry("D", 0.0042503), entry("D_mean", 0.0078010), entry("D_square", 0.011101), entry("memory", 3.1473)));
    }

    @Test
    void anExportedTrainingComesHome() throws Exception {
        Path exported = copy("exported").path();
        JsonNode plan = new ObjectMapper().readTree(exported.resolve("plan.json").toFile());
        assertThat(plan.at("/recipe").textValue()).isEqualTo("dcgan");
        assertThat(plan.at("/step").intValue()).isEqualTo(4);
        assertThat(plan.at("/data/fingerprint").textValue())
                .isEqualTo("b5c0287c34a533b5e9ba4483dbdaefb6afb7b8bcf6e9c42812193973751786d5");
        RunFolder back = new RunFolder(home.resolve("back"));
        assertThat(new TrainingImport(Recipes.installed()).read(exported, back))
                .isEqualTo(new TrainingImport.Brought(36, "model-000000036.safetensors"));
        TrainingState state = TrainingState.read(back.state().orElseThrow());
        assertThat(state.step()).isEqualTo(9);
        assertThat(back.spec()).isEqualTo(copy("dcgan").spec());
        assertThat(back.events().getFirst())
                .isEqualTo(new TrainingEvent.Measured(1_750_000_000_000L, 36, ordered("G/loss", 0.25)));
        TrainingState saved = saved("dcgan");
        assertThat(state.tensors()).isNotEmpty()
                .allSatisfy((name, values) -> assertThat(values).as(name).isEqualTo(saved.tensors().get(name)));
    }

    @Test
    void theStepOfAnExportedTrainingHoldsWhatWasSaved() throws Exception {
        TrainingState saved = saved("dcgan");
        try (var step = Files.newInputStream(golden("exported").resolve("step.pt"));
                TorchScriptModule module = TorchScriptModule.load(step)) {
            List<Tensor> everything = module.callAll("everything", List.of());
            assertThat(everything).hasSameSizeAs(saved.tensors().keySet());
            int i = 0;
            for (var kept : saved.tensors().entrySet())
                assertThat(everything.get(i++).data()).as(kept.getKey()).isEqualTo(kept.getValue());
        }
    }

    /**
     * Goes on until 32 pictures.
     *
     * @param expected lengths of what is kept then, by name; of weights, how far they have moved
     */
    private void goesOn(String name, String data, Map<String, Double> expected) throws Exception {
        RunFolder run = copy(name);
        TrainingState before = TrainingState.read(run.state().orElseThrow());
        assertThat(before.images()).isEqualTo(16);
        TrainingSpec spec = new TrainingSpec(run.spec().recipe(), golden(data).toString(), 0.032, run.spec().seed(),
                run.spec().settings());
        TrainingEvent.Ended end = engine.resume(spec, run.path(), _ -> {}).ended().get();
        assertThat(end.sentence()).isEmpty();
        assertThat(end.reason()).isEqualTo(Reason.FINISHED);
        TrainingState after = TrainingState.read(run.state().orElseThrow());
        assertThat(after.images()).isEqualTo(32);
        assertThat(after.step()).isEqualTo(2 * before.step());
        assertThat(after.tensors()).containsOnlyKeys(before.tensors().keySet());
        expected.forEach((tensor, length) -> assertThat(moved(before.tensors().get(tensor), after.tensors().get(tensor)))
                .as(tensor).isCloseTo(length, within(ROUNDING * length + 1e-9)));
        assertThat(open(run)).isNotInstanceOf(OpenResult.Refused.class);
    }

    private static double moved(float[] before, float[] after) {
        double square = 0;
        for (int i = 0; i < after.length; i++)
            square += Math.pow((double) after[i] - before[i], 2);
        return Math.sqrt(square);
    }

    private static OpenResult open(RunFolder run) throws IOException {
        return Families.installed().open(run.model().orElseThrow(), Map.of(), _ -> {}, () -> false);
    }

    private static SequencedMap<String, Double> figures(TrainingEvent event) {
        return event instanceof TrainingEvent.Measured measured ? measured.figures() : new LinkedHashMap<>();
    }

    private static SequencedMap<String, Double> ordered(String name, double value) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        figures.put(name, value);
        return figures;
    }

    private static TrainingState saved(String name) throws IOException {
        return TrainingState.read(new RunFolder(golden(name)).state().orElseThrow());
    }

    private RunFolder copy(String name) throws IOException {
        Path from = golden(name);
        Path to = Files.createTempDirectory(home, name).resolve("run");
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return new RunFolder(to);
    }

    private static Path golden(String name) {
        try {
            return Path.of(GoldenRunsTest.class.getResource("/golden/runs/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
