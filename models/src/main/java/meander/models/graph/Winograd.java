package meander.models.graph;

import meander.models.graph.Op.Padding;

public final class Winograd {
    private static final float[] BT = { 4, 0, -5, 0, 1, 0, 0, -4, -4, 1, 1, 0, 0, 4, -4, -1, 1, 0, 0, -2, -1, 2, 1, 0, 0, 2, -1, -2, 1, 0, 0, 4, 0, -5, 0, 1 };
    private static final float[] G = { 1f / 4, 0, 0, -1f / 6, -1f / 6, -1f / 6, -1f / 6, 1f / 6, -1f / 6, 1f / 24, 1f / 12, 1f / 6, 1f / 24, -1f / 12, 1f / 6, 0, 0, 1 };
    private static final float[] AT = { 1, 1, 1, 1, 1, 0, 0, 1, -1, 2, -2, 0, 0, 1, 1, 4, 4, 0, 0, 1, -1, 8, -8, 1 };

    public static Value convolve(Value x, Value k, int variant) {
        return output(multiply(k, input(x)), x.shape().dim(2), x.shape().dim(3), variant);
    }

    static float[] kron(float[] m, int rows, int cols) {
        float[] out = new float[rows * rows * cols * cols];
        for (int r = 0; r < rows * rows; r++) for (int c = 0; c < cols * cols; c++) out[r * cols * cols + c] = m[r / rows * cols + c / cols] * m[r % rows * cols + c % cols];
        return out;
    }

    public static Value input(Value x) { // [1,C,H,W] → [36,C,T]
        int c = x.shape().dim(1), h = x.shape().dim(2), w = x.shape().dim(3);
        Value kernel = x.graph().constant(new Tensor(Shape.of(36, 1, 6, 6), kron(BT, 6, 6)));
        Value t = x.reshape(c, 1, h, w).conv2d(kernel, 4, new Padding(1, 1, 1, 1), 1);
        return t.transpose(1, 0, 2, 3).reshape(36, c, h / 4 * (w / 4));
    }

    public static Value multiply(Value k, Value v) {
        int o = k.shape().dim(0), i = k.shape().dim(1);
        Value g = k.graph().constant(new Tensor(Shape.of(36, 9), kron(G, 6, 3)));
        Value u = g.matmul(k.reshape(o * i, 9).transpose(1, 0)).reshape(36, o, i);
        return u.matmul(v);
    }

    public static Value output(Value m, int h, int w, int variant) {
        int o = m.shape().dim(1), th = h / 4, tw = w / 4;
        float[] a = kron(AT, 4, 6); // [16,36]
        Graph graph = m.graph();
        if (variant == 0) {
            float[] t = new float[36 * 16];
            for (int r = 0; r < 16; r++) for (int c = 0; c < 36; c++) t[c * 16 + r] = a[r * 36 + c];
            Value kernel = graph.constant(new Tensor(Shape.of(36, 1, 4, 4), t));
            return m.reshape(36, o, th, tw).transpose(1, 0, 2, 3).convTranspose2d(kernel, 4, Padding.NONE, 0, 1).reshape(1, o, h, w);
        }
        Value y = graph.constant(new Tensor(Shape.of(16, 36), a)).matmul(m.reshape(36, o * th * tw)); // [16, o*T]
        if (variant == 1) return y.reshape(4, 4, o, th, tw).transpose(2, 3, 0, 4, 1).reshape(1, o, h, w);
        // two steps
        return y.reshape(4, 4, o * th, tw).transpose(2, 0, 3, 1).reshape(1, o, h, w);
    }
}
