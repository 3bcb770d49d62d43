package meander.models.lowering;

import java.util.Arrays;
import java.util.stream.IntStream;

import meander.models.graph.Graph;
import meander.models.graph.Op;
import meander.models.graph.Op.Padding;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/** What PyTorch has as one operator and our graph as several. */
final class TensorFunctions {
    private static final int MOST_SIDE = 4096;
    private static final int MOST_COPIES = 4096;
    private static final float CUBIC = -0.75f; // as PyTorch resizes

    private TensorFunctions() {}

    // Convolution

    /** Null for no bias. */
    record Convolution(int[] stride, int[] padding, int[] dilation, int groups) {}

    static Value conv2d(Value x, Value kernel, Value bias, Convolution how) {
        Value dilated = dilated(kernel, how.dilation());
        Padding padding = new Padding(how.padding()[0], how.padding()[1], how.padding()[0], how.padding()[1]);
        boolean even = how.stride()[0] == how.stride()[1];
        Value y = x.conv2d(dilated, even ? how.stride()[0] : 1, padding, how.groups());
        if (!even) y = every(every(y, 2, how.stride()[0]), 3, how.stride()[1]);
        return bias == null ? y : y.add(bias.channels());
    }

    static Value convTranspose2d(Value x, Value kernel, Value bias, Convolution how, int[] outputPadding) {
        if (how.stride()[0] != how.stride()[1] || outputPadding[0] != outputPadding[1])
            throw new EngineOnlyException("a transposed convolution of two strides");
        Padding padding = new Padding(how.padding()[0], how.padding()[1], how.padding()[0], how.padding()[1]);
        Value y = x.convTranspose2d(dilated(kernel, how.dilation()), how.stride()[0], padding, outputPadding[0], how.groups());
        return bias == null ? y : y.add(bias.channels());
    }

    /** A kernel with zeros between its rows and columns. */
    private static Value dilated(Value kernel, int[] dilation) {
        return spread(spread(kernel, 2, dilation[0]), 3, dilation[1]);
    }

    private static Value spread(Value x, int axis, int step) {
        int size = x.shape().dim(axis);
        if (step == 1 || size == 1) return x;
        int[] apart = inserted(x.shape().dims(), axis + 1, 1);
        Value split = x.reshape(apart);
        apart[axis + 1] = step - 1;
        Value zeros = x.graph().constant(Tensor.zeros(apart));
        Value joined = split.concat(axis + 1, zeros);
        return joined.reshape(x.shape().with(axis, size * step).dims()).slice(axis, 0, size * step - step + 1);
    }

    // Parts

    /** Elements 0, step, 2·step … along an axis. */
    static Value every(Value x, int axis, int step) {
        int size = x.shape().dim(axis);
        if (step == 1) return x;
        int count = Math.ceilDiv(size, step);
        Value filled = x;
        if (count * step > size) {
            Value rest = x.graph().constant(Tensor.zeros(x.shape().with(axis, count * step - size).dims()));
            filled = x.concat(axis, rest);
        }
        int[] apart = inserted(x.shape().with(axis, count).dims(), axis + 1, step);
        return filled.reshape(apart).slice(axis + 1, 0, 1).reshape(x.shape().with(axis, count).dims());
    }

    static int[] inserted(int[] dims, int at, int size) {
        int[] longer = new int[dims.length + 1];
        System.arraycopy(dims, 0, longer, 0, at);
        longer[at] = size;
        System.arraycopy(dims, at, longer, at + 1, dims.length - at);
        return longer;
    }

    static int[] removed(int[] dims, int at) {
        return IntStream.range(0, dims.length).filter(axis -> axis != at).map(axis -> dims[axis]).toArray();
    }

    /** The same numbers again along axes of size 1. */
    static Value expanded(Value x, int... dims) {
        Shape shape = x.shape();
        if (dims.length < shape.rank())
            throw new IllegalArgumentException(shape + " does not expand to " + Arrays.toString(dims));
        int[] from = new int[dims.length];
        int[] ones = new int[dims.length];
        boolean same = true;
        for (int axis = 0; axis < dims.length; axis++) {
            int back = axis - dims.length + shape.rank();
            from[axis] = back < 0 ? 1 : shape.dim(back);
            int wanted = dims[axis] == -1 && back >= 0 ? from[axis] : dims[axis];
            if (wanted < 0 || from[axis] != wanted && from[axis] != 1)
                throw new IllegalArgumentException(shape + " does not expand to " + Arrays.toString(dims));
            ones[axis] = from[axis] == wanted ? 1 : wanted;
            same &= ones[axis] == 1;
        }
        Value right = x.reshape(from);
        return same ? right : right.mul(x.graph().constant(Tensor.full(1, ones)));
    }

