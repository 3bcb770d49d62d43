package meander.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.FakeTimers;
import meander.app.Queued;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Task;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.session.WindowStateStore;
import meander.training.recipe.Curve;
import meander.training.recipe.Monitoring;
import meander.training.recipe.Setting;
import meander.training.run.DurationPreset;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEvent;
import meander.training.run.TrainingSpec;
import meander.ui.Messages;

/** The Train workspace without a screen; all threads are the test's own. */
class TrainViewModelTest {
    @TempDir
    Path folder;
    private final Texts english = new Texts(new Messages(Locale.ENGLISH));
    private final Queued fx = new Queued();
    private final List<Path> explored = new ArrayList<>();
    private final List<Path> replaced = new ArrayList<>();
    private WindowStateStore store;
    private Tasks tasks;
    private ScriptedEngine engine;
    private TrainViewModel train;
    private boolean handBusy;
    private TrainingForecast forecast = spec -> Optional.of(Duration.ofSeconds(spec.images() / 30));

    @BeforeEach
    void nothingSoFar() {
        store = new WindowStateStore(folder.resolve("config"), FxThreads.inline());
        engine = new ScriptedEngine(Runnable::run, new byte[0]);
        tasks = new Tasks(fx, new FakeTimers(), Runnable::run);
        up();
    }

    private void up() {
        Executor disk = Runnable::run;
        train = new TrainViewModel(new TrainViewModel.Parts(engine, MadeUpRun.look(), forecast, () -> List.of(runs()), store,
                tasks, fx, disk, explored::add, replaced::add, () -> handBusy));
        fx.all();
    }

    @AfterEach
    void close() {
        train.close();
        store.close();
    }

    private Path runs() {
        return folder.resolve("runs");
    }

    @Test
    void whereNothingCanBeTrainedANewRunIsAnsweredWithWhatIsMissing() {
        engine.complete = false;
        train.newRun(folder);
        assertThat(train.draft().get()).isNull();
        assertThat(train.banner().get())
                .isEqualTo(new TrainBanner.Trouble("train.fault.incomplete", Message.of("train.empty.incomplete"), ""));
    }

    private ScriptedEngine.Run begun() {
        train.newRun();
        train.draft().get().choose("bundled:emoji");
        fx.all();
        train.draft().get().kimg().set("100");
        fx.all();
        train.start();
        engine.last().begin();
        fx.all();
        return engine.last();
    }

    private RunViewModel looked() {
        return train.selected().get();
    }

    // A new run

    @Test
    void aNewRunIsNamedAfterItsDataAndRecipeAndSaysHowLongItWouldTake() {
        train.newRun();
        NewRunViewModel draft = train.draft().get();
        assertThat(draft.startable().get()).isFalse();
        draft.choose("bundled:emoji");
        fx.all();
        assertThat(draft.name().get()).isEqualTo("emoji-stylegan2-64");
        assertThat(draft.startable().get()).isTrue();
        assertThat(draft.estimate().get()).contains(Duration.ofSeconds(10_000));
        draft.kimg().set("3");
        fx.all();
        assertThat(draft.estimate().get()).contains(Duration.ofSeconds(100));
        draft.name().set("my own");
        draft.offer().set(draft.offers().getLast());
        assertThat(draft.name().get()).as("what a person has typed stays").isEqualTo("my own");
    }

    @Test
    void aPresetFitsTheRunToTheMachineAndGivesWayToWhatIsTyped() {
        forecast = new TrainingForecast() {
            @Override
            public Optional<Duration> of(TrainingSpec spec) {
                return Optional.of(Duration.ofSeconds(spec.images() / 30));
            }

            @Override
            public Optional<TrainingSpec> fitted(DurationPreset preset, TrainingSpec spec) {
                double kimg = preset.time().toSeconds() * 30 / 1000.0;
                return Optional.of(
                        preset == DurationPreset.QUICK ? spec.with(Map.of("ema-kimg", "5")).withKimg(kimg) : spec.withKimg(kimg));
            }
        };
        up();
        train.newRun();
        NewRunViewModel draft = train.draft().get();
        draft.choose(DurationPreset.QUICK);
        draft.choose("bundled:emoji");
        fx.all();
        assertThat(draft.kimg().get()).isEqualTo("27");
        assertThat(draft.estimate().get()).contains(Duration.ofMinutes(15));
        assertThat(draft.spec().settings()).containsExactly(Map.entry("ema-kimg", "5"));
        draft.change(draft.offer().get().settings().get(1), "2");
        assertThat(draft.preset().get()).as("a weight is no matter of size").isEqualTo(DurationPreset.QUICK);
        draft.choose(DurationPreset.BALANCED);
        fx.all();
        assertThat(draft.kimg().get()).isEqualTo("216");
        assertThat(draft.spec().settings()).as("one's own stays, the preset's goes").containsExactly(Map.entry("gamma", "2"));
        draft.kimg().set("100");
        fx.all();
        assertThat(draft.preset().get()).isNull();
        draft.offer().set(draft.offers().getLast());
        fx.all();
        assertThat(draft.kimg().get()).as("typed, so it stays").isEqualTo("100");
    }

