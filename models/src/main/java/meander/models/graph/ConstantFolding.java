package meander.models.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Constant folding: works out once, when a network is compiled, everything that depends on its weights alone, such as the
 * equalised learning-rate factor or {@code Σk W²} of a demodulated convolution. Reductions are accumulated in float64. As a pass it puts a
 * constant in the place of each such value that anything else reads; parameters stay what they are.
 */
public final class ConstantFolding implements Pass {
    private final Weights weights;
    private final Map<Value, Boolean> constant = new HashMap<>();
    private final Map<Value, Tensor> known = new HashMap<>();

    public ConstantFolding(Weights weights) {
        this.weights = weights;
    }

    @Override
    public String name() {
        return "constant folding";
    }

    @Override
    public Set<Condition> requires() {
        return Set.of(Condition.NOT_DIFFERENTIATED, Condition.UNFUSED);
    }

    @Override
    public Set<Condition> establishes() {
        return Set.of(Condition.CONSTANTS_FOLDED);
    }

    /** All that is a number of the graph once it is folded: constants that something reads which is worked out each time. Nothing is evaluated. */
    public List<Value> kept(Graph graph) {
        BitSet folded = folded(graph);
        return graph.values().stream().filter(value -> folded.get(value.id()) && isConstant(value)).toList();
    }

    private BitSet folded(Graph graph) {
        BitSet read = graph.readBy(graph.outputs().values());
        BitSet folded = new BitSet(); // what is read by something that is worked out each time
        graph.outputs().values().forEach(output -> folded.set(output.id()));
        read.stream().mapToObj(graph.values()::get).filter(user -> !isConstant(user))
                .forEach(user -> user.operands().forEach(operand -> folded.set(operand.id())));
        return folded;
    }

    @Override
    public Graph apply(Graph graph) {
        BitSet folded = folded(graph);
        return Rewriter.rewrite(graph, (rewriter, value) -> {
            boolean computed = !value.operands().isEmpty();
            if (computed && folded.get(value.id()) && isConstant(value)) rewriter.replace(value, evaluate(value));
            else
                rewriter.copy(value);
        });
    }

    /** Whether a value depends on weights alone, through operations that can be folded. */
    public boolean isConstant(Value value) {
        Boolean before = constant.get(value);
        if (before != null) return before;
        boolean now = switch (value.op()) {
            case Op.Constant _,Op.Parameter _ -> true;
            case Op.Input _,Op.Softmax _,Op.Pad2d _,Op.Conv2d _,Op.ConvTranspose2d _,Op.UpsampleNearest _,Op.PixelShuffle _,Op.GridSample _,Op.InstanceNorm _,Op.Gradient _,Op.StopGradient _ ->
                false;
            case Op.Unary _,Op.Binary _,Op.LeakyRelu _,Op.Clamp _,Op.Reduce _,Op.Reshape _,Op.Transpose _,Op.Concat _,Op.Slice _,Op.MatMul _ ->
                value.operands().stream().allMatch(this::isConstant);
        };
        constant.put(value, now);
        return now;
    }

    /** The value of a constant. Parameters are fetched anew at each call, derived values are kept. */
    public Tensor evaluate(Value value) {
        if (value.op() instanceof Op.Constant(Tensor tensor)) return tensor;
        if (value.op() instanceof Op.Parameter parameter) return weights.get(parameter);
        Tensor before = known.get(value);
        if (before != null) return before;
        List<Tensor> operands = value.operands().stream().map(this::evaluate).toList();
        Tensor now = apply(value, operands);
        if (value.shape().elements() <= KEPT_ELEMENTS) known.put(value, now);
        return now;
    }

    /** Larger results are cheaper to work out again than to hold until the whole network is compiled. */
    private static final int KEPT_ELEMENTS = 1 << 16;

