package meander.training.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import meander.models.process.AvailableMemory;
import meander.training.data.DataSummary;
import meander.training.data.Dataset;
import meander.training.data.Datasets;
import meander.training.data.SkippedImage;
import meander.training.data.UnusableData;
import meander.training.recipe.Recipes;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingRecipe;
import meander.training.run.TrainingEvent.Ended.Reason;

/** A training in this process. All but the flags belongs to its own thread. */
final class LocalRun implements TrainingRun {
    /** Nothing was begun, so there is nothing to tell of. */
    private static final Set<Reason> UNBEGUN = EnumSet.of(Reason.BAD_SPEC, Reason.NO_STATE, Reason.TOO_LARGE);
    private static final int NAMED = 3; // of the pictures that are left out
    private static final long WAIT_NANOS = 20_000_000L;

    private final TrainingSpec spec;
    private final RunFolder folder;
    private final Recipes recipes;
    private final Path cache;
    private final BooleanSupplier gpu;
    private final boolean resumed;
    private final EventLog journal;
    private final CompletableFuture<TrainingEvent.Ended> ended = new CompletableFuture<>();
    private final AtomicBoolean checkpointWanted = new AtomicBoolean();

    private volatile State state = State.PREPARING;
    private volatile boolean pauseWanted;
    private volatile boolean stopWanted;
    private volatile BooleanSupplier busy = () -> false;
    private volatile Thread thread;
    private long images;

    LocalRun(TrainingSpec spec, RunFolder folder, Recipes recipes, Path cache, BooleanSupplier gpu, boolean resumed,
            Consumer<TrainingEvent> listener) {
        this.spec = spec;
        this.folder = folder;
        this.recipes = recipes;
        this.cache = cache;
        this.gpu = gpu;
        this.resumed = resumed;
        this.journal = new EventLog(folder, listener);
    }

    void begin() {
        thread = Thread.ofPlatform().name("meander-training").start(this::live);
    }

    @Override
    public TrainingSpec spec() {
        return spec;
    }