    @Test
    void whatWillNotDoIsSaidInPlaceAndKeepsTheRunFromStarting() {
        train.newRun();
        NewRunViewModel draft = train.draft().get();
        draft.choose("bundled:emoji");
        fx.all();
        Setting batch = draft.offer().get().settings().getFirst();
        draft.change(batch, "1.5");
        assertThat(draft.objection(batch)).contains("whole number");
        assertThat(draft.startable().get()).isFalse();
        draft.change(batch, "32");
        assertThat(draft.startable().get()).isTrue();
        assertThat(draft.spec().settings()).containsExactly(java.util.Map.entry("batch-size", "32"));
        draft.change(batch, "16");
        assertThat(draft.spec().settings()).as("as the recipe has it").isEmpty();
        draft.name().set("a/b");
        assertThat(english.say(draft.nameObjection().get())).isEqualTo("A folder cannot be called a/b.");
        draft.name().set("fine");
        draft.kimg().set("many");
        assertThat(draft.startable().get()).isFalse();
    }

    @Test
    void dataThatIsNoUseSaysWhy() {
        train.newRun(folder.resolve("bad"));
        fx.all();
        assertThat(train.draft().get().look().get())
                .isEqualTo(new NewRunViewModel.Look.Refused(Message.said("There are no pictures in this folder.")));
        assertThat(train.draft().get().startable().get()).isFalse();
    }

    @Test
    void aSecondRunOfTheSameKindGetsANameOfItsOwn() {
        begun().stop();
        fx.all();
        train.newRun();
        train.draft().get().choose("bundled:emoji");
        fx.all();
        assertThat(train.draft().get().name().get()).isEqualTo("emoji-stylegan2-64-2");
        train.draft().get().name().set("emoji-stylegan2-64");
        assertThat(english.say(train.draft().get().nameObjection().get())).contains("already");
    }

    // While it goes on

    @Test
    void aRunIsPreparedThenRunsAndItsFiguresArrive() {
        train.newRun();
        train.draft().get().choose("bundled:emoji");
        fx.all();
        train.start();
        ScriptedEngine.Run run = engine.last();
        assertThat(looked().state().get()).isEqualTo(RunState.PREPARING);
        assertThat(train.controls().explorable().get()).isFalse();
        run.begin();
        run.step(20, 1000, 5);
        assertThat(looked().story().images()).as("nothing happens off the window's thread").isZero();
        assertThat(fx.size()).as("many events are one piece of work").isEqualTo(1);
        fx.all();
        assertThat(looked().state().get()).isEqualTo(RunState.RUNNING);
        assertThat(looked().story().images()).isEqualTo(20_000);
        assertThat(looked().figure("G/loss").orElseThrow().size()).isEqualTo(20);
        assertThat(looked().story().samples()).hasSize(4);
        assertThat(train.rows().getFirst().state()).isEqualTo(RunState.RUNNING);
        assertThat(looked().left()).isPresent();
    }

    @Test
    void itIsATaskWithProgressAndCancellingTheTaskStopsItWithACheckpoint() {
        ScriptedEngine.Run run = begun();
        run.step(25, 1000, 5);
        fx.all();
        Task task = tasks.rows().getFirst();
        assertThat(task.progress().get()).isEqualTo(0.25);
        assertThat(task.timeLeft().get()).isPresent();
        task.cancel();
        fx.all();
        assertThat(tasks.rows()).isEmpty();
        assertThat(looked().state().get()).isEqualTo(RunState.STOPPED);
        assertThat(looked().newestModel()).isPresent();
        assertThat(english.say(tasks.notice().get())).isEqualTo("emoji-stylegan2-64 was stopped with a checkpoint");
    }

