package meander.app.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import meander.app.base.Message;
import meander.app.library.ModelInspector.Glance;
import meander.app.picture.FileStamp;
import meander.app.session.OpeningMarkers;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.training.run.RunFolder;

/** Which files of the library are there, in which state, and why some do not open, as far as they were looked at. On the window's thread. */
final class ModelFileStates {
    private final WindowStateStore store;
    private final ModelInspector inspector;
    private final Set<Path> missing = new HashSet<>();
    private final Map<Path, FileStamp> stamps = new HashMap<>();
    private final Map<Path, Message> refused = new HashMap<>();
    /** What was looked at since the start: what did not open or could not be drawn then is not tried again. */
    private final Map<Path, FileStamp> looked = new HashMap<>();

    /** What was found on the disk. */
    record Found(Set<Path> missing, Map<Path, FileStamp> stamps) {}

    ModelFileStates(WindowStateStore store, ModelInspector inspector) {
        this.store = store;
        this.inspector = inspector;
    }

    /** Looks at the disk; on any thread. */
    static Found find(Collection<Path> files) {
        Set<Path> gone = new HashSet<>();
        Map<Path, FileStamp> there = new HashMap<>();
        for (Path file : files)
            try {
                if (Files.isRegularFile(file) || RunFolder.is(file)) there.put(file, FileStamp.of(file));
                else
                    gone.add(file);
            } catch (IOException e) {
                gone.add(file);
            }
        return new Found(gone, there);
    }

    void take(Found found) {
        missing.removeAll(found.stamps().keySet());
        missing.addAll(found.missing());
        stamps.keySet().removeAll(found.missing());
        stamps.putAll(found.stamps());
    }

    boolean isMissing(Path file) {
        return missing.contains(file);
    }

    /** Whether it is known if a file is there. */
    boolean knows(Path file) {
        return missing.contains(file) || stamps.containsKey(file);
    }

    /** Why a file does not open; null when it does or was not tried. */
    Message trouble(Path file) {
        return refused.get(file);
    }

    /** A file may open now. */
    void retry(Path file) {
        refused.remove(file);
    }

    /** Whether there is something to be learned of a model that is there. */
    boolean wantsGlance(LibraryEntry item) {
        FileStamp now = stamps.get(item.file());
        if (now == null || now.equals(looked.get(item.file()))) return false;
        // What a program draws is known when a person has opened it.
        boolean pictured = item.facts().isProgram() || store.thumbnails().containsKey(item.hash());
        return !now.equals(item.stamp()) || !item.facts().known() || !pictured;
    }

    /** Makes a glance at a file, for a worker, from what is known now. */
    Function<BooleanSupplier, Glance> glance(Path file) {
        WindowState session = store.session().get();
        Set<String> pictured = Set.copyOf(store.thumbnails().keySet());
        return cancelled -> {
            OpeningMarkers markers = store.openings();
            if (markers.endedBadly(file)) return new Glance.Refused(stamp(file), Message.of("opening.badly", name(file)));
            try (OpeningMarkers.Mark _ = markers.begin(file)) {
                return inspector.glance(file, session::answersTo, pictured::contains, cancelled);
            }
        };
    }

    void take(Path file, Glance glance) {
        switch (glance) {
            case Glance.Seen seen -> {
                refused.remove(file);
                looked.put(file, seen.stamp());
            }
            case Glance.Refused(FileStamp stamp, Message why) -> {
                refused.put(file, why);
                looked.put(file, stamp);
            }
        }
    }

    private static FileStamp stamp(Path file) {
        try {
            return FileStamp.of(file);
        } catch (IOException e) {
            return FileStamp.NONE;
        }
    }

    private static String name(Path file) {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }
}