    @Override
    public Path folder() {
        return folder.path();
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public void pause() {
        pauseWanted = true;
    }

    @Override
    public void resume() {
        pauseWanted = false;
        LockSupport.unpark(thread);
    }

    @Override
    public void stop() {
        stopWanted = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void checkpointNow() {
        checkpointWanted.set(true);
        LockSupport.unpark(thread);
    }

    @Override
    public void stepAside(BooleanSupplier needed) {
        busy = needed;
    }

    @Override
    public CompletableFuture<TrainingEvent.Ended> ended() {
        return ended;
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private void live() {
        TrainingEvent.Ended last;
        try {
            folder.refuseLinks();
        } catch (IOException e) {
            finish(new TrainingEvent.Ended(now(), 0, Reason.BAD_SPEC, e.getMessage()));
            return;
        }
        try (RunLock _ = resumed || !RunFolder.is(folder.path()) ? RunLock.take(folder.path()) : RunLock.NONE; journal) {
            last = end();
            journalQuietly(last);
        } catch (IOException e) {
            last = new TrainingEvent.Ended(now(), images, Reason.FAILED, e.getMessage());
        }
        finish(last);
    }

    private void finish(TrainingEvent.Ended last) {
        state = State.ENDED;
        journal.tell(last);
        ended.complete(last);
    }

    /** The listener hears of it even if the disk does not. */
    private void journalQuietly(TrainingEvent.Ended last) {
        try {
            if (RunFolder.is(folder.path()) && !UNBEGUN.contains(last.reason())) folder.log(last);
        } catch (IOException e) {
            System.getLogger(LocalRun.class.getName()).log(System.Logger.Level.WARNING, "The end of the run was not logged", e);
        }
    }

    private TrainingEvent.Ended end() {
        try {
            return ended(train(), "");
        } catch (RunOutcome e) {
            return new TrainingEvent.Ended(now(), images, e.reason(), e.getMessage(), e.arguments());
        } catch (CancellationException e) {
            return ended(Reason.STOPPED, "");
        } catch (IOException e) {
            return full(e)
                    ? ended(Reason.DISK_FULL,
                            "The disk that holds " + folder.path() + " is full. Make room and resume; "
                                    + (hasState() ? "the last checkpoint is whole." : "nothing was saved yet."))
                    : ended(Reason.FAILED, "The run's folder cannot be used: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            return ended(Reason.OUT_OF_MEMORY,
                    "Memory is exhausted. Choose a smaller batch size or resolution, or close other programs, and resume.");
        } catch (RuntimeException | UnsatisfiedLinkError | ExceptionInInitializerError e) {
            System.getLogger(LocalRun.class.getName()).log(System.Logger.Level.WARNING, "The training engine failed", e);
            return ended(Reason.FAILED, "The training engine failed: " + firstLine(e));
        }
    }

    private TrainingEvent.Ended ended(Reason reason, String sentence) {
        return new TrainingEvent.Ended(now(), images, reason, sentence);
    }

    private boolean hasState() {
        try {
            return folder.state().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean full(IOException e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("no space") || words.contains("disk full") || words.contains("not enough space");
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().filter(line -> !line.isBlank()).findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    private Reason train() throws IOException, RunOutcome {
        TrainingRecipe recipe = recipes.named(spec.recipe())
                .orElseThrow(() -> new RunOutcome(Reason.BAD_SPEC, "There is no recipe " + spec.recipe() + "; there are "
                        + String.join(", ", recipes.all().stream().map(TrainingRecipe::name).toList()) + "."));
        SettingValues settings = settings(recipe, Map.of());
        if (resumed) checkResumable();
        else
            checkUnused();
        journal.tell(new TrainingEvent.Preparing(now(), 0, TrainingEvent.Preparing.Stage.DATA, Double.NaN));
        try (Dataset data = data(settings, recipe)) {
            checkMemory(recipe, settings, data);
            return train(recipe, settings, data);
        }
    }

    /** Before anything is written: the system would end the program without a word. A GPU has memory of its own, and says so itself. */
    private void checkMemory(TrainingRecipe recipe, SettingValues settings, Dataset data) throws RunOutcome {
        if (!settings.on(RunSettings.MEMORY_CHECK)) return;
        Optional<MemoryShortage> shortage = memoryShortage(recipe, spec.settings(),
                new TrainingRecipe.DataShape(data.width(), data.channels(), TrainingLoop.learned(settings, data).size()));
        if (shortage.isPresent() && !gpu.getAsBoolean())
            throw new RunOutcome(Reason.TOO_LARGE, shortage.get().sentence(), shortage.get().arguments().toArray(String[]::new));
    }

    /** What this process has already counts as its own. */
    static Optional<MemoryShortage> memoryShortage(TrainingRecipe recipe, Map<String, String> settings,
            TrainingRecipe.DataShape data) {
        OptionalLong available = AvailableMemory.bytes();
        if (available.isEmpty()) return Optional.empty();
        return MemoryShortage.of(recipe, settings, data, available.getAsLong() + ProcessMemory.resident().orElse(0));
    }

    private void checkUnused() throws IOException, RunOutcome {
        if (RunFolder.is(folder.path()))
            throw new RunOutcome(Reason.BAD_SPEC, folder.path() + " holds a run already. Resume it, or choose another folder.");
        Optional<String> trace = RunFolder.trace(folder.path());
        if (trace.isPresent())
            throw new RunOutcome(Reason.BAD_SPEC,
                    folder.path() + " holds " + trace.get() + " of another run. Choose another folder.");
    }

    /** A start must not write over what was trained. */
    private void checkResumable() throws IOException, RunOutcome {
        folder.tidy();
        OptionalLong trained = folder.trained();
        if (folder.state().isEmpty() && trained.isPresent())
            throw noState(
                    folder.stateAt(trained.getAsLong()), "it was saved after " + trained.getAsLong()
                            + " pictures, but its state, " + folder.stateAt(trained.getAsLong()).getFileName() + ", is missing.",
                    folder);
    }

    /** @param state the file that cannot be gone on from, @param why a clause */
    static RunOutcome noState(Path state, String why, RunFolder run) {
        return new RunOutcome(Reason.NO_STATE, "This run cannot be resumed: " + why + " " + RunFolder.anew(run),
                state.getFileName().toString(), run.path().toString());
    }

    /** What is to be said of data, and of a training that goes on in another way. */
    private List<TrainingLoop.Notice> notices(Dataset data, TrainingLoop session) throws IOException {
        List<TrainingLoop.Notice> notices = new ArrayList<>();
        DataSummary summary = data.summary();
        if (summary.allSkipped() > 0) {
            List<SkippedImage> first = summary.skipped().stream().limit(NAMED).toList();
            List<String> arguments = new ArrayList<>(List.of(Integer.toString(summary.allSkipped()),
                    first.stream().map(SkippedImage::name).collect(Collectors.joining(", "))));
            first.forEach(skipped -> arguments.add(skipped.name() + ": " + skipped.why()));
            notices.add(new TrainingLoop.Notice("pictures-skipped", arguments));
        }
        if (resumed && folder.state().isEmpty()) notices.add(new TrainingLoop.Notice("nothing-saved", List.of()));
        if (resumed && session.followsItsLength()) {
            double before = folder.spec().kimg();
            if (before != spec.kimg())
                notices.add(new TrainingLoop.Notice("schedule-changed", List.of(plain(before), plain(spec.kimg()))));
        }
        return notices;
    }

    private static String plain(double kimg) {
        return BigDecimal.valueOf(kimg).stripTrailingZeros().toPlainString();
    }

    private SettingValues settings(TrainingRecipe recipe, Map<String, String> changes) throws RunOutcome {
        try {
            return new SettingValues(RunSettings.of(recipe), spec.with(changes).settings());
        } catch (IllegalArgumentException e) {
            throw new RunOutcome(Reason.BAD_SPEC, e.getMessage());
        }
    }

    private Dataset data(SettingValues settings, TrainingRecipe recipe) throws RunOutcome {
        return switch (Datasets.prepare(spec.data(), RunSettings.data(settings, recipe), cache, () -> stopWanted,
                share -> journal.tell(new TrainingEvent.Preparing(now(), 0, TrainingEvent.Preparing.Stage.DATA, share)))) {
            case Dataset ready -> ready;
            case UnusableData unusable -> throw new RunOutcome(switch (unusable.reason()) {
                case CANCELLED -> Reason.STOPPED;
                case MISSING -> resumed ? Reason.DATA_GONE : Reason.DATA_UNUSABLE;
                case DISK_FULL -> Reason.DISK_FULL;
                default -> Reason.DATA_UNUSABLE;
            }, unusable.sentence());
        };
    }

    /** Where memory is short, smaller parts, then the CPU; each time from the last checkpoint. */
    private Reason train(TrainingRecipe recipe, SettingValues wanted, Dataset data) throws IOException, RunOutcome {
        int rounds = wanted.whole("gradient-accumulation");
        int batch = wanted.whole("batch-size");
        boolean onGpu = gpu.getAsBoolean();
        List<Path> from = resumed ? folder.states() : List.of();
        List<TrainingLoop.Notice> notices = null;
        while (true) {
            SettingValues settings = settings(recipe, Map.of("gradient-accumulation", Integer.toString(rounds)));
            TrainingLoop session = new TrainingLoop(spec, folder, recipe, settings, data, onGpu, journal, new Flags());
            if (notices == null) notices = notices(data, session);
            try {
                return session.run(from, List.copyOf(notices), () -> state = State.RUNNING);
            } catch (IllegalStateException e) {
                if (!outOfMemory(e)) throw e;
                from = folder.states();
                notices.clear(); // they are said already
                if (batch % (rounds * 2) == 0) {
                    rounds *= 2;
                    note("micro-batch-halved", Integer.toString(batch / rounds));
                } else if (onGpu) {
                    onGpu = false;
                    rounds = wanted.whole("gradient-accumulation");
                    note("cpu-fallback");
                } else
                    throw new RunOutcome(Reason.OUT_OF_MEMORY,
                            "Memory is exhausted even with the smallest parts. Choose a smaller resolution or fewer feature maps.");
            } finally {
                images = session.images();
            }
        }
    }

    private static boolean outOfMemory(Throwable e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("out of memory") || words.contains("can't allocate memory") || words.contains("alloc_cpu");
    }

    private void note(String what, String... arguments) throws IOException {
        journal.record(new TrainingEvent.Noticed(now(), images, what, List.of(arguments)));
    }

    /** What others set, as the training thread sees it. */
    private final class Flags implements TrainingLoop.Wishes {
        @Override
        public boolean stop() {
            return stopWanted;
        }

        @Override
        public boolean checkpoint() {
            return checkpointWanted.getAndSet(false);
        }

        @Override
        public void await(long at, TrainingLoop.Saving meanwhile) throws IOException {
            if (pauseWanted && !stopWanted) {
                state = State.PAUSED;
                journal.record(new TrainingEvent.Paused(now(), at));
                while (pauseWanted && !stopWanted) {
                    if (checkpoint()) meanwhile.save();
                    LockSupport.parkNanos(this, WAIT_NANOS);
                }
                state = State.RUNNING;
                journal.record(new TrainingEvent.Resumed(now(), at));
            }
            while (busy.getAsBoolean() && !stopWanted)
                LockSupport.parkNanos(this, WAIT_NANOS);
        }
    }
}
