package meander.app.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * All that a person decides in this workspace, as it stands between two steps of undo.
 *
 * @param name of the file that the picture came from; empty for one that was drawn here
 */
record Board(Raster picture, String name, List<PaneState> panes) {
    Board {
        panes = List.copyOf(panes);
    }

    Board with(Raster other) {
        return new Board(other, name, panes);
    }

    Board with(Raster other, String called) {
        return new Board(other, called, panes);
    }

    Board with(PaneState added) {
        List<PaneState> more = new ArrayList<>(panes);
        more.add(added);
        return new Board(picture, name, more);
    }

    Board without(int id) {
        return new Board(picture, name, panes.stream().filter(pane -> pane.id() != id).toList());
    }

    Board change(int id, UnaryOperator<PaneState> change) {
        return new Board(picture, name, panes.stream().map(pane -> pane.id() == id ? change.apply(pane) : pane).toList());
    }
}
