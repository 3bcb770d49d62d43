package meander.app.train;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;

import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.session.WindowStateStore;
import meander.training.data.DataSettings.Sides;
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

    private final Parts parts;
    private final RunCatalog catalog;
    private final LiveRun live;
    private final RunDataset dataset;
    private final RunReader reader;
    private final RunControls controls = new RunControls();
    private final ReadOnlyObjectWrapper<RunViewModel> selected = new ReadOnlyObjectWrapper<>(this, "selected");
    private final ReadOnlyObjectWrapper<NewRunViewModel> draft = new ReadOnlyObjectWrapper<>(this, "draft");
    private final ReadOnlyObjectWrapper<TrainBanner> banner = new ReadOnlyObjectWrapper<>(this, "banner");
    private final ReadOnlyLongWrapper visits = new ReadOnlyLongWrapper(this, "visits");
    private boolean offered;
    private volatile boolean closed;

    public TrainViewModel(Parts parts) {
        this.parts = parts;
        this.catalog = new RunCatalog(parts, () -> live().get(), () -> closed, this::listed);
        this.live = new LiveRun(parts, () -> closed, new Following());
        this.dataset = new RunDataset(parts, () -> closed);
        this.reader = new RunReader(parts.engine(), parts.fx(), parts.disk(), why -> trouble("train.fault.open", why));
        list();
    }

    // The runs

    /** The runs, the one that goes on first, then the latest. */
    ObservableList<RunRow> rows() {
        return catalog.rows();
    }

    /** The run that is looked at; null while there is none. */
    ReadOnlyObjectProperty<RunViewModel> selected() {
        return selected.getReadOnlyProperty();
    }

    /** The run that goes on in this window; null when none does. */
    ReadOnlyObjectProperty<RunViewModel> live() {
        return live.model();
    }

    /** Whether a run is being read. */
    public ReadOnlyBooleanProperty reading() {
        return reader.reading();
    }

    /** The recipe that a run follows, if this program knows it. */
    Optional<Offer> offer(TrainingSpec spec) {
        return parts.engine().offer(spec.recipe());
    }

    /** Looks at a run, from wherever it is. */
    public void open(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        catalog.add(there);
        select(there);
    }

    /** Looks again how far a run is that goes on in another program, and whether it still does. */
    void lookAgain(RunRow row) {
        select(row.folder());
        list();
    }

    /** Looks at a run of the list. */
    void select(Path folder) {
        draft.set(null);
        reader.cancel();
        RunViewModel going = live().get();
        if (going != null && going.folder().equals(folder)) {
            look(going);
            return;
        }
        if (selected.get() != null && selected.get().folder().equals(folder)
                && selected.get().state().get() != RunState.ELSEWHERE)
            return;
        reader.read(folder, this::look);
    }

    private void look(RunViewModel run) {
        if (!(banner.get() instanceof TrainBanner.Crashed)) banner.set(null);
        if (run.state().get() == RunState.ELSEWHERE) banner.set(new TrainBanner.Elsewhere(RunRow.of(run)));
        selected.set(run);
        dataset.look(run.spec(), offer(run.spec()).map(Offer::sides).orElse(Sides.NONE));
        refresh();
    }

    /** What the run that is looked at learns from. */
    ReadOnlyObjectProperty<NewRunViewModel.Look> data() {
        return dataset.data();
    }

    RunCatalog catalog() {
        return catalog;
    }

    /** Looks again which runs there are. */
    void list() {
        catalog.list();
    }

    private void listed(List<RunRow> found) {
        if (!offered && live().get() == null) {
            offered = true;
            found.stream().filter(row -> row.state() == RunState.CRASHED).findFirst()
                    .ifPresent(row -> banner.set(new TrainBanner.Crashed(row)));
        }
        if (selected.get() == null && draft.get() == null && !reader.reading().get())
            found.stream().filter(row -> row.state() != RunState.BROKEN).findFirst().ifPresent(row -> select(row.folder()));
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
            banner.set(new TrainBanner.Trouble("train.fault.incomplete", Message.of("train.empty.incomplete"), ""));
            return;
        }
        reader.cancel();
        draft.set(new NewRunViewModel(new NewRunViewModel.Parts(parts.engine().offers(), parts.look(), parts.estimate(),
                catalog.folders().getFirst(), parts.fx(), parts.disk())));
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
        dataset.remember(wanted.data().get(), wanted.offer().get().sides(), wanted.look().get());
        RunViewModel fresh = new RunViewModel(wanted.folder(), wanted.spec(), new RunHistory(wanted.offer().get().monitoring()),
                Collections.emptySortedSet(), Set.of());
        begin(fresh, wanted.spec(), listener -> parts.engine().start(wanted.spec(), wanted.folder(), listener));
    }

    /** One training at a time: a second one would make both slow. */
    private boolean isBusy() {
        if (!isTraining()) return false;
        banner.set(new TrainBanner.Trouble("train.fault.busy", Message.of("train.fault.busy.what", training()), ""));
        return true;
    }

    private void begin(RunViewModel beginning, TrainingSpec spec, Function<Consumer<TrainingEvent>, TrainingRun> engine) {
        try {
            live.begin(beginning, spec, engine);
        } catch (RuntimeException e) {
            trouble("train.fault.start", e);
            return;
        }
        banner.set(null);
        draft.set(null);
        reader.cancel();
        catalog.show(beginning);
        look(beginning);
        live.update();
    }

    // The run that goes on

    private final class Following implements LiveRun.Listener {
        @Override
        public void changed(RunViewModel going) {
            catalog.show(going);
            refresh();
        }

        @Override
        public void modelsChanged() {
            refresh();
        }

        @Override
        public void ended(RunViewModel going, TrainingEvent.Ended end) {
            if (going.state().get() == RunState.FAILED)
                banner.set(new TrainBanner.Trouble("train.fault.ended", going.story().reason(end), end.sentence()));
            list();
        }

        @Override
        public void explore(Path model) {
            visit(model);
        }
    }

    /** What can be done with the run that is looked at. */
    RunControls controls() {
        return controls;
    }

    /** Whether a model is being saved in order to be explored. */
    ReadOnlyBooleanProperty saving() {
        return live.saving();
    }

    /** Whether newer models of the run take the place of the one that is explored. */
    BooleanProperty followInExplore() {
        return live.followInExplore();
    }

    void pause() {
        if (controls.pausable().get()) live.pause();
    }

    /** Goes on: after a pause, or from the last checkpoint of a run that has ended. */
    void resume() {
        if (!controls.resumable().get()) return;
        RunViewModel looked = selected.get();
        if (looked == live().get()) live.resume();
        else
            goOn(looked);
    }

    /** Goes on with a run of the list, one that crashed for instance. */
    void resume(RunRow row) {
        if (isBusy()) return;
        if (selected.get() != null && selected.get().folder().equals(row.folder())) {
            goOn(selected.get());
            return;
        }
        draft.set(null);
        reader.read(row.folder(), found -> {
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
        return live.run();
    }

    /** Ends the run that goes on, with a checkpoint. */
    void stop() {
        live.stop();
    }

    /** Opens the run that is looked at on the sliders, as it is now, while it goes on. */
    void explore() {
        if (!controls.explorable().get()) return;
        RunViewModel looked = selected.get();
        if (looked == live().get()) live.explore();
        else
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
        looked.saveKept(parts.disk(), e -> parts.fx().later(() -> trouble("train.fault.keep", e)));
    }

    // What is said

    ReadOnlyObjectProperty<TrainBanner> banner() {
        return banner.getReadOnlyProperty();
    }

    void dismissBanner() {
        banner.set(null);
    }

    private void trouble(String key, Throwable thrown) {
        banner.set(TrainBanner.Trouble.of(key, thrown));
    }

    private void refresh() {
        RunViewModel looked = selected.get();
        controls.refresh(looked, looked != null && looked == live().get());
    }

    // The end

    /** Whether closing would end a training. */
    public boolean isTraining() {
        return live().get() != null;
    }

    /** The name of the training that goes on; empty when none does. */
    public String training() {
        return isTraining() ? live().get().name() : "";
    }

    /** Ends the training that goes on, with a checkpoint. @return complete when it is saved */
    public CompletableFuture<?> finish() {
        return live.finish();
    }

    /** Ends the training that goes on and waits until it is saved. */
    @Override
    public void close() {
        closed = true;
        reader.close();
        try {
            finish().copy().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            System.getLogger(TrainViewModel.class.getName()).log(Level.WARNING, "the training did not end in time", e);
        }
    }
}
