package meander.app.translate;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

import meander.app.picture.Raster;

/** Pours a colour into a place: over all neighbours that look alike. */
final class FloodFill {
    /** How far a channel may be off: so much that the soft edge of a line is filled up to its middle. */
    private static final int ALIKE = 96;

    private FloodFill() {}

    /** The picture with everything filled that hangs together with a place and looks like it; the picture itself where nothing changes. */
    static Raster at(Raster picture, int x, int y, int colour) {
        int width = picture.width();
        int[] argb = picture.argb().clone();
        int like = picture.at(x, y);
        BitSet seen = new BitSet(argb.length);
        Deque<Integer> waiting = new ArrayDeque<>();
        waiting.push(y * width + x);
        while (!waiting.isEmpty()) {
            int at = waiting.pop();
            if (seen.get(at)) continue;
            int row = at / width * width;
            int left = at;
            while (left > row && open(picture, seen, left - 1, like))
                left--;
            int right = at;
            while (right < row + width - 1 && open(picture, seen, right + 1, like))
                right++;
            for (int each = left; each <= right; each++) {
                seen.set(each);
                argb[each] = colour;
                for (int next : new int[]{each - width, each + width})
                    if (next >= 0 && next < argb.length && open(picture, seen, next, like)) waiting.push(next);
            }
        }
        return java.util.Arrays.equals(argb, picture.argb()) ? picture : new Raster(width, picture.height(), argb);
    }

    private static boolean open(Raster picture, BitSet seen, int at, int like) {
        return !seen.get(at) && alike(picture.argb()[at], like);
    }

    private static boolean alike(int a, int b) {
        for (int shift = 0; shift < 32; shift += 8)
            if (Math.abs((a >>> shift & 0xFF) - (b >>> shift & 0xFF)) > ALIKE) return false;
        return true;
    }
}
