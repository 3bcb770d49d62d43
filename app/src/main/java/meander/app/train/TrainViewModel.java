package meander.app.train;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import meander.app.base.ErrorMessages;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Task;
import meander.app.base.Tasks;
import meander.app.session.WindowStateStore;
import meander.training.data.DataSettings.Sides;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEngine;
import meander.training.run.TrainingEngine.Offer;
import meander.training.run.TrainingEvent;
import meander.training.run.TrainingRun;
import meander.training.run.TrainingSpec;

/**
 * The Train workspace without a screen: the runs there are, the one that is looked at, the one that goes on, and the one that is
 * about to begin. Everything public belongs to the window's thread; a run's own thread only leaves its events here.
 */
public final class TrainViewModel implements AutoCloseable {
    /** What the window waits for when it closes, at most; the training that was cut off then goes on from its last checkpoint. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * What this is made of.
     *
     * @param estimate how long a training would take on this machine; may take a while itself
     * @param runs     the folders that hold runs; new ones are made in the first
     * @param disk     where files are read; several at once
     * @param explore  opens a model on the sliders
     * @param replace  opens a newer model of the same run in the place of the one on the sliders, if that is still there
     * @param handBusy whether the machine is needed by a hand; asked from any thread
     */
    public record Parts(TrainingEngine engine, DatasetInspector look, TrainingForecast estimate, Supplier<List<Path>> runs,
            WindowStateStore store, Tasks tasks, FxThreads fx, Executor disk, Consumer<Path> explore, Consumer<Path> replace,
            BooleanSupplier handBusy) {}

    /** A row of the list. @param sheet its last pictures, if there are any, @param telling the row of them that shows what it has learned, @param moved when something was last heard of it, @param saved whether it has a checkpoint */
    record Row(Path folder, String name, RunState state, long images, long of, Optional<Path> sheet, int columns, int rows,
            int telling, long moved, boolean saved) {
        static Row of(RunViewModel run) {
            RunHistory story = run.story();
            Optional<TrainingEvent.Samples> last = story.samples().isEmpty()
                    ? Optional.empty()
                    : Optional.of(story.samples().getLast());
            return new Row(run.folder(), run.name(), run.state().get(), story.images(), run.of(),
                    last.map(sheet -> run.folder().resolve(sheet.file())), last.map(TrainingEvent.Samples::columns).orElse(1),
                    last.map(TrainingEvent.Samples::rows).orElse(1),
                    // Above what becomes of pictures lie the pictures.
                    last.filter(sheet -> !sheet.shown().isEmpty()).map(_ -> 1).orElse(0), story.lastAt(),
                    !story.checkpoints().isEmpty());
        }
    }

    /** A run of which nothing can be read; opening it says why. */
    private static Row broken(Path folder) {
        long moved = 0;
        try {
            moved = Files.getLastModifiedTime(folder).toMillis();
        } catch (IOException e) {
            System.getLogger(TrainViewModel.class.getName()).log(Level.DEBUG, "no date", e);
        }
        return new Row(folder, folder.getFileName().toString(), RunState.BROKEN, 0, 0, Optional.empty(), 1, 1, 0, moved, false);
    }

    /** A calm line above the stage. */
    sealed interface Banner {
        /** A run ended without a word; it can go on. */
        record Crashed(Row row) implements Banner {}

        /** The run that is looked at goes on in another program. */
        record Elsewhere(Row row) implements Banner {}

        /** Something did not work. @param details for a bug report */
        record Trouble(String key, Message why, String details) implements Banner {}
    }

    private final Parts parts;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ObservableList<Row> rowsShown = FXCollections.unmodifiableObservableList(rows);
    private final ReadOnlyObjectWrapper<RunViewModel> selected = new ReadOnlyObjectWrapper<>(this, "selected");
    private final ReadOnlyObjectWrapper<NewRunViewModel> draft = new ReadOnlyObjectWrapper<>(this, "draft");
    private final ReadOnlyObjectWrapper<RunViewModel> live = new ReadOnlyObjectWrapper<>(this, "live");
    private final ReadOnlyObjectWrapper<Banner> banner = new ReadOnlyObjectWrapper<>(this, "banner");
    private final ReadOnlyBooleanWrapper pausable = new ReadOnlyBooleanWrapper(this, "pausable");
    private final ReadOnlyBooleanWrapper resumable = new ReadOnlyBooleanWrapper(this, "resumable");
    private final ReadOnlyBooleanWrapper stoppable = new ReadOnlyBooleanWrapper(this, "stoppable");
    private final ReadOnlyBooleanWrapper explorable = new ReadOnlyBooleanWrapper(this, "explorable");
    private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper(this, "saving");
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper(this, "reading");
    private final BooleanProperty followInExplore = new SimpleBooleanProperty(this, "followInExplore");
    private final ReadOnlyObjectWrapper<NewRunViewModel.Look> data = new ReadOnlyObjectWrapper<>(this, "data",
            new NewRunViewModel.Look.None());
    private final Map<String, NewRunViewModel.Look> looks = new HashMap<>();
    private final ReadOnlyLongWrapper visits = new ReadOnlyLongWrapper(this, "visits");
    private final Queue<TrainingEvent> events = new ConcurrentLinkedQueue<>();
    private final Runnable drain;
    private TrainingRun run;
    private Task task;
    private boolean offered;
    private boolean wantsExplore;
    private boolean exploring;
    private volatile boolean closed;
    private int turns;
    private int listings;

