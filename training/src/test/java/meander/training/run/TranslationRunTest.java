package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.reader.Checkpoints;
import meander.training.bench.PythonWithTorch;
import meander.training.recipe.Recipes;
import meander.training.run.TrainingEvent.Ended.Reason;

/** Pix2Pix and CycleGAN from a folder of two sides to a model, here and elsewhere. */
@Timeout(300)
class TranslationRunTest {
    private static final Map<String, String> TINY = Map.of("batch-size", "2", "width", "2", "d-width", "2", "patch", "1",
            "held-back", "0.3", "sample-interval", "0.01", "metric-interval", "0.01", "checkpoint-interval", "1");

    @TempDir
    private Path home;
    private Path data;
    private LocalEngine engine;

    @BeforeEach
    void drawTwoSides() throws IOException {
        data = home.resolve("sides");
        for (String side : List.of("A", "B"))
            for (int i = 0; i < 12; i++) {
                Path folder = Files.createDirectories(data.resolve(side));
                BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
                for (int p = 0; p < 1024; p++)
                    picture.setRGB(p % 32, p / 32, (i * 997 + p * (side.equals("A") ? 131 : 65537)) % 0xffffff);
                ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
            }
        engine = new LocalEngine(Recipes.installed(), home.resolve("cache"), () -> false);
    }

    private TrainingSpec spec(String recipe, double kimg) {
        Map<String, String> settings = new HashMap<>(TINY);
        if (recipe.equals("cyclegan")) settings.putAll(Map.of("blocks", "1", "pool-size", "3", "resolution", "16"));
        return TrainingSpec.of(recipe, data.toString(), kimg).with(settings);
    }

