package meander.app.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a person has set. The look and the language are the session's, where they have always been.
 *
 * @param threads CPU threads that work may take; 0 for all
 * @param drawing where pictures are drawn
 * @param room    what decoded pictures may take of the disk, in GB; 0 for as much as they need
 * @param runs    where trainings are kept; empty for the usual place
 * @param cache   where decoded pictures are kept; empty for the usual place
 */
public record AppSettings(int threads, Drawing drawing, int room, Optional<Path> runs, Optional<Path> cache) {
    /** More threads than any machine has. */
    public static final int MOST_THREADS = 1024;
    /** More GB than any disk has. */
    public static final int MOST_ROOM = 1_000_000;

    public static final AppSettings DEFAULT = new AppSettings(0, Drawing.AUTOMATIC, 20, Optional.empty(), Optional.empty());

    /** Where pictures are drawn. */
    public enum Drawing {
        /** On the GPU where its trial goes well, else on the CPU. */
        AUTOMATIC,
        /** On the CPU, whatever there is. */
        CPU
    }

    public AppSettings {
        if (threads < 0 || threads > MOST_THREADS) throw new IllegalArgumentException(threads + " threads");
        if (room < 0 || room > MOST_ROOM) throw new IllegalArgumentException(room + " GB");
    }

    public AppSettings withThreads(int changed) {
        return new AppSettings(changed, drawing, room, runs, cache);
    }

    public AppSettings withDrawing(Drawing changed) {
        return new AppSettings(threads, changed, room, runs, cache);
    }

    public AppSettings withRoom(int changed) {
        return new AppSettings(threads, drawing, changed, runs, cache);
    }

    public AppSettings withRuns(Optional<Path> changed) {
        return new AppSettings(threads, drawing, room, changed, cache);
    }

    public AppSettings withCache(Optional<Path> changed) {
        return new AppSettings(threads, drawing, room, runs, changed);
    }
}
