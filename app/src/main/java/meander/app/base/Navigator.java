package meander.app.base;

import java.nio.file.Path;
import java.util.List;

/** What a workspace can ask of the window, and through it of the other workspaces, which it does not know. On the window's thread. */
public interface Navigator {
    /** Goes to a workspace. @param workspace its id */
    void show(String workspace);

    boolean isShown(String workspace);

    /** Goes to the first workspace, where the model that is open is explored. */
    void showModel();

    /** Opens a model there; the folder of a training stands for its newest one. */
    void openModel(Path model);

    /** Opens a file or a folder in the workspace that it belongs to. */
    void open(Path file);

    /** As if these files were dropped onto the window. */
    void take(List<Path> files);

    /** Unfolds the column of the inspector. */
    void openInspector();

    void beginTour();

    /** A person has done what a step of the tour is about. */
    void did(TourStep step);

    /** Controls have come or gone: what points at one looks for it anew. */
    void controlsChanged();
}
