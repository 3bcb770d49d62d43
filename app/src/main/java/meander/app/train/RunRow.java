package meander.app.train;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import meander.training.run.TrainingEvent;

/**
 * A run in the list.
 *
 * @param sheet   its last pictures, if there are any
 * @param telling the row of them that shows what it has learned
 * @param moved   when something was last heard of it
 * @param saved   whether it has a checkpoint
 */
record RunRow(Path folder, String name, RunState state, long images, long of, Optional<Path> sheet, int columns, int rows,
        int telling, long moved, boolean saved) {
    static RunRow of(RunViewModel run) {
        RunHistory story = run.story();
        Optional<TrainingEvent.Samples> last = story.samples().isEmpty()
                ? Optional.empty()
                : Optional.of(story.samples().getLast());
        return new RunRow(run.folder(), run.name(), run.state().get(), story.images(), run.of(),
                last.map(sheet -> run.folder().resolve(sheet.file())), last.map(TrainingEvent.Samples::columns).orElse(1),
                last.map(TrainingEvent.Samples::rows).orElse(1),
                // Above what becomes of pictures lie the pictures.
                last.filter(sheet -> !sheet.shown().isEmpty()).map(_ -> 1).orElse(0), story.lastAt(),
                !story.checkpoints().isEmpty());
    }

    /** A run of which nothing can be read; opening it says why. */
    static RunRow broken(Path folder) {
        long moved = 0;
        try {
            moved = Files.getLastModifiedTime(folder).toMillis();
        } catch (IOException e) {
            System.getLogger(RunRow.class.getName()).log(Level.DEBUG, "no date", e);
        }
        return new RunRow(folder, folder.getFileName().toString(), RunState.BROKEN, 0, 0, Optional.empty(), 1, 1, 0, moved,
                false);
    }
}