    public TrainViewModel(Parts parts) {
        this.parts = parts;
        this.drain = parts.fx().once(this::drain);
        list();
    }

    // The runs

    /** The runs, the one that goes on first, then the latest. */
    ObservableList<Row> rows() {
        return rowsShown;
    }

    /** The run that is looked at; null while there is none. */
    ReadOnlyObjectProperty<RunViewModel> selected() {
        return selected.getReadOnlyProperty();
    }

    /** The run that goes on in this window; null when none does. */
    ReadOnlyObjectProperty<RunViewModel> live() {
        return live.getReadOnlyProperty();
    }

    /** Whether a run is being read. */
    public ReadOnlyBooleanProperty reading() {
        return reading.getReadOnlyProperty();
    }

    /** The recipe that a run follows, if this program knows it. */
    Optional<Offer> offer(TrainingSpec spec) {
        return parts.engine().offers().stream().filter(offer -> offer.name().equals(spec.recipe())).findFirst();
    }

    /** Looks at a run, from wherever it is. */
    public void open(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        if (runs().stream().noneMatch(there::startsWith)) {
            parts.store().update(session -> session.withRun(there));
            list();
        }
        select(there);
    }

    /** Looks again how far a run is that goes on in another program, and whether it still does. */
    void lookAgain(Row row) {
        select(row.folder());
        list();
    }

    /** Looks at a run of the list. */
    void select(Path folder) {
        draft.set(null);
        int turn = ++turns;
        if (live.get() != null && live.get().folder().equals(folder)) {
            reading.set(false);
            look(live.get());
            return;
        }
        if (selected.get() != null && selected.get().folder().equals(folder)
                && selected.get().state().get() != RunState.ELSEWHERE)
            return;
        read(folder, turn, this::look);
    }

