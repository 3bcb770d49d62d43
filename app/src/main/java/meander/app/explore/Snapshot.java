package meander.app.explore;

import meander.models.render.Frame;

/** A place that was worth keeping, with a small picture of it. @param small no side longer than {@value #SIDE} pixels */
public record Snapshot(ViewBookmark place, Frame small) {
    /** The longest side of the small picture, in pixels. */
    public static final int SIDE = 128;
}
