package meander.training.augment;

import meander.models.graph.Graph;
import meander.models.graph.Op.Unary.Function;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * Affine transformations of pictures one after the other, looked up once (ADA, appendix B). Places are rows {@code [x,y,1]} in
 * pixels from the middle, x to the right and y down; what is beyond the border is the picture reflected about its outer pixels.
 *
 * @param back     from a place in the result to where it was in the pictures, a third of a matrix: {@code [3,2]} or {@code [N,3,2]}
 * @param pictures {@code [N,C,H,W]}, H and W 2 or more
 */
record AffineWarp(Value pictures, Value back) {
    private static final float[] X = {1, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final float[] Y = {0, 0, 0, 0, 1, 0, 0, 0, 0};
    private static final float[] ONE = {0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final float[] XY = {1, 0, 0, 0, 1, 0, 0, 0, 0};
    private static final float[] CROSS = {0, 1, 0, -1, 0, 0, 0, 0, 0};
    private static final float[] RIGHT = {0, 0, 0, 0, 0, 0, 1, 0, 0};
    private static final float[] DOWN = {0, 0, 0, 0, 0, 0, 0, 1, 0};
    private static final float[] UNCHANGED = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    /** Nothing transformed yet. Places in the pictures are counted in reflections: 0 at the first pixel, ½ at the last. */
    static AffineWarp of(Value pictures) {
        float w = 2 * (pictures.shape().dim(3) - 1);
        float h = 2 * (pictures.shape().dim(2) - 1);
        return new AffineWarp(pictures,
                pictures.graph().constant(new Tensor(Shape.of(3, 2), new float[]{1 / w, 0, 0, 1 / h, 0.25f, 0.25f})));
    }

    /** Makes it so many times as wide and high. Factors are {@code [N,1,1]}, negative where it is mirrored as well. */
    AffineWarp scale(Value wide, Value high) {
        return then(wide.unary(Function.RECIPROCAL), X, high.unary(Function.RECIPROCAL), Y, ONE);
    }

    /** Turns it clockwise. @param angle in radians, {@code [N,1,1]} */
    AffineWarp turn(Value angle) {
        return then(angle.cos(), XY, angle.negate().sin(), CROSS, ONE);
    }

    /** Moves it. Distances are in pixels, {@code [N,1,1]}. */
    AffineWarp shift(Value right, Value down) {
        return then(right.negate(), RIGHT, down.negate(), DOWN, UNCHANGED);
    }

    /** Goes {@code a·A + b·B + C} further back, which is the inverse of what is done to the picture. */
    private AffineWarp then(Value a, float[] A, Value b, float[] B, float[] C) {
        Value matrix = a.mul(matrix(A)).add(b.mul(matrix(B))).add(matrix(C)); // [N,3,3]
        return new AffineWarp(pictures, matrix.matmul(back)); // [N,3,2]
    }

    private Value matrix(float[] entries) {
        return graph().constant(new Tensor(Shape.of(3, 3), entries));
    }

    /** Looks pixels up among pixels: exact where they fall on pixels, else bilinear. */
    Value amongPixels() {
        return pictures.sample(grid(1, 0)); // [N,C,H,W]
    }

    /** Looks pixels up at twice the resolution, between low-pass filters. */
    Value filtered() {
        return WaveletUpsampling.down(WaveletUpsampling.up(pictures).sample(grid(2, WaveletUpsampling.MARGIN))); // [N,C,H,W]
    }

    /** @param fineness of both pictures and result @param margin of the result, in fine pixels */
    private Value grid(int fineness, int margin) {
        int n = pictures.shape().dim(0);
        int h = fineness * (pictures.shape().dim(2) - 1) + 1;
        int w = fineness * (pictures.shape().dim(3) - 1) + 1;
        int rows = h + 2 * margin;
        int columns = w + 2 * margin;
        Value x = graph().constant(places(columns, fineness, false)).matmul(back.slice(1, 0, 1)); // [N,columns,2]
        Value y = graph().constant(places(rows, fineness, true)).matmul(back.slice(1, 1, 3)); // [N,rows,2]
        Value place = x.reshape(n, 1, columns, 2).add(y.reshape(n, rows, 1, 2)); // [N,rows,columns,2]
        Value reflected = place.sub(place.add(0.5).floor()).abs(); // from 0 to ½
        return reflected.mul(pair(4f * (w - 1) / w, 4f * (h - 1) / h)).add(pair(1f / w - 1, 1f / h - 1));
    }

    /** Distances from the middle in pixels, of fine ones. @param one whether each is followed by a 1 */
    private static Tensor places(int count, int fineness, boolean one) {
        Tensor places = Tensor.zeros(count, one ? 2 : 1);
        for (int i = 0; i < count; i++) {
            places.data()[one ? 2 * i : i] = (i - (count - 1) / 2f) / fineness;
            if (one) places.data()[2 * i + 1] = 1;
        }
        return places;
    }

    private Value pair(float x, float y) {
        return graph().constant(new Tensor(Shape.of(2), new float[]{x, y}));
    }

    private Graph graph() {
        return pictures.graph();
    }
}
