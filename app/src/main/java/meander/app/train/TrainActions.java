package meander.app.train;

import java.nio.file.Path;
import java.util.function.Consumer;

/** What the Train workspace needs a screen for: choosers. */
public interface TrainActions {
    /** Lets a person choose the folder of a run. */
    void chooseRun();

    /** Lets a person choose a folder of pictures. */
    void chooseFolder(Consumer<Path> chosen);

    /** Lets a person choose a file that holds pictures. */
    void chooseFile(Consumer<Path> chosen);
}