    private void read(Path folder, int turn, Consumer<RunViewModel> then) {
        reading.set(true);
        parts.disk().execute(() -> {
            RunViewModel found = null;
            Exception failure = null;
            try {
                found = RunViewModel.read(folder);
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
            RunViewModel arrived = found;
            Exception why = failure;
            parts.fx().later(() -> {
                if (turn != turns || closed) return;
                reading.set(false);
                if (arrived != null) then.accept(arrived);
                else
                    trouble("train.fault.open", why);
            });
        });
    }

    private void look(RunViewModel run) {
        if (!(banner.get() instanceof Banner.Crashed)) banner.set(null);
        if (run.state().get() == RunState.ELSEWHERE) banner.set(new Banner.Elsewhere(Row.of(run)));
        selected.set(run);
        lookAtData(run);
        refresh();
    }

    /** What the run that is looked at learns from. */
    ReadOnlyObjectProperty<NewRunViewModel.Look> data() {
        return data.getReadOnlyProperty();
    }

    private void lookAtData(RunViewModel run) {
        String wanted = run.spec().data();
        Sides sides = parts.engine().offers().stream().filter(offer -> offer.name().equals(run.spec().recipe()))
                .map(TrainingEngine.Offer::sides).findFirst().orElse(Sides.NONE);
        String kept = sides + " " + wanted;
        NewRunViewModel.Look known = looks.get(kept);
        data.set(known == null ? new NewRunViewModel.Look.Looking() : known);
        if (known != null) return;
        parts.disk().execute(() -> {
            NewRunViewModel.Look found = NewRunViewModel.look(parts.look(), wanted, sides, () -> closed);
            parts.fx().later(() -> {
                // What is not there now may be there another time.
                if (found instanceof NewRunViewModel.Look.Found) looks.put(kept, found);
                if (selected.get() != null && selected.get().spec().data().equals(wanted)) data.set(found);
            });
        });
    }

    /** Takes a run that was opened from elsewhere out of the list; its folder stays. */
    void forget(Row row) {
        parts.store().update(session -> session.withoutRun(row.folder()));
        list();
    }

    boolean isElsewhere(Row row) {
        return parts.store().session().get().runs().contains(row.folder());
    }

    /** Looks again which runs there are. */
    void list() {
        List<Path> elsewhere = parts.store().session().get().runs();
        List<Path> runs = runs();
        int listing = ++listings;
        parts.disk().execute(() -> {
            Set<Path> folders = new LinkedHashSet<>();
            runs.forEach(each -> folders.addAll(inside(each)));
            elsewhere.stream().filter(RunFolder::is).forEach(folders::add);
            List<Row> found = new ArrayList<>();
            for (Path folder : folders)
                try {
                    found.add(Row.of(RunViewModel.read(folder)));
                } catch (IOException | RuntimeException e) {
                    System.getLogger(TrainViewModel.class.getName()).log(Level.WARNING, folder + " cannot be read: " + e);
                    found.add(broken(folder));
                }
            parts.fx().later(() -> {
                if (listing == listings && !closed) listed(found);
            });
        });
    }

    private List<Path> runs() {
        return parts.runs().get().stream().map(folder -> folder.toAbsolutePath().normalize()).toList();
    }

    private static List<Path> inside(Path runs) {
        if (!Files.isDirectory(runs)) return List.of();
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(RunFolder::is).map(folder -> folder.toAbsolutePath().normalize()).toList();
        } catch (IOException e) {
            System.getLogger(TrainViewModel.class.getName()).log(Level.WARNING, "no runs: " + e);
            return List.of();
        }
    }

    private void listed(List<Row> found) {
        List<Row> sorted = new ArrayList<>(found);
        if (live.get() != null) {
            sorted.removeIf(row -> row.folder().equals(live.get().folder()));
            sorted.add(Row.of(live.get()));
        }
        sorted.sort(
                Comparator.comparing((Row row) -> !row.state().goesOn()).thenComparing(Row::moved, Comparator.reverseOrder()));
        if (!rows.equals(sorted)) rows.setAll(sorted);
        if (!offered && live.get() == null) {
            offered = true;
            sorted.stream().filter(row -> row.state() == RunState.CRASHED).findFirst()
                    .ifPresent(row -> banner.set(new Banner.Crashed(row)));
        }
        if (selected.get() == null && draft.get() == null && !reading.get())
            sorted.stream().filter(row -> row.state() != RunState.BROKEN).findFirst().ifPresent(row -> select(row.folder()));
    }

    // A new run

    /** The run that is about to begin; null unless its page is open. */
    ReadOnlyObjectProperty<NewRunViewModel> draft() {
        return draft.getReadOnlyProperty();
    }

    /** Whether runs can be begun here; else there is only looking at them. */
    public boolean canTrain() {
        return parts.engine().isComplete();
    }

    /** Opens the page of a new run, where there is something to run it with. */
    public void newRun() {
        if (!canTrain()) {
            banner.set(new Banner.Trouble("train.fault.incomplete", Message.of("train.empty.incomplete"), ""));
            return;
        }
        turns++;
        reading.set(false);
        draft.set(new NewRunViewModel(new NewRunViewModel.Parts(parts.engine().offers(), parts.look(), parts.estimate(),
                runs().getFirst(), parts.fx(), parts.disk())));
    }

    /** Opens the page of a new run with some data, a dropped folder for instance. */
    public void newRun(Path data) {
        if (draft.get() == null) newRun();
        if (draft.get() != null) draft.get().choose(data.toString());
    }

    /** Goes back from the page of a new run. */
    void cancelNewRun() {
        draft.set(null);
    }

    /** Begins the run that was drafted. */
    void start() {
        NewRunViewModel wanted = draft.get();
        if (wanted == null || !wanted.startable().get() || isBusy()) return;
        looks.put(wanted.offer().get().sides() + " " + wanted.data().get(), wanted.look().get());
        RunViewModel fresh = new RunViewModel(wanted.folder(), wanted.spec(), new RunHistory(),
                java.util.Collections.emptySortedSet(), Set.of());
        begin(fresh, wanted.spec(), listener -> parts.engine().start(wanted.spec(), wanted.folder(), listener));
    }