    static Value repeated(Value x, int[] times) {
        if (times.length < x.shape().rank()) throw new IllegalArgumentException("fewer repetitions than axes");
        int[] dims = new int[times.length];
        for (int axis = 0; axis < times.length; axis++)
            dims[axis] = axis < times.length - x.shape().rank() ? 1 : x.shape().dim(axis - times.length + x.shape().rank());
        Value y = x.reshape(dims);
        for (int axis = 0; axis < times.length; axis++) {
            if (times[axis] < 1 || times[axis] > MOST_COPIES) throw new EngineOnlyException("so many copies");
            if (times[axis] == 1) continue;
            Value[] copies = new Value[times[axis] - 1];
            Arrays.fill(copies, y);
            y = y.concat(axis, copies);
        }
        return y;
    }

    // Normalisation

    /** With the statistics of these numbers themselves. */
    static Value standardised(Value x, double epsilon, int... axes) {
        Value apart = x.sub(x.mean(axes));
        return apart.mul(apart.square().mean(axes).add(epsilon).rsqrt());
    }

    /** Scaled and shifted along axis 1; null for no scale or no shift. */
    static Value affine(Value x, Value scale, Value shift) {
        int[] dims = new int[x.shape().rank()];
        Arrays.fill(dims, 1);
        dims[1] = x.shape().dim(1);
        Value y = scale == null ? x : x.mul(scale.reshape(dims));
        return shift == null ? y : y.add(shift.reshape(dims));
    }

    /** Batch normalisation with statistics that were kept. */
    static Value normalised(Value x, Value mean, Value variance, Value scale, Value shift, double epsilon) {
        Value factor = variance.add(epsilon).rsqrt();
        if (scale != null) factor = factor.mul(scale);
        Value offset = mean.mul(factor).negate();
        if (shift != null) offset = offset.add(shift);
        return affine(x, factor, offset);
    }

    /** All axes but the first two. */
    static int[] spatial(Value x) {
        return IntStream.range(2, x.shape().rank()).toArray();
    }

    static Value groupNormalised(Value x, int groups, Value scale, Value shift, double epsilon) {
        Shape shape = x.shape();
        if (shape.rank() < 2 || shape.dim(1) % groups != 0)
            throw new IllegalArgumentException(shape + " has no " + groups + " groups of channels");
        int rest = shape.elements() / Math.max(1, shape.dim(0) * groups);
        Value y = standardised(x.reshape(shape.dim(0), groups, rest), epsilon, 2);
        return affine(y.reshape(shape.dims()), scale, shift);
    }

    static Value layerNormalised(Value x, int[] dims, Value scale, Value shift, double epsilon) {
        int rank = x.shape().rank();
        int first = rank - dims.length;
        for (int i = 0; i < dims.length; i++)
            if (first < 0 || x.shape().dim(first + i) != dims[i])
                throw new IllegalArgumentException(x.shape() + " does not end in " + Arrays.toString(dims));
        Value y = standardised(x, epsilon, IntStream.range(first, rank).toArray());
        if (scale != null) y = y.mul(scale);
        return shift == null ? y : y.add(shift);
    }

    // Resizing

    /** One side of a picture as sums of that of another. */
    private interface Taps {
        /** Adds what an output takes of each input. */
        void of(int output, float[] row);
    }

    private static Value resized(Value x, int axis, int size, Taps taps) {
        int from = x.shape().dim(axis);
        if (from > MOST_SIDE || size > MOST_SIDE || size < 1) throw new EngineOnlyException("a picture of that size");
        float[] matrix = new float[from * size];
        float[] row = new float[from];
        for (int output = 0; output < size; output++) {
            Arrays.fill(row, 0);
            taps.of(output, row);
            for (int input = 0; input < from; input++)
                if (axis == 3) matrix[input * size + output] = row[input];
                else
                    matrix[output * from + input] = row[input];
        }
        Graph graph = x.graph();
        return axis == 3
                ? x.matmul(graph.constant(new Tensor(Shape.of(from, size), matrix)))
                : graph.constant(new Tensor(Shape.of(size, from), matrix)).matmul(x);
    }

    /** @param scale by which the side grew, or 0 where its sizes say it */
    static Value nearest(Value x, int[] sizes, double[] scales, boolean exact) {
        int rows = x.shape().dim(2);
        int columns = x.shape().dim(3);
        int factor = sizes[0] / Math.max(1, rows);
        boolean whole = sizes[0] == factor * rows && sizes[1] == factor * columns && factor >= 1
                && Arrays.stream(scales).allMatch(scale -> scale == 0 || scale == factor);
        if (whole) return factor == 1 ? x : x.upsampleNearest(factor);
        Value y = x;
        for (int i = 0; i < 2; i++) {
            int from = x.shape().dim(2 + i);
            float step = scales[i] > 0 ? (float) (1 / scales[i]) : (float) from / sizes[i];
            y = resized(y, 2 + i, sizes[i],
                    (output, row) -> row[(int) Math.min(Math.floor((output + (exact ? 0.5f : 0)) * step), from - 1)] += 1);
        }
        return y;
    }