    private static Tensor apply(Value value, List<Tensor> operands) {
        Shape shape = value.shape();
        Tensor x = operands.getFirst();
        return switch (value.op()) {
            case Op.Unary(Op.Unary.Function function) -> map(x, switch (function) {
                case NEGATE -> v -> -v;
                case ABSOLUTE -> Math::abs;
                case SQUARE -> v -> v * v;
                case SQRT -> Math::sqrt;
                case RECIPROCAL -> v -> 1 / v;
                case EXP -> Math::exp;
                case LOG -> Math::log;
                case SIN -> Math::sin;
                case COS -> Math::cos;
                case TANH -> Math::tanh;
                case SIGMOID -> v -> 1 / (1 + Math.exp(-v));
                case SOFTPLUS -> v -> Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
                case ERF -> ConstantFolding::erf;
                case FLOOR -> Math::floor;
                case SIGN -> Math::signum;
            });
            case Op.LeakyRelu(double slope) -> map(x, v -> v < 0 ? slope * v : v);
            case Op.Clamp(double min, double max) -> map(x, v -> Math.clamp(v, min, max));
            case Op.Binary(Op.Binary.Function function) -> broadcast(shape, x, operands.get(1), switch (function) {
                case ADD -> Double::sum;
                case SUBTRACT -> (a, b) -> a - b;
                case MULTIPLY -> (a, b) -> a * b;
                case DIVIDE -> (a, b) -> a / b;
                case MINIMUM -> Math::min;
                case MAXIMUM -> Math::max;
                case LESS -> (a, b) -> a < b ? 1 : 0;
            });
            case Op.Reduce reduce -> reduce(shape, x, reduce);
            case Op.Reshape _ -> new Tensor(shape, x.data());
            case Op.Transpose(List<Integer> axes) -> transpose(shape, x, axes);
            case Op.Concat(int axis) -> concat(shape, operands, axis);
            case Op.Slice(int axis, int from, _) -> slice(shape, x, axis, from);
            case Op.MatMul _ -> matmul(shape, x, operands.get(1));
            case Op.Input _,Op.Parameter _,Op.Constant _,Op.Softmax _,Op.Pad2d _,Op.Conv2d _,Op.ConvTranspose2d _,Op.UpsampleNearest _,Op.PixelShuffle _,Op.GridSample _,Op.InstanceNorm _,Op.Gradient _,Op.StopGradient _ ->
                throw new IllegalArgumentException(value + " is not folded");
        };
    }

    private interface Function {
        double apply(double x);
    }

    private interface Function2 {
        double apply(double a, double b);
    }

    private static Tensor map(Tensor x, Function function) {
        float[] out = new float[x.data().length];
        for (int i = 0; i < out.length; i++)
            out[i] = (float) function.apply(x.data()[i]);
        return new Tensor(x.shape(), out);
    }

    /** The series {@code 2/√π·e^(−x²)·Σ 2ⁿx²ⁿ⁺¹/(2n+1)!!}, whose terms all have one sign. */
    private static double erf(double x) {
        if (Math.abs(x) > 6) return Math.signum(x); // to the last bit
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++)
            sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    private static Tensor broadcast(Shape shape, Tensor a, Tensor b, Function2 function) {
        float[] out = new float[shape.elements()];
        if (b.data().length == 1 && a.shape().equals(shape)) {
            for (int i = 0; i < out.length; i++)
                out[i] = (float) function.apply(a.data()[i], b.data()[0]);
            return new Tensor(shape, out);
        }
        int[] as = broadcastStrides(a.shape(), shape);
        int[] bs = broadcastStrides(b.shape(), shape);
        int[] strides = shape.strides();
        for (int i = 0; i < out.length; i++) {
            int ia = 0;
            int ib = 0;
            for (int axis = 0, rest = i; axis < strides.length; axis++) {
                int index = rest / strides[axis];
                rest -= index * strides[axis];
                ia += index * as[axis];
                ib += index * bs[axis];
            }
            out[i] = (float) function.apply(a.data()[ia], b.data()[ib]);
        }
        return new Tensor(shape, out);
    }

    /** Strides of an operand along the axes of the result; 0 where it is repeated. */
    private static int[] broadcastStrides(Shape operand, Shape result) {
        int[] strides = new int[result.rank()];
        int[] own = operand.strides();
        int shift = result.rank() - operand.rank();
        for (int axis = 0; axis < operand.rank(); axis++)
            strides[axis + shift] = operand.dim(axis) == 1 ? 0 : own[axis];
        return strides;
    }

