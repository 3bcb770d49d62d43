package meander.models.family.style.lucidrains;

import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.nn.Convolution;

/**
 * Attention whose cost grows with the number of pixels and not with its square (Shen et al., arXiv:1812.01243 §3.2), then two pointwise
 * convolutions, each added to what goes in.
 */
final class LinearAttention {
    private static final int HEADS = 8;
    private static final int HEAD_WIDTH = 64;
    private static final int WIDTH = HEADS * HEAD_WIDTH;
    private static final double EPSILON = 1e-5;

    private LinearAttention() {}

    /** x {@code [N,C,H,W]}, whose shape stays. */
    static Value of(Scope at, Value x) {
        Value attended = x.add(attention(at.at("0.fn.fn"), normalised(at.at("0.fn.norm"), x)));
        return attended.add(pointwise(at.at("1.fn.fn"), normalised(at.at("1.fn.norm"), attended)));
    }

    /** Every pixel to mean 0 and deviation 1 over its channels. */
    private static Value normalised(Scope at, Value x) {
        int channels = x.shape().dim(1);
        Value apart = x.sub(x.mean(1));
        return apart.mul(apart.square().mean(1).add(EPSILON).rsqrt()).mul(at.parameter("g", Initializer.ONE, 1, channels, 1, 1))
                .add(at.parameter("b", Initializer.ZERO, 1, channels, 1, 1));
    }

    private static Value attention(Scope at, Value x) {
        int channels = x.shape().dim(1);
        Value q = heads(Convolution.apply(at.at("to_q"), x, WIDTH, 1, 1, 0, false)); // [N,heads,width,H·W]
        Value depthwise = at.at("to_kv.net.0").parameter("weight", Initializer.STANDARD_NORMAL, channels, 1, 3, 3);
        Value kv = Convolution.apply(at.at("to_kv.net.1"), x.conv2d(depthwise, 1, Padding.all(1), channels), 2 * WIDTH, 1, 1, 0,
                false);
        Value k = heads(kv.slice(1, 0, WIDTH)).softmax(3);
        Value v = heads(kv.slice(1, WIDTH, 2 * WIDTH));
        Value context = v.matmul(k.transpose(0, 1, 3, 2)); // [N,heads,width,width]
        Value out = context.matmul(q.softmax(2).mul(1 / Math.sqrt(HEAD_WIDTH)));
        out = gelu(out.reshape(x.shape().dim(0), WIDTH, x.shape().dim(2), x.shape().dim(3)));
        return Convolution.apply(at.at("to_out"), out, channels, 1, 1, 0, true);
    }

    private static Value heads(Value x) {
        return x.reshape(x.shape().dim(0), HEADS, HEAD_WIDTH, x.shape().dim(2) * x.shape().dim(3));
    }

    /** {@code x·Φ(x)} (Hendrycks and Gimpel, arXiv:1606.08415). */
    private static Value gelu(Value x) {
        return x.mul(0.5).mul(x.mul(Math.sqrt(0.5)).erf().add(1));
    }

    private static Value pointwise(Scope at, Value x) {
        int channels = x.shape().dim(1);
        Value wide = Convolution.apply(at.at("0"), x, 2 * channels, 1, 1, 0, true).leakyRelu(Lucidrains.SLOPE);
        return Convolution.apply(at.at("2"), wide, channels, 1, 1, 0, true);
    }
}
