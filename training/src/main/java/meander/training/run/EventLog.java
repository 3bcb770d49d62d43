package meander.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Where everything that happens is told: the listener, the run's log, TensorBoard's file. */
final class EventLog implements AutoCloseable {
    private final RunFolder folder;
    private final Consumer<TrainingEvent> listener;
    private TensorBoardFile board;

    EventLog(RunFolder folder, Consumer<TrainingEvent> listener) {
        this.folder = folder;
        this.listener = listener;
    }

    /** From here on figures and samples go to TensorBoard too. @param images from which the run goes on */
    void begin(long images) throws IOException {
        close();
        board = TensorBoardFile.open(folder.path(), images, InstantSource.system());
    }

    /** Tells, but does not write down. */
    void tell(TrainingEvent event) {
        listener.accept(event);
    }

    void record(TrainingEvent event) throws IOException {
        folder.log(event);
        if (board != null) switch (event) {
            case TrainingEvent.Measured measured -> board.figures(measured.images(), measured.figures());
            case TrainingEvent.Samples samples ->
                board.picture(samples.images(), "samples", Files.readAllBytes(folder.path().resolve(samples.file())));
            default -> {
            }
        }
        listener.accept(event);
    }

    @Override
    public void close() throws IOException {
        if (board != null) board.close();
        board = null;
    }
}
