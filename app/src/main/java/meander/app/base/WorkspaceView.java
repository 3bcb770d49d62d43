package meander.app.base;

import java.util.List;

import javafx.scene.Node;

/** The nodes of a workspace in one language, with which it fills the window. */
public interface WorkspaceView extends AutoCloseable {
    /** The column at the left; null where there is none. */
    default Node list() {
        return null;
    }

    Node stage();

    /** The column at the right; null where there is none. */
    default Node inspector() {
        return null;
    }

    /** Where one is, at the left of the top bar. */
    Node breadcrumb();

    /** The buttons at the right of the top bar. @param commands of this workspace, with those of the window */
    List<? extends Node> actions(Commands commands);

    /** The status bar. */
    Node status();

    /** Whether all that can be shown is on the screen. */
    boolean settled();

    /** Puts the focus where keys are commands. */
    void takeFocus();

    /** Follows no more; the view models live on. */
    @Override
    void close();
}
