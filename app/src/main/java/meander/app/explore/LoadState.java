package meander.app.explore;

import java.nio.file.Path;

import meander.app.base.Message;

/** Where opening a file stands. What is on the stage stays there until a file is {@link Ready}. */
public sealed interface LoadState {
    /** Nothing is being opened; or what was has been called off. */
    record Idle() implements LoadState {}

    /** @param progress 0 … 1 */
    record Working(Path file, double progress) implements LoadState {}

    record Ready(Path file) implements LoadState {}

    /** It is not a model that can be opened. @param why as a sentence */
    record Refused(Path file, Message why) implements LoadState {}
}
