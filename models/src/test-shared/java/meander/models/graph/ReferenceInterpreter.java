package meander.models.graph;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Operations as their definitions read, in plain loops over float64, shapes included: what compilers and passes are compared with. */
public final class ReferenceInterpreter {
    private ReferenceInterpreter() {}

    /** Numbers with a shape, row-major. */
    public record Array(int[] dims, double[] data) {
        static Array zeros(int... dims) {
            return new Array(dims, new double[Arrays.stream(dims).reduce(1, (a, b) -> a * b)]);
        }

        public static Array of(Tensor tensor) {
            return new Array(tensor.shape().dims(),
                    IntStream.range(0, tensor.data().length).mapToDouble(i -> tensor.data()[i]).toArray());
        }

        Tensor tensor() {
            float[] narrow = new float[data.length];
            for (int i = 0; i < narrow.length; i++)
                narrow[i] = (float) data[i];
            return new Tensor(Shape.of(dims), narrow);
        }

        private int at(int... index) {
            int at = 0;
            for (int axis = 0; axis < dims.length; axis++)
                at = at * dims[axis] + index[axis];
            return at;
        }

        /** Indexed from the end, repeating axes of size 1. */
        private double repeated(int[] index) {
            int at = 0;
            for (int axis = 0; axis < dims.length; axis++)
                at = at * dims[axis] + (dims[axis] == 1 ? 0 : index[index.length - dims.length + axis]);
            return data[at];
        }
    }

    /** Every value of a graph. @param inputs by name */
    public static Map<Value, Array> evaluate(Graph graph, Map<String, Tensor> inputs, Weights weights) {
        return evaluate(graph, graph.values(), inputs, weights);
    }

    /** Some values of a graph and all that they are worked out from. @param inputs by name */
    public static Map<Value, Array> evaluate(Graph graph, Collection<Value> results, Map<String, Tensor> inputs, Weights weights) {
        Map<Value, Array> known = new HashMap<>();
        for (Value value : graph.readBy(results).stream().mapToObj(graph.values()::get).toList())
            known.put(value, switch (value.op()) {
                case Op.Input(String name, _) -> Array.of(inputs.get(name));
                case Op.Parameter parameter -> Array.of(weights.get(parameter));
                case Op.Constant(Tensor tensor) -> Array.of(tensor);
                default -> apply(value.op(), value.operands().stream().map(known::get).toList());
            });
        return known;
    }