    private RunFolder train(String recipe, String name, double kimg) throws Exception {
        TrainingEvent.Ended ended = engine.start(spec(recipe, kimg), home.resolve(name), _ -> {}).ended().get();
        assertThat(ended.sentence()).isEmpty();
        assertThat(ended.reason()).isEqualTo(Reason.FINISHED);
        return new RunFolder(home.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pix2pix", "cyclegan"})
    void leavesAModelSheetsAndFigures(String recipe) throws Exception {
        RunFolder run = train(recipe, "run", 0.02);
        boolean cycle = recipe.equals("cyclegan");
        int side = cycle ? 16 : 32;
        List<TrainingEvent> events = run.events();
        assertThat(events).filteredOn(TrainingEvent.Samples.class::isInstance).hasSizeGreaterThan(1).allSatisfy(event -> {
            TrainingEvent.Samples samples = (TrainingEvent.Samples) event;
            assertThat(samples.shown())
                    .isEqualTo(cycle ? List.of("A", "A-B", "A-B-A", "B", "B-A", "B-A-B") : List.of("input", "output", "target"));
            BufferedImage sheet = ImageIO.read(run.path().resolve(samples.file()).toFile());
            assertThat(sheet.getWidth()).isEqualTo(12 * side);
            assertThat(sheet.getHeight()).isEqualTo(samples.rows() * side);
        });
        assertThat(events).anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(TrainingEvent.Measured.class,
                measured -> assertThat(measured.figures()).containsKeys("swd", "msssim", cycle ? "swd/A" : "l1/B")));
        assertThat(Checkpoints.open(run.model().orElseThrow())).isInstanceOfSatisfying(Checkpoint.class,
                checkpoint -> assertThat(checkpoint.networks().get("").tensors())
                        .containsKey(cycle ? "G_B.model.1.weight" : "model.model.0.weight"));
    }

    /** The wanted pictures of the last row are those that are held back, and the inputs of the first their partners. */
    @Test
    void aSheetShowsHeldBackPairs() throws Exception {
        RunFolder run = train("pix2pix", "run", 0.002);
        BufferedImage sheet = ImageIO.read(run.samples().resolve("000000000.png").toFile());
        for (int column = 0; column < 3; column++) {
            boolean found = false;
            for (int i = 0; i < 12; i++)
                found |= same(sheet, column * 32, 0, "A/" + i + ".png") && same(sheet, column * 32, 64, "B/" + i + ".png");
            assertThat(found).as("column %d", column).isTrue();
        }
    }

    private boolean same(BufferedImage sheet, int left, int top, String name) throws IOException {
        BufferedImage picture = ImageIO.read(data.resolve(name).toFile());
        for (int p = 0; p < 1024; p++)
            if ((sheet.getRGB(left + p % 32, top + p / 32) & 0xffffff) != (picture.getRGB(p % 32, p / 32) & 0xffffff))
                return false;
        return true;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pix2pix", "cyclegan"})
    void aStoppedAndResumedRunEndsWithTheSameNumbers(String recipe) throws Exception {
        TrainingState expected = state(train(recipe, "straight", 0.012));
        // Stopped by itself: which step it is in does not matter.
        LocalEngine slow = new LocalEngine(Recipes.installed(), home.resolve("cache"), () -> false);
        TrainingRun[] running = new TrainingRun[1];
        running[0] = slow.start(spec(recipe, 0.012), home.resolve("stopped"), event -> {
            if (event instanceof TrainingEvent.Samples && running[0] != null) running[0].stop();
        });
        Reason reason = running[0].ended().get().reason();
        assertThat(reason).isIn(Reason.STOPPED, Reason.FINISHED);
        if (reason == Reason.STOPPED)
            assertThat(engine.resume(spec(recipe, 0.012), home.resolve("stopped"), _ -> {}).ended().get().reason())
                    .isEqualTo(Reason.FINISHED);
        TrainingState found = state(new RunFolder(home.resolve("stopped")));
        assertThat(found.images()).isEqualTo(12);
        expected.tensors().forEach((name, values) -> assertThat(found.tensors().get(name)).as(name).isEqualTo(values));
    }

    /** @param schedule what {@code schedule-kimg} is from the beginning; 0 for the length of the training */
    private TrainingState continuedHalf(String recipe, String schedule, List<TrainingEvent> said) throws Exception {
        Path folder = home.resolve("half-" + schedule);
        Map<String, String> kept = Map.of("schedule-kimg", schedule, "decay", "0");
        for (double kimg : new double[]{0.006, 0.012}) {
            said.clear();
            TrainingSpec spec = spec(recipe, kimg).with(kept);
            TrainingRun part = kimg < 0.012
                    ? engine.start(spec, folder, said::add)
                    : engine.resume(new RunFolder(folder).spec().withKimg(kimg), folder, said::add);
            assertThat(part.ended().get().reason()).isEqualTo(Reason.FINISHED);
        }
        return state(new RunFolder(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pix2pix", "cyclegan"})
    void aHalfThatIsContinuedKeepsItsScheduleOrSaysThatItChanges(String recipe) throws Exception {
        TrainingEvent.Ended ended = engine.start(spec(recipe, 0.012).with(Map.of("decay", "0")), home.resolve("whole"), _ -> {})
                .ended().get();
        assertThat(ended.reason()).isEqualTo(Reason.FINISHED);
        Map<String, float[]> whole = state(new RunFolder(home.resolve("whole"))).tensors();
        List<TrainingEvent> said = new ArrayList<>();
        continuedHalf(recipe, "0.012", said).tensors()
                .forEach((name, values) -> assertThat(values).as(name).isEqualTo(whole.get(name)));
        assertThat(said).noneMatch(
                event -> event instanceof TrainingEvent.Noticed(_, _, String what, _) && what.equals("schedule-changed"));
        assertThat(continuedHalf(recipe, "0", said).tensors().get("G")).isNotEqualTo(whole.get("G"));
        assertThat(said).filteredOn(TrainingEvent.Noticed.class::isInstance)
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(TrainingEvent.Noticed.class, noticed -> {
                    assertThat(noticed.what()).isEqualTo("schedule-changed");
                    assertThat(noticed.arguments()).containsExactly("0.006", "0.012");
                }));
    }

    @ParameterizedTest
    @CsvSource({"pix2pix,0,0", "cyclegan,0,0", "pix2pix,0.012,12", "cyclegan,0.012,12", "pix2pix,0.004,4"})
    void anExportedPlanTellsTheSchedule(String recipe, String kimg, int images) throws Exception {
        TrainingSpec spec = spec(recipe, 0.004).with(Map.of("schedule-kimg", kimg, "decay", "0.25"));
        assertThat(engine.start(spec, home.resolve("run"), _ -> {}).ended().get().reason()).isEqualTo(Reason.FINISHED);
        Path target = home.resolve("elsewhere");
        new TrainingExport(Recipes.installed(), home.resolve("cache")).write(new RunFolder(home.resolve("run")), Map.of(), target,
                () -> false, _ -> {});
        JsonNode plan = new ObjectMapper().readTree(target.resolve("plan.json").toFile());
        assertThat(plan.at("/schedule").intValue()).isEqualTo(images);
        assertThat(plan.at("/target").intValue()).isEqualTo(4);
        for (String player : List.of("G", "D")) {
            assertThat(plan.at("/players/" + player + "/schedule/kind").textValue()).isEqualTo("linear");
            assertThat(plan.at("/players/" + player + "/schedule/from").doubleValue()).isEqualTo(0.25);
        }
    }

    private static TrainingState state(RunFolder run) throws IOException {
        return TrainingState.read(run.state().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pix2pix", "cyclegan"})
    void goesOnElsewhereAndComesHome(String recipe) throws Exception {
        Optional<PythonWithTorch> python = PythonWithTorch.find(System.getenv());
        assumeTrue(python.isPresent(), "no Python with PyTorch here");
        RunFolder run = train(recipe, "run", 0.008);
        Path target = home.resolve("elsewhere");
        new TrainingExport(Recipes.installed(), home.resolve("cache")).write(run, Map.of("decay", "0"), target, () -> false,
                _ -> {});
        Process process = python.get().process(target, List.of("driver.py", "--kimg", "0.0081")).redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        RunFolder back = new RunFolder(home.resolve("back"));
        new TrainingImport(Recipes.installed()).read(target, back);
        TrainingState there = state(back);
        assertThat(there.images()).isEqualTo(10);
        assertThat(there.tensors().keySet()).isEqualTo(state(run).tensors().keySet());
        TrainingEvent.Ended ended = engine.resume(back.spec().withKimg(0.02), back.path(), _ -> {}).ended().get();
        assertThat(ended.sentence()).isEmpty();
        if (recipe.equals("cyclegan")) // Pix2Pix has running statistics beside
            // After 8 of 8.1 pictures an eightieth of the step is left.
            assertThat(furthest(state(run).tensors().get("G"), there.tensors().get("G"))).isGreaterThan(0)
                    .isLessThan(0.0002 / 20);
    }

    private static double furthest(float[] before, float[] after) {
        double furthest = 0;
        for (int i = 0; i < before.length; i++)
            furthest = Math.max(furthest, Math.abs(after[i] - before[i]));
        return furthest;
    }

    @Test
    void saysWhatIsWrongWithTheData() throws Exception {
        Files.move(data.resolve("B"), data.resolve("C"));
        TrainingEvent.Ended ended = engine.start(spec("pix2pix", 1), home.resolve("run"), _ -> {}).ended().get();
        assertThat(ended.reason()).isEqualTo(Reason.DATA_UNUSABLE);
        assertThat(ended.sentence()).contains("folders A and B");
    }
}
