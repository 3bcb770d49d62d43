package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import meander.models.family.Families;
import meander.models.family.OpenResult;
import meander.training.metric.MetricNames;
import meander.training.recipe.Recipes;
import meander.training.run.TrainingEvent.Ended.Reason;

@Timeout(120)
class LocalRunTest {
    private static final Map<String, String> TINY = Map.of("batch-size", "4", "channel-base", "32", "channel-max", "4", "z-dim",
            "8", "w-dim", "8", "sample-interval", "0.02", "metric-interval", "0.02", "checkpoint-interval", "1");

    @TempDir
    private Path home;
    private Path data;
    private LocalEngine engine;
    private final BlockingQueue<TrainingEvent> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void drawSomePictures() throws IOException {
        data = Files.createDirectories(home.resolve("数据 of two classes"));
        for (int i = 0; i < 12; i++) {
            Path folder = Files.createDirectories(data.resolve(i % 2 == 0 ? "even" : "odd"));
            BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 256; p++)
                picture.setRGB(p % 16, p / 16, (i * 997 + p * 131) % 0xffffff);
            ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
        }
        engine = new LocalEngine(Recipes.installed(), home.resolve("cache"), () -> false);
    }

    private TrainingSpec spec(double kimg, Map<String, String> changes) {
        return TrainingSpec.of("stylegan2", data.toString(), kimg).with(TINY).with(changes);
    }

    private TrainingRun start(String name, double kimg) {
        return engine.start(spec(kimg, Map.of()), home.resolve(name), events::add);
    }

    private <T extends TrainingEvent> T await(Class<T> kind) throws InterruptedException {
        while (true) {
            TrainingEvent event = events.poll(60, TimeUnit.SECONDS);
            assertThat(event).as("waiting for a %s", kind.getSimpleName()).isNotNull();
            if (kind.isInstance(event)) return kind.cast(event);
        }
    }

    private static TrainingState state(TrainingRun run) throws IOException {
        return TrainingState.read(new RunFolder(run.folder()).state().orElseThrow());
    }

    @Test
    void trainsToTheEndAndLeavesAModelThatOpens() throws Exception {
        TrainingRun run = start("run", 0.04);
        TrainingEvent.Ended end = run.ended().get();
        assertThat(end.reason()).isEqualTo(Reason.FINISHED);
        assertThat(end.images()).isEqualTo(40);
        RunFolder folder = new RunFolder(run.folder());
        assertThat(Families.installed().open(folder.model().orElseThrow(), Map.of(), _ -> {}, () -> false))
                .isInstanceOfSatisfying(OpenResult.Ready.class, ready -> assertThat(ready.model().info().width()).isEqualTo(16));
        assertThat(folder.spec()).isEqualTo(run.spec());
        List<TrainingEvent> logged = folder.events();
        assertThat(logged).hasAtLeastOneElementOfType(TrainingEvent.Started.class)
                .hasAtLeastOneElementOfType(TrainingEvent.Samples.class)
                .hasAtLeastOneElementOfType(TrainingEvent.Checkpoint.class)
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(TrainingEvent.Measured.class,
                        measured -> assertThat(measured.figures()).containsKeys("swd", "msssim")));
        assertThat(logged.getLast()).isEqualTo(end);
        for (TrainingEvent event : logged)
            if (event instanceof TrainingEvent.Samples samples)
                assertThat(ImageIO.read(run.folder().resolve(samples.file()).toFile()).getWidth()).isEqualTo(12 * 16);
    }

    @Test
    void aStoppedAndResumedRunEndsWithTheSameNumbers() throws Exception {
        TrainingRun straight = start("straight", 0.06);
        assertThat(straight.ended().get().reason()).isEqualTo(Reason.FINISHED);
        TrainingRun first = start("interrupted", 0.02);
        assertThat(first.ended().get().reason()).isEqualTo(Reason.FINISHED);
        TrainingRun second = engine.resume(spec(0.06, Map.of()), first.folder(), events::add);
        assertThat(second.ended().get().reason()).isEqualTo(Reason.FINISHED);
        TrainingState expected = state(straight);
        TrainingState found = state(second);
        assertThat(found.step()).isEqualTo(expected.step()).isEqualTo(15);
        assertThat(found.images()).isEqualTo(60);
        expected.tensors().forEach((name, values) -> assertThat(found.tensors().get(name)).as(name).isEqualTo(values));
    }

    @Test
    void pausesGoesOnSavesAndStopsWhenToldTo() throws Exception {
        TrainingRun run = start("run", 1000);
        await(TrainingEvent.Started.class);
        run.pause();
        long at = await(TrainingEvent.Paused.class).images();
        assertThat(run.state()).isEqualTo(TrainingRun.State.PAUSED);
        run.checkpointNow();
        TrainingEvent.Checkpoint checkpoint = await(TrainingEvent.Checkpoint.class);
        assertThat(checkpoint.images()).isEqualTo(at);
        assertThat(run.folder().resolve(checkpoint.model())).exists();
        run.resume();
        assertThat(await(TrainingEvent.Resumed.class).images()).isEqualTo(at);
        await(TrainingEvent.Progress.class);
        run.stop();
        TrainingEvent.Ended end = await(TrainingEvent.Ended.class);
        assertThat(end.reason()).isEqualTo(Reason.STOPPED);
        assertThat(state(run).images()).isEqualTo(end.images()).isGreaterThan(at);
        assertThat(run.state()).isEqualTo(TrainingRun.State.ENDED);
    }

    @Test
    void stepsAsideWhileTheMachineIsNeeded() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        TrainingRun run = engine.start(spec(0.04, Map.of()), home.resolve("run"), events::add);
        run.stepAside(busy::get);
        await(TrainingEvent.Started.class);
        run.pause(); // between steps, of which there is none while the machine is needed
        busy.set(false);
        run.resume();
        assertThat(run.ended().get().reason()).isEqualTo(Reason.FINISHED);
    }

    @Test
    void stopsWhereALossIsNoNumberAndKeepsTheLastGoodCheckpoint() throws Exception {
        TrainingRun good = start("run", 0.02);
        good.ended().get();
        Path file = new RunFolder(good.folder()).state().orElseThrow();
        TrainingState saved = state(good);
        saved.tensors().get("G")[0] = Float.POSITIVE_INFINITY;
        saved.write(file);
        FileTime written = Files.getLastModifiedTime(file);
        TrainingRun bad = engine.resume(spec(1000, Map.of()), good.folder(), events::add);
        TrainingEvent.Ended end = bad.ended().get();
        assertThat(end.reason()).isEqualTo(Reason.NOT_A_NUMBER);
        assertThat(end.sentence()).contains("D/loss is no longer a number").contains("Lower the learning rate");
        assertThat(new RunFolder(good.folder()).state()).contains(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
    }

    @Test
    void saysWhatIsWrongWithWhatWasAskedFor() throws Exception {
        assertEnd(TrainingSpec.of("stylegan9", data.toString(), 1), "a", Reason.BAD_SPEC, "no recipe stylegan9");
        assertEnd(spec(1, Map.of("gama", "1")), "b", Reason.BAD_SPEC, "no setting gama");
        assertEnd(spec(1, Map.of("batch-size", "6")), "c", Reason.BAD_SPEC, "multiple of 4");
        assertEnd(TrainingSpec.of("stylegan2", home.resolve("nothing").toString(), 1), "d", Reason.DATA_UNUSABLE, "nothing");
        TrainingRun run = start("e", 0.004);
        run.ended().get();
        assertEnd(spec(1, Map.of()), "e", Reason.BAD_SPEC, "holds a run already");
    }

    private void assertEnd(TrainingSpec spec, String folder, Reason reason, String words) throws Exception {
        TrainingEvent.Ended end = engine.start(spec, home.resolve(folder), events::add).ended().get();
        assertThat(end.reason()).isEqualTo(reason);
        assertThat(end.sentence()).contains(words);
    }

    @Test
    void refusesToGoOnFromOtherPicturesOrNetworks() throws Exception {
        TrainingRun run = start("run", 0.004);
        run.ended().get();
        TrainingEvent.Ended wider = engine.resume(spec(1, Map.of("channel-max", "8")), run.folder(), events::add).ended().get();
        assertThat(wider.reason()).isEqualTo(Reason.BAD_SPEC);
        assertThat(wider.sentence()).contains("other networks");
        Files.delete(data.resolve("even/0.png"));
        TrainingEvent.Ended gone = engine.resume(spec(1, Map.of()), run.folder(), events::add).ended().get();
        assertThat(gone.reason()).isEqualTo(Reason.DATA_GONE);
        assertThat(gone.sentence()).contains("not those that this run learned from");
    }

    @Test
    void measuresWhatTheDiscriminatorSaysOfPicturesThatWereHeldBack() throws Exception {
        for (int i = 0; i < 160; i++) {
            BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(i % 16, i / 16, 0xffffff);
            ImageIO.write(picture, "png", data.resolve("even").resolve("more" + i + ".png").toFile());
        }
        engine.start(spec(0.02, Map.of("held-back", "0.5")), home.resolve("run"), events::add).ended().get();
        assertThat(new RunFolder(home.resolve("run")).events())
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(TrainingEvent.Measured.class, measured -> {
                    assertThat(measured.figures()).containsKeys(MetricNames.TRAINED, MetricNames.HELD_BACK);
                    assertThat(measured.figures().get(MetricNames.SIGN_TRAINED)).isBetween(-1.0, 1.0);
                    assertThat(measured.figures().get(MetricNames.SIGN_HELD_BACK)).isBetween(-1.0, 1.0);
                }));
    }

    @Test
    void trainsInAFolderOnlyOnce() throws Exception {
        TrainingRun run = start("run", 1000);
        await(TrainingEvent.Started.class);
        TrainingEvent.Ended second = engine.resume(run.spec(), run.folder(), _ -> {}).ended().get();
        assertThat(second.sentence()).contains("being trained already");
        run.stop();
        assertThat(run.ended().get().reason()).isEqualTo(Reason.STOPPED);
    }

    @Test
    void keepsTheNewestModelTheBestAndThoseAPersonWants() throws Exception {
        TrainingRun run = start("run", 0.02);
        run.ended().get();
        RunFolder folder = new RunFolder(run.folder());
        folder.keep(new TreeSet<>(List.of(19L))); // the model after 20 is the nearest
        TrainingRun more = engine.resume(spec(0.06, Map.of()), run.folder(), events::add);
        more.ended().get();
        assertThat(folder.modelAt(20)).exists();
        assertThat(folder.model()).contains(folder.modelAt(60));
        assertThat(folder.state().orElseThrow().getFileName()).hasToString("state-000000060.safetensors");
        try (var files = Files.list(run.folder())) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("state-"))).hasSize(2);
        }
    }
}
