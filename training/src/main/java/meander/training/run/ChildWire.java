package meander.training.run;

import java.nio.file.Path;

/**
 * What a window and the process that trains for it tell each other, a line each: down a {@link Task}, then {@link Command}s; up
 * {@link TrainingEvent}s, or what was measured.
 */
final class ChildWire {
    private ChildWire() {}

    /** What the process is there for; no spec where it only times the machine. */
    record Task(TrainingSpec spec, Path folder, Path cache, boolean resumed) {}

    /** To a run. When there are no more because the window is gone, the run ends, with a checkpoint. */
    enum Command {
        PAUSE, RESUME, STOP, CHECKPOINT, BUSY, IDLE
    }
}