    /** One training at a time: a second one would make both slow. */
    private boolean isBusy() {
        if (live.get() == null) return false;
        banner.set(new Banner.Trouble("train.fault.busy", Message.of("train.fault.busy.what", live.get().name()), ""));
        return true;
    }

    private void begin(RunViewModel beginning, TrainingSpec spec, Function<Consumer<TrainingEvent>, TrainingRun> engine) {
        events.clear();
        try {
            run = engine.apply(event -> {
                events.add(event);
                drain.run();
            });
        } catch (RuntimeException e) {
            trouble("train.fault.start", e);
            return;
        }
        run.stepAside(parts.handBusy());
        beginning.begin(spec);
        live.set(beginning);
        task = parts.tasks().follow(Message.of("task.train", beginning.name()), this::stop);
        banner.set(null);
        draft.set(null);
        turns++;
        reading.set(false);
        show(beginning);
        look(beginning);
        drain.run();
    }

    // The run that goes on

    /** All that has happened since the last time, at once. */
    private void drain() {
        RunViewModel going = live.get();
        if (going == null || closed) return;
        List<TrainingEvent> happened = new ArrayList<>();
        for (TrainingEvent event = events.poll(); event != null; event = events.poll())
            happened.add(event);
        if (happened.isEmpty()) return;
        going.add(happened);
        parts.tasks().progress(task, going.share(), going.left());
        for (TrainingEvent event : happened)
            switch (event) {
                case TrainingEvent.Checkpoint checkpoint -> saved(going, checkpoint);
                case TrainingEvent.Ended end -> ended(going, end);
                default -> {
                }
            }
        show(going);
        refresh();
    }

    private void saved(RunViewModel going, TrainingEvent.Checkpoint checkpoint) {
        Path model = going.folder().resolve(checkpoint.model());
        if (wantsExplore) {
            wantsExplore = false;
            exploring = true;
            saving.set(false);
            visit(model);
        } else if (exploring && followInExplore.get()) parts.replace().accept(model);
        lookUpModels(going);
    }

    /** An engine keeps some of its checkpoints only. */
    private void lookUpModels(RunViewModel going) {
        parts.disk().execute(() -> {
            try {
                Set<String> found = RunViewModel.modelsIn(going.folder());
                parts.fx().later(() -> {
                    going.models(found);
                    refresh();
                });
            } catch (IOException e) {
                System.getLogger(TrainViewModel.class.getName()).log(Level.DEBUG, "no models", e);
            }
        });
    }

    private void ended(RunViewModel going, TrainingEvent.Ended end) {
        live.set(null);
        run = null;
        wantsExplore = false;
        exploring = false;
        saving.set(false);
        Message said = Message.of("train.done." + going.state().get().id(), going.name());
        parts.tasks().ended(task, switch (end.reason()) {
            case FINISHED, STOPPED -> new Task.State.Done(said);
            default -> new Task.State.Cancelled();
        });
        task = null;
        if (going.state().get() == RunState.FAILED)
            banner.set(new Banner.Trouble("train.fault.ended", going.story().reason(end), end.sentence()));
        list();
    }

    private void show(RunViewModel going) {
        Row row = Row.of(going);
        for (int i = 0; i < rows.size(); i++)
            if (rows.get(i).folder().equals(row.folder())) {
                if (!rows.get(i).equals(row)) rows.set(i, row);
                return;
            }
        rows.addFirst(row);
    }

    /** Whether the run that is looked at goes on and can be paused. */
    ReadOnlyBooleanProperty pausable() {
        return pausable.getReadOnlyProperty();
    }

    /** Whether the run that is looked at waits or has ended early. */
    ReadOnlyBooleanProperty resumable() {
        return resumable.getReadOnlyProperty();
    }

    /** Whether a run goes on that can be stopped. */
    ReadOnlyBooleanProperty stoppable() {
        return stoppable.getReadOnlyProperty();
    }

    /** Whether the run that is looked at has a model for the sliders, or will have. */
    ReadOnlyBooleanProperty explorable() {
        return explorable.getReadOnlyProperty();
    }

    /** Whether a model is being saved in order to be explored. */
    ReadOnlyBooleanProperty saving() {
        return saving.getReadOnlyProperty();
    }

    /** Whether newer models of the run take the place of the one that is explored. */
    BooleanProperty followInExplore() {
        return followInExplore;
    }

    void pause() {
        if (pausable.get()) run.pause();
    }

    /** Goes on: after a pause, or from the last checkpoint of a run that has ended. */
    void resume() {
        if (!resumable.get()) return;
        RunViewModel looked = selected.get();
        if (looked == live.get()) run.resume();
        else
            goOn(looked);
    }