    static Value linear(Value x, int[] sizes, double[] scales, boolean corners, boolean cubic) {
        Value y = x;
        for (int i = 0; i < 2; i++) {
            int from = x.shape().dim(2 + i);
            int size = sizes[i];
            float step = corners
                    ? size > 1 ? (float) (from - 1) / (size - 1) : 0
                    : scales[i] > 0 ? (float) (1 / scales[i]) : (float) from / size;
            if (from == size && step == 1) continue;
            y = resized(y, 2 + i, size, (output, row) -> {
                float at = corners ? step * output : step * (output + 0.5f) - 0.5f;
                if (cubic) {
                    int first = (int) Math.floor(at);
                    float t = at - first;
                    float[] parts = {outer(t + 1), inner(t), inner(1 - t), outer(2 - t)};
                    for (int k = 0; k < 4; k++)
                        row[Math.clamp(first - 1L + k, 0, from - 1)] += parts[k];
                } else {
                    float positive = Math.max(at, 0);
                    int first = Math.min((int) positive, from - 1);
                    float t = positive - first;
                    row[first] += 1 - t;
                    row[Math.min(first + 1, from - 1)] += t;
                }
            });
        }
        return y;
    }

    private static float inner(float x) {
        return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
    }

    private static float outer(float x) {
        return ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC;
    }

    /** Means of as many parts as are wanted. */
    static Value adaptiveMean(Value x, int[] sizes) {
        if (sizes[0] == 1 && sizes[1] == 1) return x.mean(2, 3);
        Value y = x;
        for (int i = 0; i < 2; i++) {
            int from = x.shape().dim(2 + i);
            int size = sizes[i];
            if (from != size) y = resized(y, 2 + i, size, (output, row) -> {
                int start = output * from / size;
                int end = Math.ceilDiv((output + 1) * from, size);
                for (int input = start; input < end; input++)
                    row[input] = 1f / (end - start);
            });
        }
        return y;
    }

    static Value meanPool(Value x, int[] kernel, int[] stride, int[] padding) {
        int channels = x.shape().dim(1);
        Value weights = x.graph().constant(Tensor.full(1f / (kernel[0] * kernel[1]), channels, 1, kernel[0], kernel[1]));
        return conv2d(x, weights, null, new Convolution(stride, padding, new int[]{1, 1}, channels));
    }

    /** A border of the nearest numbers changes no largest number of a window that reaches inside. */
    static Value maxPool(Value x, int[] kernel, int[] stride, int[] padding) {
        if (2 * padding[0] > kernel[0] || 2 * padding[1] > kernel[1])
            throw new IllegalArgumentException("more padding than half a kernel");
        Value padded = padding[0] == 0 && padding[1] == 0
                ? x
                : x.pad(new Padding(padding[0], padding[1], padding[0], padding[1]), Op.Pad2d.Mode.REPLICATE);
        Value most = padded;
        for (int axis = 2; axis <= 3; axis++) {
            int size = kernel[axis - 2];
            int count = most.shape().dim(axis) - size + 1;
            if (count < 1) throw new IllegalArgumentException("a kernel larger than the picture");
            Value y = most.slice(axis, 0, count);
            for (int k = 1; k < size; k++)
                y = y.binary(Op.Binary.Function.MAXIMUM, most.slice(axis, k, k + count));
            most = every(y, axis, stride[axis - 2]);
        }
        return most;
    }

    // Choice

    /** Numbers of a row, in an order that is known. */
    static Value chosen(Value x, int axis, float[] indices) {
        Value[] parts = new Value[indices.length];
        for (int i = 0; i < indices.length; i++) {
            int at = (int) (indices[i] < 0 ? indices[i] + x.shape().dim(axis) : indices[i]);
            parts[i] = x.slice(axis, at, at + 1);
        }
        return parts.length == 1 ? parts[0] : parts[0].concat(axis, Arrays.copyOfRange(parts, 1, parts.length));
    }

    /** {@code [..] → [..,classes]}: 1 where the class is the number, else 0. */
    static Value oneHot(Value numbers, int classes) {
        float[] counted = new float[classes];
        for (int i = 0; i < classes; i++)
            counted[i] = i;
        Graph graph = numbers.graph();
        Value apart = numbers.reshape(inserted(numbers.shape().dims(), numbers.shape().rank(), 1))
                .sub(graph.constant(new Tensor(Shape.of(classes), counted)));
        return apart.abs().less(graph.constant(Tensor.scalar(0.5f)));
    }

    /** 1 where two numbers are equal, else 0. */
    static Value equal(Value a, Value b) {
        return not(a.less(b).add(b.less(a)));
    }

    /** @param truth 1 or 0 */
    static Value not(Value truth) {
        return truth.negate().add(1);
    }

    /** Without what is behind the point. */
    static Value truncated(Value x) {
        return x.abs().floor().mul(x.sign());
    }
}
