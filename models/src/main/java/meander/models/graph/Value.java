package meander.models.graph;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import meander.models.graph.Op.Padding;

/**
 * A handle to what an operation gives. Networks are written with its methods, each of which adds an operation to the graph; a
 * shape that does not fit is an {@link IllegalArgumentException} on the line of the network that made it.
 */
public final class Value {
    private final Graph graph;
    private final int id;
    private final Op op;
    private final List<Value> operands;
    private final Shape shape;

    Value(Graph graph, int id, Op op, List<Value> operands, Shape shape) {
        this.graph = graph;
        this.id = id;
        this.op = op;
        this.operands = operands;
        this.shape = shape;
    }

    public Graph graph() {
        return graph;
    }

    /** Its place in the graph: an operand's is always smaller than its user's. */
    public int id() {
        return id;
    }

    public Op op() {
        return op;
    }

    public List<Value> operands() {
        return operands;
    }

    public Shape shape() {
        return shape;
    }

    public Value add(Value other) {
        return binary(Op.Binary.Function.ADD, other);
    }

    public Value add(double other) {
        return add(scalar(other));
    }

    public Value sub(Value other) {
        return binary(Op.Binary.Function.SUBTRACT, other);
    }

    public Value mul(Value other) {
        return binary(Op.Binary.Function.MULTIPLY, other);
    }

    public Value mul(double other) {
        return other == 1 ? this : mul(scalar(other));
    }

    public Value div(Value other) {
        return binary(Op.Binary.Function.DIVIDE, other);
    }

    /** {@code this/other}. */
    public Value div(double other) {
        return mul(1 / other);
    }

    public Value sub(double other) {
        return add(-other);
    }

    public Value negate() {
        return unary(Op.Unary.Function.NEGATE);
    }

    public Value abs() {
        return unary(Op.Unary.Function.ABSOLUTE);
    }

    public Value exp() {
        return unary(Op.Unary.Function.EXP);
    }

    public Value sin() {
        return unary(Op.Unary.Function.SIN);
    }

    public Value cos() {
        return unary(Op.Unary.Function.COS);
    }

    public Value floor() {
        return unary(Op.Unary.Function.FLOOR);
    }

    public Value sign() {
        return unary(Op.Unary.Function.SIGN);
    }

    /** {@code ln(1 + eˣ)}. */
    public Value softplus() {
        return unary(Op.Unary.Function.SOFTPLUS);
    }

    /** The error function. */
    public Value erf() {
        return unary(Op.Unary.Function.ERF);
    }

    /** 1 where this is less than the other, else 0. */
    public Value less(Value other) {
        return binary(Op.Binary.Function.LESS, other);
    }

    public Value square() {
        return unary(Op.Unary.Function.SQUARE);
    }

    public Value sqrt() {
        return unary(Op.Unary.Function.SQRT);
    }

    /** {@code 1/√x}. */
    public Value rsqrt() {
        return sqrt().unary(Op.Unary.Function.RECIPROCAL);
    }

    public Value tanh() {
        return unary(Op.Unary.Function.TANH);
    }

    public Value unary(Op.Unary.Function function) {
        return graph.apply(new Op.Unary(function), this);
    }

    public Value binary(Op.Binary.Function function, Value other) {
        return graph.apply(new Op.Binary(function), this, other);
    }

    public Value leakyRelu(double slope) {
        return graph.apply(new Op.LeakyRelu(slope), this);
    }

    public Value relu() {
        return leakyRelu(0);
    }

    public Value clamp(double min, double max) {
        return graph.apply(new Op.Clamp(min, max), this);
    }

    /** Sum over axes, which are dropped. */
    public Value sum(int... axes) {
        return reduce(Op.Reduce.Function.SUM, false, axes);
    }

    /** Mean over axes, which stay with size 1. */
    public Value mean(int... axes) {
        return reduce(Op.Reduce.Function.MEAN, true, axes);
    }

    /** Sum of all elements, {@code []}. */
    public Value sumAll() {
        return shape.rank() == 0 ? this : reduce(Op.Reduce.Function.SUM, false, IntStream.range(0, shape.rank()).toArray());
    }

    /** Mean of all elements, {@code []}. */
    public Value meanAll() {
        return shape.rank() == 0 ? this : reduce(Op.Reduce.Function.MEAN, false, IntStream.range(0, shape.rank()).toArray());
    }

