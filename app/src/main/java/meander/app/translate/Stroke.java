package meander.app.translate;

import meander.app.picture.Raster;

/**
 * One stroke of a round pen. What it covers is kept apart from the picture until the stroke ends, so that where its pieces meet nothing is
 * covered twice. How hard a tablet’s pen is pressed cannot be heard here: JavaFX gives a pen’s moves as those of a mouse.
 */
final class Stroke {
    private final Raster before;
    private final int colour;
    private final double radius;
    private final byte[] covered; // 0 … 255, of before
    private Raster now;
    private double x;
    private double y;

    /** @param width of the pen, in pixels, @param x and @param y where it is set down, in pixels; 0.5 is the middle of the first one */
    Stroke(Raster before, int colour, double width, double x, double y) {
        this.before = before;
        this.colour = colour;
        this.radius = width / 2;
        this.covered = new byte[before.argb().length];
        this.now = before;
        this.x = x;
        this.y = y;
        to(x, y);
    }

    /** Goes on in a straight line. @return the picture with the stroke as far as it has come */
    Raster to(double nextX, double nextY) {
        int left = Math.max(0, (int) Math.floor(Math.min(x, nextX) - radius - 1));
        int right = Math.min(before.width() - 1, (int) Math.ceil(Math.max(x, nextX) + radius + 1));
        int top = Math.max(0, (int) Math.floor(Math.min(y, nextY) - radius - 1));
        int bottom = Math.min(before.height() - 1, (int) Math.ceil(Math.max(y, nextY) + radius + 1));
        if (left <= right && top <= bottom) {
            int[] argb = now.argb().clone();
            for (int row = top; row <= bottom; row++)
                for (int column = left; column <= right; column++) {
                    int at = row * before.width() + column;
                    int cover = cover(distance(column + 0.5, row + 0.5, nextX, nextY));
                    if (cover <= (covered[at] & 0xFF)) continue;
                    covered[at] = (byte) cover;
                    argb[at] = Raster.over(colour, before.argb()[at], cover);
                }
            now = new Raster(before.width(), before.height(), argb);
        }
        x = nextX;
        y = nextY;
        return now;
    }

    Raster picture() {
        return now;
    }

    /** A pen thinner than a pixel covers that pixel in part. */
    private int cover(double distance) {
        double inside = Math.clamp(radius + 0.5 - distance, 0, 1);
        return (int) Math.round(255 * Math.min(inside, 2 * radius));
    }

    private double distance(double toX, double toY, double endX, double endY) {
        double dx = endX - x;
        double dy = endY - y;
        double length = dx * dx + dy * dy;
        double along = length == 0 ? 0 : Math.clamp(((toX - x) * dx + (toY - y) * dy) / length, 0, 1);
        return Math.hypot(toX - x - along * dx, toY - y - along * dy);
    }
}