    private static Tensor reduce(Shape shape, Tensor x, Op.Reduce reduce) {
        int rank = x.shape().rank();
        int[] steps = new int[rank]; // in the result, along each axis of x
        for (int axis = rank - 1, stride = 1; axis >= 0; axis--)
            if (!reduce.axes().contains(axis)) {
                steps[axis] = stride;
                stride *= x.shape().dim(axis);
            }
        double[] sums = new double[shape.elements()];
        int[] index = new int[rank];
        for (int i = 0, to = 0; i < x.data().length; i++) {
            sums[to] += x.data()[i];
            for (int axis = rank - 1; axis >= 0; axis--) {
                to += steps[axis];
                if (++index[axis] < x.shape().dim(axis)) break;
                to -= steps[axis] * index[axis];
                index[axis] = 0;
            }
        }
        double divisor = switch (reduce.function()) {
            case SUM -> 1;
            case MEAN -> (double) x.data().length / sums.length;
        };
        float[] out = new float[sums.length];
        for (int i = 0; i < out.length; i++)
            out[i] = (float) (sums[i] / divisor);
        return new Tensor(shape, out);
    }

    private static Tensor transpose(Shape shape, Tensor x, List<Integer> axes) {
        int[] in = x.shape().strides();
        int[] from = axes.stream().mapToInt(axis -> in[axis]).toArray();
        int[] index = new int[from.length];
        float[] out = new float[shape.elements()];
        for (int i = 0, source = 0; i < out.length; i++) {
            out[i] = x.data()[source];
            for (int axis = from.length - 1; axis >= 0; axis--) {
                source += from[axis];
                if (++index[axis] < shape.dim(axis)) break;
                source -= from[axis] * index[axis];
                index[axis] = 0;
            }
        }
        return new Tensor(shape, out);
    }

    private static Tensor concat(Shape shape, List<Tensor> operands, int axis) {
        int outer = IntStream.range(0, axis).map(shape::dim).reduce(1, (a, b) -> a * b);
        float[] out = new float[shape.elements()];
        int row = out.length / outer;
        int at = 0;
        for (Tensor operand : operands) {
            int part = operand.data().length / outer;
            for (int o = 0; o < outer; o++)
                System.arraycopy(operand.data(), o * part, out, o * row + at, part);
            at += part;
        }
        return new Tensor(shape, out);
    }

    private static Tensor slice(Shape shape, Tensor x, int axis, int from) {
        int inner = x.shape().strides()[axis];
        int row = inner * x.shape().dim(axis);
        int part = inner * shape.dim(axis);
        List<float[]> rows = new ArrayList<>();
        for (int start = from * inner; start < x.data().length; start += row)
            rows.add(Arrays.copyOfRange(x.data(), start, start + part));
        float[] out = new float[shape.elements()];
        for (int i = 0; i < rows.size(); i++)
            System.arraycopy(rows.get(i), 0, out, i * part, part);
        return new Tensor(shape, out);
    }

    private static Tensor matmul(Shape shape, Tensor a, Tensor b) {
        int m = shape.dim(-2);
        int n = shape.dim(-1);
        int k = a.shape().dim(-1);
        Shape batch = leading(shape);
        int[] strides = batch.strides();
        int[] as = broadcastStrides(leading(a.shape()), batch);
        int[] bs = broadcastStrides(leading(b.shape()), batch);
        float[] out = new float[shape.elements()];
        IntStream.range(0, out.length / n).parallel().forEach(row -> {
            int matrixA = 0;
            int matrixB = 0;
            for (int axis = 0, rest = row / m; axis < strides.length; axis++) {
                int index = rest / strides[axis];
                rest -= index * strides[axis];
                matrixA += index * as[axis];
                matrixB += index * bs[axis];
            }
            int fromA = (matrixA * m + row % m) * k;
            int fromB = matrixB * k * n;
            double[] sums = new double[n];
            for (int p = 0; p < k; p++) {
                double left = a.data()[fromA + p];
                for (int j = 0; j < n; j++)
                    sums[j] += left * b.data()[fromB + p * n + j];
            }
            for (int j = 0; j < n; j++)
                out[row * n + j] = (float) sums[j];
        });
        return new Tensor(shape, out);
    }

    /** The axes that count matrices. */
    private static Shape leading(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
    }
}
