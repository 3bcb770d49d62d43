package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import meander.training.recipe.Recipes;
import meander.training.run.TrainingEvent.Ended.Reason;

@Timeout(180)
class ChildProcessEngineTest {
    private static final Map<String, String> TINY = Map.of("resolution", "8", "batch-size", "4", "channel-base", "32", "w", "8",
            "channel-max", "4", "z", "8", "sample-kimg", "100", "measure-kimg", "100", "checkpoint-kimg", "100");

    @TempDir
    private Path home;
    private final BlockingQueue<TrainingEvent> events = new LinkedBlockingQueue<>();

    private LocalEngine here() {
        return new LocalEngine(Recipes.installed(), home.resolve("cache"), () -> false);
    }

    private ChildProcessEngine apart() {
        return new ChildProcessEngine(here(), home.resolve("cache"));
    }

    private static TrainingSpec spec(double kimg) {
        return TrainingSpec.of("stylegan2", "bundled:fashion", kimg).with(TINY);
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
    void givesTheNumbersOfThisProcessAndTellsTheSame() throws Exception {
        TrainingRun expected = here().start(spec(0.02), home.resolve("here"), _ -> {});
        assertThat(expected.ended().get()).extracting(TrainingEvent.Ended::reason, TrainingEvent.Ended::sentence)
                .containsExactly(Reason.FINISHED, "");
        TrainingRun found = apart().start(spec(0.02), home.resolve("apart"), events::add);
        TrainingEvent.Ended end = found.ended().get();
        assertThat(end.reason()).as(end.sentence()).isEqualTo(Reason.FINISHED);
        state(expected).tensors().forEach((name, values) -> {
            try {
                assertThat(state(found).tensors().get(name)).as(name).isEqualTo(values);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(events).containsAll(new RunFolder(found.folder()).events());
        assertThat(events).last().isEqualTo(end);
        // Shares and times that nobody knows yet are not 0.
        assertThat(events).anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(TrainingEvent.Preparing.class,
                preparing -> assertThat(preparing.share()).isNaN()));
    }

    @Test
    void pausesSavesStepsAsideAndStopsWhenToldTo() throws Exception {
        TrainingRun run = apart().start(spec(1e6), home.resolve("run"), events::add);
        AtomicBoolean busy = new AtomicBoolean();
        run.stepAside(busy::get);
        await(TrainingEvent.Started.class);
        run.pause();
        long at = await(TrainingEvent.Paused.class).images();
        assertThat(run.state()).isEqualTo(TrainingRun.State.PAUSED);
        run.checkpointNow();
        assertThat(await(TrainingEvent.Checkpoint.class).images()).isEqualTo(at);
        run.resume();
        await(TrainingEvent.Resumed.class);
        assertThat(run.state()).isEqualTo(TrainingRun.State.RUNNING);
        busy.set(true);
        run.stop();
        TrainingEvent.Ended end = await(TrainingEvent.Ended.class);
        assertThat(end.reason()).isEqualTo(Reason.STOPPED);
        assertThat(state(run).images()).isEqualTo(end.images()).isGreaterThanOrEqualTo(at);
        assertThat(new RunFolder(run.folder()).isTrained()).isFalse();
    }

    @Test
    void aProcessThatIsKilledIsAnEndWithASentence() throws Exception {
        TrainingRun run = apart().start(spec(1e6), home.resolve("run"), events::add);
        await(TrainingEvent.Started.class);
        run.checkpointNow();
        await(TrainingEvent.Checkpoint.class);
        child().destroyForcibly();
        TrainingEvent.Ended end = await(TrainingEvent.Ended.class);
        assertThat(end.reason()).isEqualTo(Reason.FAILED);
        assertThat(end.sentence()).contains("Resume");
        TrainingRun again = apart().resume(spec(1e6), run.folder(), events::add);
        assertThat(await(TrainingEvent.Started.class).resumed()).isTrue();
        again.stop();
        assertThat(again.ended().get().reason()).isEqualTo(Reason.STOPPED);
    }

    @Test
    void aRunWhoseWindowIsGoneSavesAndEnds() throws Exception {
        Process child = ChildProcessEngine.start();
        Path folder = home.resolve("run");
        child.outputWriter().append(ChildProcessEngine.line(new ChildWire.Task(spec(1e6), folder, home.resolve("cache"), false)))
                .flush();
        try (var said = child.inputReader()) {
            for (String line = said.readLine(); !line.contains("\"started\""); line = said.readLine())
                assertThat(line).isNotNull();
            child.outputWriter().close();
            assertThat(said.lines().toList().getLast()).contains("STOPPED");
        }
        assertThat(child.waitFor()).isZero();
        assertThat(new RunFolder(folder).state()).isPresent();
    }

    @Test
    void timesTheMachine() throws IOException {
        assertThat(ChildProcessEngine.measure().operationsPerSecond()).isGreaterThan(1e6);
    }

    private static ProcessHandle child() {
        return ProcessHandle.current().children()
                .filter(each -> each.info().commandLine().orElse("").contains(TrainingChild.class.getName())).findFirst()
                .orElseThrow();
    }
}