    @Test
    void itPausesAndGoesOn() {
        begun();
        assertThat(train.controls().pausable().get()).isTrue();
        train.pause();
        fx.all();
        assertThat(looked().state().get()).isEqualTo(RunState.PAUSED);
        assertThat(train.controls().pausable().get()).isFalse();
        assertThat(train.controls().resumable().get()).isTrue();
        train.resume();
        fx.all();
        assertThat(looked().state().get()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void onlyOneTrainingGoesOnAtATimeAndASecondOneIsToldSo() {
        begun();
        train.newRun();
        train.draft().get().choose("bundled:fashion");
        fx.all();
        train.start();
        assertThat(engine.runs).hasSize(1);
        assertThat(train.banner().get()).isInstanceOfSatisfying(TrainBanner.Trouble.class,
                trouble -> assertThat(english.say(trouble.why())).contains("Stop emoji-stylegan2-64 first"));
    }

    @Test
    void itStepsAsideForAHand() {
        ScriptedEngine.Run run = begun();
        assertThat(run.busy.getAsBoolean()).isFalse();
        handBusy = true;
        assertThat(run.busy.getAsBoolean()).isTrue();
    }

    @Test
    void exploringLiveSavesACheckpointAndOpensItWhileTheRunGoesOn() {
        ScriptedEngine.Run run = begun();
        run.step(3, 1000, 1);
        run.save();
        fx.all();
        assertThat(explored).as("only when a person asks").isEmpty();
        train.explore();
        assertThat(train.saving().get()).isTrue();
        fx.all();
        assertThat(train.saving().get()).isFalse();
        assertThat(explored).containsExactly(run.folder().resolve("model-000003000.safetensors"));
        assertThat(train.visits().get()).isEqualTo(1);
        assertThat(looked().state().get()).isEqualTo(RunState.RUNNING);
        run.step(1, 1000, 1);
        run.save();
        fx.all();
        assertThat(replaced).isEmpty();
        train.followInExplore().set(true);
        run.save();
        fx.all();
        assertThat(replaced).containsExactly(run.folder().resolve("model-000004000.safetensors"));
        assertThat(train.visits().get()).as("nobody is taken away from here").isEqualTo(1);
    }

    @Test
    void whatAnEngineRefusesIsSaid() {
        train.newRun();
        train.draft().get().choose("bundled:emoji");
        fx.all();
        NewRunViewModel draft = train.draft().get();
        // Somebody else is quicker.
        engine.start(draft.spec(), draft.folder(), _ -> {});
        train.start();
        assertThat(train.live().get()).isNull();
        assertThat(train.banner().get()).isInstanceOfSatisfying(TrainBanner.Trouble.class,
                trouble -> assertThat(english.say(trouble.why())).isEqualTo("There is a run already."));
    }

    @Test
    void aRunThatFailsSaysWhyAndCanGoOn() {
        ScriptedEngine.Run run = begun();
        run.step(2, 1000, 1);
        run.save();
        run.end(TrainingEvent.Ended.Reason.NOT_A_NUMBER, "");
        fx.all();
        assertThat(looked().state().get()).isEqualTo(RunState.FAILED);
        assertThat(train.banner().get()).isInstanceOfSatisfying(TrainBanner.Trouble.class,
                trouble -> assertThat(english.say(trouble.why())).contains("smaller learning rate"));
        assertThat(train.controls().resumable().get()).isTrue();
        train.resume();
        engine.last().begin();
        fx.all();
        assertThat(looked().state().get()).isEqualTo(RunState.RUNNING);
        assertThat(train.banner().get()).isNull();
    }

    // The time line

    @Test
    void theTimeLineFollowsTheRunUntilAPersonGoesBack() {
        ScriptedEngine.Run run = begun();
        run.step(10, 1000, 1);
        fx.all();
        assertThat(looked().moment().get()).isEqualTo(9);
        looked().scrub(2);
        run.step(5, 1000, 1);
        fx.all();
        assertThat(looked().moment().get()).as("stays where it was put").isEqualTo(2);
        assertThat(looked().sheet().orElseThrow().images()).isEqualTo(3_000);
        assertThat(looked().figureNow("swd")).isEqualTo(looked().figure("swd").orElseThrow().y(2));
        looked().scrub(99);
        run.step(1, 1000, 1);
        fx.all();
        assertThat(looked().moment().get()).isEqualTo(15);
        looked().scrubTo(4_400);
        assertThat(looked().sheet().orElseThrow().images()).isEqualTo(4_000);
    }

    @Test
    void twoMomentsAreComparedTheBestOneFirst() {
        ScriptedEngine.Run run = begun();
        run.step(10, 1000, 1);
        fx.all();
        looked().scrub(0);
        looked().toggleCompare();
        assertThat(looked().comparedSheet()).isEqualTo(looked().story().best());
        looked().compareWith(4);
        assertThat(looked().comparedSheet().orElseThrow().images()).isEqualTo(5_000);
        looked().toggleCompare();
        assertThat(looked().comparedSheet()).isEmpty();
    }

    @Test
    void momentsAreKeptWithTheRun() {
        ScriptedEngine.Run run = begun();
        run.step(10, 1000, 1);
        fx.all();
        looked().scrub(4);
        train.toggleKept();
        assertThat(looked().isKept()).isTrue();
        run.stop();
        fx.all();
        train.close();
        up();
        train.select(run.folder());
        fx.all();
        assertThat(looked().kept().get()).containsExactly(5_000L);
    }

    @Test
    void aMomentsModelIsTheOneSavedNearestToItThatIsStillThere() throws Exception {
        ScriptedEngine.Run run = begun();
        for (int i = 0; i < 3; i++) {
            run.step(2, 1000, 1);
            run.save();
        }
        fx.all();
        looked().scrubTo(2_000);
        train.exploreMoment();
        assertThat(explored).containsExactly(run.folder().resolve("model-000002000.safetensors"));
        Files.delete(explored.getFirst());
        run.save();
        fx.all();
        assertThat(looked().checkpoint().orElseThrow().images()).isEqualTo(4_000);
    }

    // Runs there are

    @Test
    void aRunThatCrashedIsOfferedToGoOnFromItsCheckpoint() throws Exception {
        MadeUpRun.write(runs().resolve("old"), 100_000, 40_000, 4, false);
        MadeUpRun.write(runs().resolve("done"), 30_000, 30_000, 4, true);
        up();
        assertThat(train.rows()).extracting(RunRow::state).containsExactlyInAnyOrder(RunState.CRASHED, RunState.FINISHED);
        assertThat(train.banner().get()).isInstanceOfSatisfying(TrainBanner.Crashed.class,
                crashed -> train.resume(crashed.row()));
        fx.all();
        assertThat(train.banner().get()).isNull();
        assertThat(train.live().get().name()).isEqualTo("old");
        long before = looked().story().images();
        engine.last().begin();
        engine.last().step(1, 1000, 1);
        fx.all();
        assertThat(looked().state().get()).isEqualTo(RunState.RUNNING);
        assertThat(looked().story().images()).as("goes on from the last checkpoint").isLessThanOrEqualTo(before + 1000);
        assertThat(looked().figure("swd").orElseThrow().last()).isFinite();
    }

    @Test
    void aRunThatGoesOnInAnotherProgramIsNotOfferedToGoOnHereUntilThatHasEnded() throws Exception {
        Path run = MadeUpRun.write(runs().resolve("old"), 100_000, 40_000, 4, false);
        try (FileChannel other = FileChannel.open(run.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            up();
            assertThat(train.rows()).extracting(RunRow::state).containsExactly(RunState.ELSEWHERE);
            assertThat(train.banner().get()).isInstanceOf(TrainBanner.Elsewhere.class);
            assertThat(train.controls().resumable().get()).isFalse();
            assertThat(train.controls().stoppable().get()).isFalse();
            assertThat(train.controls().explorable().get()).isTrue();
        }
        train.lookAgain(train.rows().getFirst());
        fx.all();
        assertThat(train.rows()).extracting(RunRow::state).containsExactly(RunState.CRASHED);
        assertThat(train.controls().resumable().get()).isTrue();
    }

    @Test
    void aLogThatWasCutOffStillOpens() throws Exception {
        Path run = MadeUpRun.write(runs().resolve("cut"), 100_000, 40_000, 4, false);
        Path log = run.resolve("log.jsonl");
        String text = Files.readString(log);
        Files.writeString(log, text.substring(0, text.length() - 40));
        up();
        assertThat(train.rows()).hasSize(1);
        assertThat(looked().story().images()).isPositive();
    }

    @Test
    void aRunFromElsewhereJoinsTheListAndCanBeForgotten() throws Exception {
        Path elsewhere = MadeUpRun.write(folder.resolve("elsewhere").resolve("theirs"), 30_000, 30_000, 4, true);
        train.open(elsewhere);
        fx.all();
        assertThat(looked().name()).isEqualTo("theirs");
        assertThat(train.rows()).hasSize(1);
        assertThat(store.session().get().runs()).containsExactly(elsewhere);
        assertThat(train.catalog().isElsewhere(train.rows().getFirst())).isTrue();
        train.catalog().forget(train.rows().getFirst());
        fx.all();
        assertThat(train.rows()).isEmpty();
        assertThat(RunFolder.is(elsewhere)).isTrue();
    }

    @Test
    void aFolderThatHoldsNoRunSaysSo() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.writeString(empty.resolve("spec.json"), "{");
        train.open(empty);
        fx.all();
        assertThat(train.banner().get()).isInstanceOfSatisfying(TrainBanner.Trouble.class,
                trouble -> assertThat(english.say(trouble.why())).contains("spec.json"));
    }

    @Test
    void closingEndsTheTrainingWithACheckpoint() throws Exception {
        ScriptedEngine.Run run = begun();
        run.step(2, 1000, 1);
        assertThat(train.isTraining()).isTrue();
        train.close();
        assertThat(run.ended()).isCompleted();
        List<TrainingEvent> log = new RunFolder(run.folder()).events();
        assertThat(log.getLast()).isInstanceOf(TrainingEvent.Ended.class);
        assertThat(log).anyMatch(TrainingEvent.Checkpoint.class::isInstance);
    }

    // Alarms

    @Test
    void alarmsAreSentencesWithTheirMomentAndTroublesPass() {
        ScriptedEngine.Run run = begun();
        run.step(50, 1000, 10);
        run.say(new TrainingEvent.Noticed(MadeUpRun.BEGAN, 50_000, "overpowered", List.of("0.9")));
        run.say(new TrainingEvent.Noticed(MadeUpRun.BEGAN, 50_000, "something-new", List.of("a", "b")));
        fx.all();
        List<String> said = looked().story().alarms().stream().map(alarm -> english.say(alarm.message())).toList();
        assertThat(said).contains("The discriminator got far ahead at 50 kimg. A higher R1 γ slows it down.",
                "something-new a, b (50 kimg)");
        assertThat(looked().story().troubles()).containsExactly("overpowered");
        run.step(6, 1000, 10);
        fx.all();
        assertThat(looked().story().troubles()).isEmpty();
    }

    @Test
    void everyReasonToEndHasASentenceInBothLanguages() {
        for (Messages messages : List.of(new Messages(Locale.ENGLISH), new Messages(Locale.SIMPLIFIED_CHINESE))) {
            for (TrainingEvent.Ended.Reason reason : TrainingEvent.Ended.Reason.values())
                assertThat(messages.keys()).contains("train.ended." + reason);
            for (RunState state : RunState.values())
                assertThat(messages.keys()).contains("train.state." + state.id());
            for (TrainingEvent.Preparing.Stage stage : TrainingEvent.Preparing.Stage.values())
                assertThat(messages.keys()).contains("train.preparing." + stage);
            for (Curve curve : Monitoring.STANDARD.curves())
                assertThat(messages.keys()).contains("train.curve." + curve.id(), "train.curve." + curve.id() + ".about");
            for (String what : List.of("collapse", "overpowered", "no-progress", "overfitting", "augmentation-at-ceiling",
                    "micro-batch-halved", "cpu-fallback", "best", "checkpoint"))
                assertThat(messages.keys()).contains("train.notice." + what);
        }
    }

    @Test
    void aResumedRunForgetsWhatCameAfterItsCheckpoint() {
        RunHistory story = new RunHistory();
        MadeUpRun made = new MadeUpRun(folder.resolve("r"), 10_000, 1);
        story.add(made.started(0, false));
        for (long images = 1000; images <= 8000; images += 1000)
            made.measure(images).forEach(story::add);
        story.add(made.started(5000, true));
        assertThat(story.images()).isEqualTo(5000);
        assertThat(story.figure("swd").orElseThrow().size()).isEqualTo(5);
        made.measure(6000).forEach(story::add);
        assertThat(story.figure("swd").orElseThrow().size()).isEqualTo(6);
        assertThat(story.state(true)).isEqualTo(RunState.RUNNING);
        assertThat(story.state(false)).isEqualTo(RunState.CRASHED);
        assertThat(TrainingSpec.of("a", "b", 1).images()).isEqualTo(1000);
    }
}