    /** The result of one operation. */
    public static Array apply(Op op, List<Array> operands) {
        Array x = operands.getFirst();
        return switch (op) {
            case Op.Input _,Op.Parameter _,Op.Constant _ -> throw new IllegalArgumentException(op + " computes nothing");
            case Op.Unary(Op.Unary.Function function) -> each(x, v -> switch (function) {
                case NEGATE -> -v;
                case ABSOLUTE -> v < 0 ? -v : v;
                case SQUARE -> v * v;
                case SQRT -> Math.sqrt(v);
                case RECIPROCAL -> 1 / v;
                case EXP -> Math.exp(v);
                case LOG -> Math.log(v);
                case SIN -> Math.sin(v);
                case COS -> Math.cos(v);
                case TANH -> Math.tanh(v);
                case SIGMOID -> 1 / (1 + Math.exp(-v));
                case SOFTPLUS -> Math.log(1 + Math.exp(v));
                case ERF -> erf(v);
                case FLOOR -> Math.floor(v);
                case SIGN -> v > 0 ? 1 : v < 0 ? -1 : 0;
            });
            case Op.LeakyRelu(double slope) -> each(x, v -> v > 0 ? v : slope * v);
            case Op.Clamp(double min, double max) -> each(x, v -> v < min ? min : v > max ? max : v);
            case Op.Binary(Op.Binary.Function function) -> {
                Array b = operands.get(1);
                Array y = Array.zeros(together(x.dims, b.dims));
                indices(y.dims, i -> {
                    double l = x.repeated(i);
                    double r = b.repeated(i);
                    y.data[y.at(i)] = switch (function) {
                        case ADD -> l + r;
                        case SUBTRACT -> l - r;
                        case MULTIPLY -> l * r;
                        case DIVIDE -> l / r;
                        case MINIMUM -> l < r ? l : r;
                        case MAXIMUM -> l > r ? l : r;
                        case LESS -> l < r ? 1 : 0;
                    };
                });
                yield y;
            }
            case Op.Softmax(int axis) -> {
                double[] sums = new double[x.data.length];
                Array y = Array.zeros(x.dims);
                indices(x.dims, i -> {
                    int[] first = i.clone();
                    first[axis] = 0;
                    sums[x.at(first)] += Math.exp(x.data[x.at(i)]);
                });
                indices(x.dims, i -> {
                    int[] first = i.clone();
                    first[axis] = 0;
                    y.data[y.at(i)] = Math.exp(x.data[x.at(i)]) / sums[x.at(first)];
                });
                yield y;
            }
            case Op.Reduce(Op.Reduce.Function function, List<Integer> axes, boolean keep) -> {
                int[] kept = x.dims.clone();
                axes.forEach(axis -> kept[axis] = 1);
                Array y = Array.zeros(kept);
                indices(x.dims, i -> {
                    int[] to = i.clone();
                    axes.forEach(axis -> to[axis] = 0);
                    y.data[y.at(to)] += x.data[x.at(i)];
                });
                if (function == Op.Reduce.Function.MEAN) Arrays.setAll(y.data, i -> y.data[i] * y.data.length / x.data.length);
                yield keep
                        ? y
                        : new Array(IntStream.range(0, kept.length).filter(axis -> !axes.contains(axis)).map(axis -> kept[axis])
                                .toArray(), y.data);
            }
            case Op.Reshape(Shape shape, _) -> new Array(shape.dims(), x.data);
            case Op.Transpose(List<Integer> axes) -> {
                Array y = Array.zeros(axes.stream().mapToInt(axis -> x.dims[axis]).toArray());
                indices(y.dims, i -> {
                    int[] from = new int[i.length];
                    for (int axis = 0; axis < i.length; axis++)
                        from[axes.get(axis)] = i[axis];
                    y.data[y.at(i)] = x.data[x.at(from)];
                });
                yield y;
            }
            case Op.Concat(int axis) -> {
                int[] dims = x.dims.clone();
                dims[axis] = operands.stream().mapToInt(operand -> operand.dims[axis]).sum();
                Array y = Array.zeros(dims);
                int[] start = {0};
                for (Array operand : operands) {
                    indices(operand.dims, i -> {
                        int[] to = i.clone();
                        to[axis] += start[0];
                        y.data[y.at(to)] = operand.data[operand.at(i)];
                    });
                    start[0] += operand.dims[axis];
                }
                yield y;
            }
            case Op.Slice(int axis, int from, int to) -> {
                int[] dims = x.dims.clone();
                dims[axis] = to - from;
                Array y = Array.zeros(dims);
                indices(dims, i -> {
                    int[] source = i.clone();
                    source[axis] += from;
                    y.data[y.at(i)] = x.data[x.at(source)];
                });
                yield y;
            }
            case Op.Pad2d(Op.Padding p, Op.Pad2d.Mode mode) -> {
                int h = x.dims[2];
                int w = x.dims[3];
                Array y = Array.zeros(x.dims[0], x.dims[1], p.top() + h + p.bottom(), p.left() + w + p.right());
                indices(y.dims, i -> {
                    int row = inside(i[2] - p.top(), h, mode);
                    int column = inside(i[3] - p.left(), w, mode);
                    if (row >= 0 && column >= 0) y.data[y.at(i)] = x.data[x.at(i[0], i[1], row, column)];
                });
                yield y;
            }
            case Op.MatMul _ -> {
                Array b = operands.get(1);
                int m = x.dims[x.dims.length - 2];
                int k = x.dims[x.dims.length - 1];
                int n = b.dims[b.dims.length - 1];
                int[] batch = together(Arrays.copyOf(x.dims, x.dims.length - 2), Arrays.copyOf(b.dims, b.dims.length - 2));
                int[] dims = Arrays.copyOf(batch, batch.length + 2);
                dims[batch.length] = m;
                dims[batch.length + 1] = n;
                Array y = Array.zeros(dims);
                indices(dims, i -> {
                    int[] left = i.clone();
                    int[] right = i.clone();
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        left[i.length - 1] = p;
                        right[i.length - 2] = p;
                        sum += matrix(x, left) * matrix(b, right);
                    }
                    y.data[y.at(i)] = sum;
                });
                yield y;
            }
            case Op.Conv2d(int stride, Op.Padding p, int groups) -> convolve(x, operands.get(1), stride, p, groups);
            case Op.ConvTranspose2d(int stride, Op.Padding p, int outputPadding, int groups) ->
                spread(x, operands.get(1), stride, p, outputPadding, groups);
            case Op.InstanceNorm(double epsilon) -> normalize(x, epsilon);
            case Op.GridSample _ -> lookUp(x, operands.get(1));
            case Op.StopGradient _ -> x;
            case Op.Gradient _ -> throw new IllegalArgumentException("not evaluated here");
            case Op.UpsampleNearest(int factor) -> {
                Array y = Array.zeros(x.dims[0], x.dims[1], x.dims[2] * factor, x.dims[3] * factor);
                indices(y.dims, i -> y.data[y.at(i)] = x.data[x.at(i[0], i[1], i[2] / factor, i[3] / factor)]);
                yield y;
            }
            case Op.PixelShuffle(int factor) -> {
                Array y = Array.zeros(x.dims[0], x.dims[1] / factor / factor, x.dims[2] * factor, x.dims[3] * factor);
                indices(y.dims, i -> y.data[y.at(i)] = x.data[x.at(i[0], (i[1] * factor + i[2] % factor) * factor + i[3] % factor,
                        i[2] / factor, i[3] / factor)]);
                yield y;
            }
        };
    }

    /** The area under the curve by Simpson's rule. */
    private static double erf(double x) {
        int steps = 1000;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double at = x * i / steps;
            sum += Math.exp(-at * at) * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return 2 / Math.sqrt(Math.PI) * sum * x / steps / 3;
    }

    /** Leading axes repeat, the two of the matrix itself do not. */
    private static double matrix(Array x, int[] index) {
        int at = 0;
        for (int axis = 0; axis < x.dims.length; axis++) {
            boolean repeats = axis < x.dims.length - 2 && x.dims[axis] == 1;
            at = at * x.dims[axis] + (repeats ? 0 : index[index.length - x.dims.length + axis]);
        }
        return x.data[at];
    }

    private static int inside(int i, int size, Op.Pad2d.Mode mode) {
        if (i >= 0 && i < size) return i;
        return switch (mode) {
            case ZERO -> -1;
            case REPLICATE -> i < 0 ? 0 : size - 1;
            case REFLECT -> i < 0 ? -i : 2 * (size - 1) - i;
        };
    }

    private static Array convolve(Array x, Array kernel, int stride, Op.Padding p, int groups) {
        int out = kernel.dims[0];
        int in = kernel.dims[1];
        int kh = kernel.dims[2];
        int kw = kernel.dims[3];
        int h = x.dims[2];
        int w = x.dims[3];
        Array y = Array.zeros(x.dims[0], out, (h + p.top() + p.bottom() - kh) / stride + 1,
                (w + p.left() + p.right() - kw) / stride + 1);
        indices(y.dims, i -> {
            double sum = 0;
            int firstChannel = i[1] / (out / groups) * in;
            for (int c = 0; c < in; c++)
                for (int a = 0; a < kh; a++)
                    for (int b = 0; b < kw; b++) {
                        int row = i[2] * stride + a - p.top();
                        int column = i[3] * stride + b - p.left();
                        if (row >= 0 && row < h && column >= 0 && column < w)
                            sum += x.data[((i[0] * x.dims[1] + firstChannel + c) * h + row) * w + column]
                                    * kernel.data[((i[1] * in + c) * kh + a) * kw + b];
                    }
            y.data[y.at(i)] = sum;
        });
        return y;
    }

    private static Array normalize(Array x, double epsilon) {
        int size = x.dims[2] * x.dims[3];
        Array y = Array.zeros(x.dims);
        for (int map = 0; map < x.dims[0] * x.dims[1]; map++) {
            double[] pixels = Arrays.copyOfRange(x.data, map * size, (map + 1) * size);
            double mean = Arrays.stream(pixels).sum() / size;
            double variance = Arrays.stream(pixels).map(v -> (v - mean) * (v - mean)).sum() / size;
            for (int i = 0; i < size; i++)
                y.data[map * size + i] = (pixels[i] - mean) / Math.sqrt(variance + epsilon);
        }
        return y;
    }

    private static Array lookUp(Array x, Array grid) {
        int h = x.dims[2];
        int w = x.dims[3];
        Array y = Array.zeros(x.dims[0], x.dims[1], grid.dims[1], grid.dims[2]);
        indices(y.dims, i -> {
            double column = ((grid.data[grid.at(i[0], i[2], i[3], 0)] + 1) * w - 1) / 2;
            double row = ((grid.data[grid.at(i[0], i[2], i[3], 1)] + 1) * h - 1) / 2;
            double sum = 0;
            for (int r = 0; r < h; r++)
                for (int c = 0; c < w; c++)
                    sum += Math.max(0, 1 - Math.abs(row - r)) * Math.max(0, 1 - Math.abs(column - c))
                            * x.data[x.at(i[0], i[1], r, c)];
            y.data[y.at(i)] = sum;
        });
        return y;
    }

    private static Array spread(Array x, Array kernel, int stride, Op.Padding p, int outputPadding, int groups) {
        int out = kernel.dims[1];
        int kh = kernel.dims[2];
        int kw = kernel.dims[3];
        int in = x.dims[1] / groups;
        Array y = Array.zeros(x.dims[0], out * groups, (x.dims[2] - 1) * stride + kh - p.top() - p.bottom() + outputPadding,
                (x.dims[3] - 1) * stride + kw - p.left() - p.right() + outputPadding);
        indices(x.dims, i -> {
            for (int o = 0; o < out; o++)
                for (int a = 0; a < kh; a++)
                    for (int b = 0; b < kw; b++) {
                        int row = i[2] * stride + a - p.top();
                        int column = i[3] * stride + b - p.left();
                        if (row >= 0 && row < y.dims[2] && column >= 0 && column < y.dims[3])
                            y.data[y.at(i[0], i[1] / in * out + o, row, column)] += x.data[x.at(i)]
                                    * kernel.data[((i[1] * out + o) * kh + a) * kw + b];
                    }
        });
        return y;
    }

    private interface Function {
        double apply(double x);
    }

    private static Array each(Array x, Function function) {
        return new Array(x.dims, Arrays.stream(x.data).map(function::apply).toArray());
    }

    private static int[] together(int[] a, int[] b) {
        int[] dims = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= dims.length; i++) {
            int left = i <= a.length ? a[a.length - i] : 1;
            int right = i <= b.length ? b[b.length - i] : 1;
            dims[dims.length - i] = left == 1 ? right : left;
        }
        return dims;
    }

    private static void indices(int[] dims, Consumer<int[]> action) {
        int count = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        for (int i = 0; i < count; i++) {
            int[] index = new int[dims.length];
            for (int axis = dims.length - 1, rest = i; axis >= 0; rest /= dims[axis--])
                index[axis] = rest % dims[axis];
            action.accept(index);
        }
    }

    /** Normal numbers. */
    public static Tensor random(long seed, int... dims) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor tensor = Tensor.zeros(dims);
        for (int i = 0; i < tensor.data().length; i++)
            tensor.data()[i] = (float) random.nextGaussian();
        return tensor;
    }

    /** The largest difference, as a share of the largest number expected or of 1 if that is more; infinite if the shapes differ. */
    public static double error(Tensor found, Array expected) {
        return error(Array.of(found), expected);
    }

    /** As {@link #error(Tensor, Array)}. */
    public static double error(Array found, Array expected) {
        if (!Arrays.equals(found.dims, expected.dims)) return Double.POSITIVE_INFINITY;
        double scale = Math.max(1, Arrays.stream(expected.data).map(Math::abs).max().orElse(0));
        double most = 0;
        for (int i = 0; i < expected.data.length; i++) {
            double error = Math.abs(found.data[i] - expected.data[i]) / scale;
            most = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(most, error);
        }
        return most;
    }
}
