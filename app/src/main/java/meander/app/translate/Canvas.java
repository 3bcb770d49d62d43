package meander.app.translate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

import meander.app.picture.Raster;

/**
 * All that a person decides in this workspace, as it stands between two steps of undo.
 *
 * @param source what the picture came from
 */
record Canvas(Raster picture, Source source, List<PaneState> panes) {
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

    Canvas {
        panes = List.copyOf(panes);
    }

    /** Whether the pictures of these boards, of which neighbours may share one, are more than should be kept. */
    static boolean tooLarge(Collection<Canvas> boards) {
        long pixels = 0;
        Raster last = null;
        for (Canvas board : boards) {
            if (board.picture != last) pixels += board.picture.pixels();
            last = board.picture;
        }
        return pixels > MOST_PIXELS;
    }

    /** The picture as it is after a change. */
    Canvas with(Raster changed) {
        return new Canvas(changed, source.changed(), panes);
    }

    Canvas with(Raster other, Source from) {
        return new Canvas(other, from, panes);
    }

    Canvas with(PaneState added) {
        List<PaneState> more = new ArrayList<>(panes);
        more.add(added);
        return new Canvas(picture, source, more);
    }

    Canvas without(int id) {
        return new Canvas(picture, source, panes.stream().filter(pane -> pane.id() != id).toList());
    }

    Canvas change(int id, UnaryOperator<PaneState> change) {
        return new Canvas(picture, source, panes.stream().map(pane -> pane.id() == id ? change.apply(pane) : pane).toList());
    }
}