    public Value reduce(Op.Reduce.Function function, boolean keep, int... axes) {
        return graph.apply(new Op.Reduce(function, Arrays.stream(axes).map(shape::axis).sorted().boxed().toList(), keep), this);
    }

    /** Another shape; the first axis stays the batch if its size stays. */
    public Value reshape(int... dims) {
        Shape target = Shape.of(dims);
        if (target.equals(shape)) return this;
        boolean keepsBatch = target.rank() > 0 && shape.rank() > 0 && target.dim(0) == shape.dim(0);
        return graph.apply(new Op.Reshape(target, keepsBatch), this);
    }

    /** {@code [N,C] → [N,C,1,1]}, ready to scale the channels of a picture. */
    public Value spatial() {
        return reshape(shape.dim(0), shape.dim(1), 1, 1);
    }

    /** {@code [C] → [1,C,1,1]}, ready to be added to a picture. */
    public Value channels() {
        return reshape(1, shape.dim(0), 1, 1);
    }

    /** Axes in the given order; without arguments all axes reversed. */
    public Value transpose(int... axes) {
        List<Integer> order = axes.length > 0
                ? Arrays.stream(axes).boxed().toList()
                : IntStream.range(0, shape.rank()).boxed().sorted(Collections.reverseOrder()).toList();
        return graph.apply(new Op.Transpose(order), this);
    }

    public Value concat(int axis, Value... others) {
        Value[] all = new Value[others.length + 1];
        all[0] = this;
        System.arraycopy(others, 0, all, 1, others.length);
        return graph.apply(new Op.Concat(shape.axis(axis)), all);
    }

    public Value slice(int axis, int from, int to) {
        return graph.apply(new Op.Slice(shape.axis(axis), from, to), this);
    }

    /** Back to front along an axis. */
    public Value flip(int axis) {
        int size = shape.dim(axis);
        Value[] rest = new Value[size - 1];
        for (int i = 0; i < rest.length; i++)
            rest[i] = slice(axis, size - 2 - i, size - 1 - i);
        return slice(axis, size - 1, size).concat(axis, rest);
    }

    public Value pad(Padding padding, Op.Pad2d.Mode mode) {
        return graph.apply(new Op.Pad2d(padding, mode), this);
    }

    public Value softmax(int axis) {
        return graph.apply(new Op.Softmax(shape.axis(axis)), this);
    }

    public Value matmul(Value other) {
        return graph.apply(new Op.MatMul(), this, other);
    }

    /** Stride 1, one group. @param kernel {@code [O,I,kh,kw]} */
    public Value conv2d(Value kernel, Padding padding) {
        return conv2d(kernel, 1, padding, 1);
    }

    /** @param kernel {@code [O,I/groups,kh,kw]} */
    public Value conv2d(Value kernel, int stride, Padding padding, int groups) {
        return graph.apply(new Op.Conv2d(stride, padding, groups), this, kernel);
    }

    /** @param kernel {@code [I,O/groups,kh,kw]} */
    public Value convTranspose2d(Value kernel, int stride, Padding padding, int outputPadding, int groups) {
        return graph.apply(new Op.ConvTranspose2d(stride, padding, outputPadding, groups), this, kernel);
    }

    public Value upsampleNearest(int factor) {
        return graph.apply(new Op.UpsampleNearest(factor), this);
    }

    public Value pixelShuffle(int factor) {
        return graph.apply(new Op.PixelShuffle(factor), this);
    }

    /** {@code x [N,C,H,W]} between its pixels. @param grid {@code [N,h,w,2]}, see {@link Op.GridSample} */
    public Value sample(Value grid) {
        return graph.apply(new Op.GridSample(), this, grid);
    }

    /** How this one number changes with each element of x. */
    public Value gradient(Value x) {
        return graph.apply(new Op.Gradient(), this, x);
    }

    /** The same numbers, through which no gradient flows. */
    public Value stopGradient() {
        return graph.apply(new Op.StopGradient(), this);
    }

    private Value scalar(double value) {
        return graph.constant(Tensor.scalar((float) value));
    }

    @Override
    public String toString() {
        return op.getClass().getSimpleName() + " " + shape + " #" + id;
    }
}
