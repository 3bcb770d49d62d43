package meander.app.train;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import meander.app.base.FxThreads;
import meander.app.session.WindowStateStore;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEngine;

/** The runs there are: those in the folders of runs, and those that were opened from elsewhere. Belongs to the window's thread. */
final class RunCatalog {
    private final TrainingEngine engine;
    private final Supplier<List<Path>> folders;
    private final WindowStateStore store;
    private final FxThreads fx;
    private final Executor disk;
    private final Supplier<RunViewModel> live;
    private final BooleanSupplier closed;
    private final Consumer<List<RunRow>> listed;
    private final ObservableList<RunRow> rows = FXCollections.observableArrayList();
    private final ObservableList<RunRow> rowsShown = FXCollections.unmodifiableObservableList(rows);
    private int listings;

    /**
     * @param parts  what it reads from
     * @param live   the run that goes on in this window; null when none does
     * @param closed whether nothing is wanted any more
     * @param listed told when the list was read anew
     */
    RunCatalog(TrainViewModel.Parts parts, Supplier<RunViewModel> live, BooleanSupplier closed, Consumer<List<RunRow>> listed) {
        this.engine = parts.engine();
        this.folders = parts.runs();
        this.store = parts.store();
        this.fx = parts.fx();
        this.disk = parts.disk();
        this.live = live;
        this.closed = closed;
        this.listed = listed;
    }

    /** The runs, the one that goes on first, then the latest. */
    ObservableList<RunRow> rows() {
        return rowsShown;
    }

    /** Where runs lie; new ones are made in the first folder. */
    List<Path> folders() {
        return folders.get().stream().map(folder -> folder.toAbsolutePath().normalize()).toList();
    }

    /** Takes up a run, from wherever it is. */
    void add(Path run) {
        if (folders().stream().anyMatch(run::startsWith)) return;
        store.update(session -> session.withRun(run));
        list();
    }

    /** Takes a run that was opened from elsewhere out of the list; its folder stays. */
    void forget(RunRow row) {
        store.update(session -> session.withoutRun(row.folder()));
        list();
    }

    boolean isElsewhere(RunRow row) {
        return store.session().get().runs().contains(row.folder());
    }

    /** Looks again which runs there are. */
    void list() {
        List<Path> elsewhere = store.session().get().runs();
        List<Path> usual = folders();
        int listing = ++listings;
        disk.execute(() -> {
            Set<Path> runs = new LinkedHashSet<>();
            usual.forEach(each -> runs.addAll(inside(each)));
            elsewhere.stream().filter(RunFolder::is).forEach(runs::add);
            List<RunRow> found = new ArrayList<>();
            for (Path folder : runs)
                try {
                    found.add(RunRow.of(RunViewModel.read(folder, engine)));
                } catch (IOException | RuntimeException e) {
                    System.getLogger(RunCatalog.class.getName()).log(Level.WARNING, folder + " cannot be read: " + e);
                    found.add(RunRow.broken(folder));
                }
            fx.later(() -> {
                if (listing == listings && !closed.getAsBoolean()) listed(found);
            });
        });
    }

    private static List<Path> inside(Path runs) {
        if (!Files.isDirectory(runs)) return List.of();
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(RunFolder::is).map(folder -> folder.toAbsolutePath().normalize()).toList();
        } catch (IOException e) {
            System.getLogger(RunCatalog.class.getName()).log(Level.WARNING, "no runs: " + e);
            return List.of();
        }
    }

    private void listed(List<RunRow> found) {
        List<RunRow> sorted = new ArrayList<>(found);
        RunViewModel going = live.get();
        if (going != null) {
            sorted.removeIf(row -> row.folder().equals(going.folder()));
            sorted.add(RunRow.of(going));
        }
        sorted.sort(Comparator.comparing((RunRow row) -> !row.state().goesOn()).thenComparing(RunRow::moved,
                Comparator.reverseOrder()));
        if (!rows.equals(sorted)) rows.setAll(sorted);
        listed.accept(sorted);
    }

    /** The run that goes on has gone on. */
    void show(RunViewModel going) {
        RunRow row = RunRow.of(going);
        for (int i = 0; i < rows.size(); i++)
            if (rows.get(i).folder().equals(row.folder())) {
                if (!rows.get(i).equals(row)) rows.set(i, row);
                return;
            }
        rows.addFirst(row);
    }
}
