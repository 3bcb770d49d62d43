package meander.app.base;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import javafx.event.EventTarget;

import org.kordamp.ikonli.Ikon;

/**
 * A workspace of the window, or a page to be read and left again. The window knows no more of it than this: its rail, palette, help, tour,
 * drag and drop are loops over modules. Texts that belong to an id: {@code rail.ID}, {@code command.workspace.ID}, {@code help.keys.ID}. Lives as
 * long as the window, on its thread; its nodes are built anew for another language.
 */
public interface WorkspaceModule extends AutoCloseable {
    /** What became of dropped files. */
    enum Drop {
        /** Nothing: they are opened where they belong, and collected. */
        IGNORED,
        /** The first is open; all are collected. */
        OPENED,
        /** Nothing more is to be done. */
        DONE
    }

    /** In keys of texts, in the session, and on the command line. */
    String id();

    /** On the rail. */
    Ikon icon();

    /** The key that goes there, as of {@link Command#shortcut}. */
    String shortcut();

    /** Whether it is a page to be read and left again, rather than a place to work in. Pages stand at the end of the rail. */
    default boolean isPage() {
        return false;
    }

    /** Key of what is said while files hang over the window. */
    default String dropText() {
        return "stage.drop";
    }

    /** Called once, before anything is built. @param navigator the way to the rest of the window */
    default void attach(Navigator navigator) {}

    /** Builds the nodes and adds the commands that count while they are shown. The nodes of before are closed by then. */
    WorkspaceView build(WorkspaceContext context, Commands commands);

    /** Adds what can be commanded while another workspace is shown, where the keys are taken. */
    default void addElsewhere(Commands commands) {}

    /** This comes into sight. */
    default void enter() {}

    /** The window comes to the front: files may have changed meanwhile. */
    default void refresh() {}

    /** Whether a file or folder is opened here, whichever workspace is shown. */
    default boolean owns(Path file) {
        return false;
    }

    /** Whether a file or folder is opened here while this is shown; the first workspace that accepts it opens what no other does. */
    default boolean accepts(Path file) {
        return false;
    }

    /** Opens a file or folder that is owned or accepted here; this is shown by then. */
    default void open(Path file) {}

    /** As {@link #open}, a file that nobody has named: no program in it runs unasked. */
    default void openUnasked(Path file) {
        open(file);
    }

    /** Files were dropped while this is shown. @param place where they fell; null for nowhere in particular */
    default Drop drop(List<Path> files, EventTarget place) {
        return Drop.IGNORED;
    }

    /** Files were dropped onto the window, in whichever workspace. @param first told the first that was found in them, soon */
    default void collect(List<Path> files, Consumer<Path> first) {}

    /** The steps of the tour that are about this. */
    default List<TourStep> tour() {
        return List.of();
    }

    /** Brings the control to the eye that a step of this one's is about; the focus stays where it is. */
    default void reveal(TourStep step) {}

    /** Ends what goes on behind the nodes, which are closed by then. */
    @Override
    void close();
}
