package meander.app.translate;

/** How a picture is cut for a network. */
final class Tiles {
    /** All at once while that is quick and small, and else in pieces. */
    static final int AUTOMATIC = -1;
    /** What may be chosen: sides in pixels, 0 for all at once. */
    static final java.util.List<Integer> CHOICES = java.util.List.of(AUTOMATIC, 0, 256, 512);

    /** More pixels than that take a network’s memory to gigabytes. */
    private static final long WHOLE = 1 << 20;
    private static final int USUAL = 512;

    private Tiles() {}

    /** @return side of the tiles, 0 for all at once */
    static int side(int choice, Raster picture) {
        if (choice == AUTOMATIC) return picture.pixels() > WHOLE ? USUAL : 0;
        return choice;
    }
}
