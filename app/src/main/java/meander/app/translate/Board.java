package meander.app.translate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * All that a person decides in this workspace, as it stands between two steps of undo.
 *
 * @param source what the picture came from
 */
record Board(Raster picture, Source source, List<PaneState> panes) {
    /**
     * Where a picture came from.
     *
     * @param name   of the file; empty for a picture that was drawn here
     * @param sha256 of the file; empty where the picture is no longer what the file holds
     */
    record Source(String name, String sha256) {
        static final Source DRAWN = new Source("", "");

        Source changed() {
            return new Source(name, "");
        }
    }

    /** 64 MB. */
    private static final long MOST_PIXELS = 1 << 24;

    Board {
        panes = List.copyOf(panes);
    }

    /** Whether the pictures of these boards, of which neighbours may share one, are more than should be kept. */
    static boolean tooLarge(Collection<Board> boards) {
        long pixels = 0;
        Raster last = null;
        for (Board board : boards) {
            if (board.picture != last) pixels += board.picture.pixels();
            last = board.picture;
        }
        return pixels > MOST_PIXELS;
    }

    /** The picture as it is after a change. */
    Board with(Raster changed) {
        return new Board(changed, source.changed(), panes);
    }

    Board with(Raster other, Source from) {
        return new Board(other, from, panes);
    }

    Board with(PaneState added) {
        List<PaneState> more = new ArrayList<>(panes);
        more.add(added);
        return new Board(picture, source, more);
    }

    Board without(int id) {
        return new Board(picture, source, panes.stream().filter(pane -> pane.id() != id).toList());
    }

    Board change(int id, UnaryOperator<PaneState> change) {
        return new Board(picture, source, panes.stream().map(pane -> pane.id() == id ? change.apply(pane) : pane).toList());
    }
}
