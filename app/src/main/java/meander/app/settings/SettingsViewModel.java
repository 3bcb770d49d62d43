package meander.app.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.FxThreads;
import meander.app.gpu.GpuViewModel;
import meander.app.settings.AppSettings.Drawing;

/** What the page of settings shows and does. On the window's thread. */
public final class SettingsViewModel {
    private static final List<Integer> ROOMS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 0);
    private static final List<Integer> FEW = List.of(1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96);

    /**
     * What it works with.
     *
     * @param machines looks at the machine; on the disk's threads
     * @param pictures the room of decoded pictures, by what is set
     * @param usual    where trainings are kept if nothing is set
     * @param own      the person's folder, with session and settings
     * @param crashes  where reports are kept
     * @param cores    of the machine
     * @param training whether one is going on, which holds on to its pictures
     * @param gpu      what is offered for graphics cards
     */
    public record Parts(AppSettingsStore store, Function<Drawing, MachineInfo> machines, DatasetCacheSize pictures, Path usual,
            Path own, Path crashes, int cores, BooleanSupplier training, GpuViewModel gpu, FxThreads fx, Executor disk) {}

    private final Parts parts;
    private final AppSettings atStart;
    private final ReadOnlyObjectWrapper<MachineInfo> machine = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Optional<Long>> taken = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper();
    private int looks;

    public SettingsViewModel(Parts parts) {
        this.parts = parts;
        this.atStart = settings().get();
    }

    public Parts parts() {
        return parts;
    }

    public ReadOnlyObjectProperty<AppSettings> settings() {
        return parts.store.settings();
    }

    /** Changes what is set; what can be applied at once follows {@link #settings}. */
    public void change(UnaryOperator<AppSettings> change) {
        AppSettings before = settings().get();
        parts.store.update(change);
        if (settings().get().drawing() != before.drawing()) look();
        if (settings().get().room() != before.room()) fit();
    }

    /** Keeps decoded pictures to the room that they may take, unless a training holds on to some. */
    public void fit() {
        int room = settings().get().room();
        if (!held()) count(() -> {
            parts.pictures.fit(room);
            return parts.pictures.bytes();
        });
    }

    /** What the machine can work with; null until it was looked at. */
    public ReadOnlyObjectProperty<MachineInfo> machine() {
        return machine.getReadOnlyProperty();
    }

    /** Looks at the machine. */
    public void look() {
        int mine = ++looks;
        Drawing wanted = settings().get().drawing();
        parts.disk.execute(() -> {
            MachineInfo found = parts.machines.apply(wanted);
            parts.fx.later(() -> {
                if (mine == looks) machine.set(found);
            });
        });
    }

    /** Numbers of threads to choose from; 0 for all, first. */
    public List<Integer> threads() {
        List<Integer> threads = new ArrayList<>(List.of(0));
        FEW.stream().filter(few -> few < parts.cores).forEach(threads::add);
        int set = settings().get().threads();
        if (!threads.contains(set)) threads.add(set);
        return threads;
    }

    /** Room to choose from, in GB; 0 for no limit, last. */
    public List<Integer> rooms() {
        List<Integer> rooms = new ArrayList<>(ROOMS);
        int set = settings().get().room();
        if (!rooms.contains(set)) rooms.addFirst(set);
        return rooms;
    }

    /** Whether a number of threads counts only from the next start on: the engines make theirs once. */
    public boolean threadsWait() {
        return settings().get().threads() != atStart.threads();
    }

    /** Whether another folder of decoded pictures counts only from the next start on. */
    public boolean cacheWaits() {
        return !settings().get().cache().equals(atStart.cache());
    }

    /** Where trainings are kept. */
    public Path runs() {
        return settings().get().runs().orElse(parts.usual);
    }

    /** Where decoded pictures will be kept. */
    public Path cache() {
        return cacheWaits() ? settings().get().cache().orElse(parts.pictures.folder()) : parts.pictures.folder();
    }

    /** What decoded pictures take, in bytes; empty until it was counted. */
    public ReadOnlyObjectProperty<Optional<Long>> taken() {
        return taken.getReadOnlyProperty();
    }

    /** Counts what decoded pictures take. */
    public void measure() {
        count(parts.pictures::bytes);
    }

    /** Whether a person is asked if decoded pictures should really go. */
    public ReadOnlyBooleanProperty asking() {
        return asking.getReadOnlyProperty();
    }

    /** Whether there is something that can go now. */
    public boolean clearable() {
        return taken.get().orElse(0L) > 0 && !parts.training.getAsBoolean();
    }

    /** Whether a training holds on to its pictures. */
    public boolean held() {
        return parts.training.getAsBoolean();
    }

    /** Asks first: it cannot be undone. */
    public void askToClear() {
        asking.set(clearable());
    }

    public void keep() {
        asking.set(false);
    }

    /** Deletes decoded pictures, once it was asked for. */
    public void clear() {
        boolean wanted = asking.get() && clearable();
        asking.set(false);
        if (wanted) count(parts.pictures::clear);
    }

    private interface Count {
        long bytes();
    }

    private void count(Count count) {
        parts.disk.execute(() -> {
            long bytes = count.bytes();
            parts.fx.later(() -> taken.set(Optional.of(bytes)));
        });
    }
}