    /** Goes on with a run of the list, one that crashed for instance. */
    void resume(Row row) {
        if (isBusy()) return;
        if (selected.get() != null && selected.get().folder().equals(row.folder())) {
            goOn(selected.get());
            return;
        }
        draft.set(null);
        read(row.folder(), ++turns, found -> {
            look(found);
            goOn(found);
        });
    }

    private void goOn(RunViewModel ended) {
        if (isBusy()) return;
        begin(ended, ended.spec(), listener -> parts.engine().resume(ended.spec(), ended.folder(), listener));
    }

    /** The run that goes on, for tests; null when none does. */
    TrainingRun going() {
        return run;
    }

    /** Ends the run that goes on, with a checkpoint. */
    void stop() {
        if (run != null) run.stop();
    }

    /** Opens the run that is looked at on the sliders, as it is now, while it goes on. */
    void explore() {
        if (!explorable.get()) return;
        RunViewModel looked = selected.get();
        if (looked == live.get()) {
            wantsExplore = true;
            saving.set(true);
            run.checkpointNow();
        } else
            looked.newestModel().ifPresent(this::visit);
    }

    /** Opens the model that was saved nearest to the moment that is looked at. */
    void exploreMoment() {
        RunViewModel looked = selected.get();
        if (looked != null) looked.checkpoint().ifPresent(checkpoint -> visit(looked.folder().resolve(checkpoint.model())));
    }

    private void visit(Path model) {
        parts.explore().accept(model);
        visits.set(visits.get() + 1);
    }

    /** How often a person has gone from here to the sliders. */
    public ReadOnlyLongProperty visits() {
        return visits.getReadOnlyProperty();
    }

    /** Keeps the moment that is looked at, or keeps it no more. */
    void toggleKept() {
        RunViewModel looked = selected.get();
        if (looked == null) return;
        looked.toggleKept();
        var kept = looked.kept().get();
        parts.disk().execute(() -> {
            try {
                new RunFolder(looked.folder()).keep(kept);
            } catch (IOException e) {
                parts.fx().later(() -> trouble("train.fault.keep", e));
            }
        });
    }

    // What is said

    ReadOnlyObjectProperty<Banner> banner() {
        return banner.getReadOnlyProperty();
    }

    void dismissBanner() {
        banner.set(null);
    }

    private void trouble(String key, Throwable thrown) {
        String sentence = thrown.getMessage();
        boolean plain = sentence != null && (thrown.getClass() == IOException.class || thrown instanceof IllegalArgumentException
                || thrown instanceof IllegalStateException);
        java.io.StringWriter trace = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(trace));
        banner.set(new Banner.Trouble(key, plain ? Message.said(sentence) : ErrorMessages.message(thrown), trace.toString()));
    }

    private void refresh() {
        RunViewModel looked = selected.get();
        boolean going = looked != null && looked == live.get();
        RunState state = looked == null ? null : looked.state().get();
        pausable.set(going && state == RunState.RUNNING);
        resumable.set(looked != null && (state == RunState.PAUSED || !going && state.resumable()));
        stoppable.set(going);
        explorable.set(looked != null && (going ? state != RunState.PREPARING : looked.newestModel().isPresent()));
    }

    // The end

    /** Whether closing would end a training. */
    public boolean isTraining() {
        return live.get() != null;
    }

    /** The name of the training that goes on; empty when none does. */
    public String training() {
        return live.get() == null ? "" : live.get().name();
    }

    /** Ends the training that goes on, with a checkpoint. @return complete when it is saved */
    public CompletableFuture<?> finish() {
        if (run == null) return CompletableFuture.completedFuture(null);
        run.stop();
        return run.ended();
    }

    /** Ends the training that goes on and waits until it is saved. */
    @Override
    public void close() {
        closed = true;
        turns++;
        try {
            finish().copy().orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).join();
        } catch (java.util.concurrent.CompletionException e) {
            System.getLogger(TrainViewModel.class.getName()).log(Level.WARNING, "the training did not end in time", e);
        }
    }

    /** For a page that names a run's settings: what was typed, else what the recipe begins with. */
    static String setting(Offer offer, TrainingSpec spec, String key) {
        Map<String, String> typed = spec.settings();
        return typed.getOrDefault(key, offer.settings().stream().filter(each -> each.key().equals(key)).findFirst()
                .map(meander.training.recipe.Setting::initial).orElse("–"));
    }
}
