package meander.models.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One operation of a graph: what it does, without its operands. Compilers and passes are exhaustive switches over this type, so
 * that a new operation does not compile until each of them knows it.
 */
public sealed interface Op {

    /**
     * The shape of the result.
     *
     * @throws IllegalArgumentException if the operands do not fit
     */
    Shape infer(List<Shape> operands);

    /** What the size of an axis follows when a graph is run at other sizes than it was built for. */
    enum Extent {
        /** Nothing: it stays. */
        FIXED, BATCH, HEIGHT, WIDTH
    }

    /** Which axes of the result follow which sizes, and to which the operation is bound, given what the axes of its operands follow. */
    default SizeBinding binding(List<SizeBinding.Operand> operands) {
        return SizeBinding.of(this, operands);
    }

    /** Something fed at run time. */
    record Input(String name, Shape shape) implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            return shape;
        }
    }

    /**
     * Something learned, or kept with what is learned.
     *
     * @param learned whether training moves it along a gradient; what is only kept, such as running statistics, changes by
     *                {@linkplain Graph#update updates}
     */
    record Parameter(String name, Shape shape, Initializer initializer, boolean learned) implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            return shape;
        }
    }

    /** Something known when the graph is built. */
    record Constant(Tensor value) implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            return value.shape();
        }
    }

    /** A function of each element. */
    record Unary(Function function) implements Op {
        /** The functions. */
        public enum Function {
            NEGATE, ABSOLUTE, SQUARE, SQRT, RECIPROCAL, EXP, LOG, SIN, COS, TANH, SIGMOID,
            /** {@code ln(1 + eˣ)}. */
            SOFTPLUS,
            /** The error function, {@code 2/√π·∫₀ˣ e^(−t²)dt}. */
            ERF,
            /** The next whole number below. */
            FLOOR,
            /** −1, 0 or 1. */
            SIGN
        }

        @Override
        public Shape infer(List<Shape> operands) {
            return operands.getFirst();
        }
    }

    /** A function of two operands that broadcast against each other. */
    record Binary(Function function) implements Op {
        /** The functions. */
        public enum Function {
            ADD, SUBTRACT, MULTIPLY, DIVIDE, MINIMUM, MAXIMUM,
            /** 1 where the first is less than the second, else 0. */
            LESS
        }

        @Override
        public Shape infer(List<Shape> operands) {
            return operands.get(0).broadcast(operands.get(1));
        }
    }

    /** {@code x} where positive, else {@code slope·x}; ReLU when the slope is 0. */
    record LeakyRelu(double slope) implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            return operands.getFirst();
        }
    }

    /** Limits each element. */
    record Clamp(double min, double max) implements Op {
        public Clamp {
            if (!(min <= max)) throw new IllegalArgumentException("cannot limit to between " + min + " and " + max);
        }

        @Override
        public Shape infer(List<Shape> operands) {
            return operands.getFirst();
        }
    }

    /** Exponentials along an axis, divided by their sum. */
    record Softmax(int axis) implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            operands.getFirst().axis(axis);
            return operands.getFirst();
        }
    }

    /** Sums or means over one or more axes, which stay with size 1 if {@code keep}. */
    record Reduce(Function function, List<Integer> axes, boolean keep) implements Op {
        /** The functions. */
        public enum Function {
            SUM, MEAN
        }

        public Reduce {
            axes = List.copyOf(axes);
            if (axes.isEmpty() || axes.stream().distinct().count() < axes.size()) // engines read no axes as all of them
                throw new IllegalArgumentException("cannot reduce over the axes " + axes);
        }

        @Override
        public Shape infer(List<Shape> operands) {
            Shape x = operands.getFirst();
            List<Integer> dims = new ArrayList<>();
            for (int axis = 0; axis < x.rank(); axis++)
                if (!axes.contains(axis)) dims.add(x.dim(axis));
                else if (keep) dims.add(1);
            return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    /**
     * The same elements in another shape.
     *
     * @param keepsBatch whether the first axis stays as it is, so that a graph compiled for one picture can run on many
     */
    record Reshape(Shape shape, boolean keepsBatch) implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            if (operands.getFirst().elements() != shape.elements())
                throw new IllegalArgumentException("cannot reshape " + operands.getFirst() + " to " + shape);
            return shape;
        }
    }

    /** Axes in another order. */
    record Transpose(List<Integer> axes) implements Op {
        public Transpose {
            axes = List.copyOf(axes);
        }

        @Override
        public Shape infer(List<Shape> operands) {
            Shape x = operands.getFirst();
            if (!axes.stream().sorted().toList().equals(IntStream.range(0, x.rank()).boxed().toList()))
                throw new IllegalArgumentException("cannot order the axes of " + x + " as " + axes);
            return Shape.of(axes.stream().mapToInt(x::dim).toArray());
        }
    }

    /** Operands one after the other along an axis. */
    record Concat(int axis) implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            Shape first = operands.getFirst();
            for (Shape other : operands)
                if (!other.with(axis, first.dim(axis)).equals(first))
                    throw new IllegalArgumentException("cannot join " + operands + " along axis " + axis);
            return first.with(axis, operands.stream().mapToInt(shape -> shape.dim(axis)).sum());
        }
    }

    /** Elements {@code from} (included) to {@code to} (not included) along an axis. */
    record Slice(int axis, int from, int to) implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            Shape x = operands.getFirst();
            if (from < 0 || to <= from || to > x.dim(axis))
                throw new IllegalArgumentException("cannot take " + from + " to " + to + " along axis " + axis + " of " + x);
            return x.with(axis, to - from);
        }
    }

    /** More rows and columns around a picture {@code [N,C,H,W]}. */
    record Pad2d(Padding padding, Mode mode) implements Op {
        /** What the border is filled with. */
        public enum Mode {
            ZERO, REFLECT, REPLICATE
        }

        @Override
        public Shape infer(List<Shape> operands) {
            Shape x = picture(operands.getFirst());
            if (mode == Mode.REFLECT && Math.max(padding.top(), padding.bottom()) >= x.dim(2)
                    || mode == Mode.REFLECT && Math.max(padding.left(), padding.right()) >= x.dim(3))
                throw new IllegalArgumentException("cannot reflect " + padding + " around " + x);
            int h = x.dim(2) + padding.vertical();
            int w = x.dim(3) + padding.horizontal();
            if (h < 1 || w < 1) throw new IllegalArgumentException("cannot crop " + x + " by " + padding);
            return x.with(2, h).with(3, w);
        }
    }

    /** {@code [..,m,k]·[..,k,n] → [..,m,n]}; leading axes broadcast. */
    record MatMul() implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            Shape a = operands.get(0);
            Shape b = operands.get(1);
            if (a.rank() < 2 || b.rank() < 2 || a.dim(-1) != b.dim(-2))
                throw new IllegalArgumentException("cannot multiply " + a + " and " + b);
            Shape batch = leading(a).broadcast(leading(b));
            int[] dims = Arrays.copyOf(batch.dims(), batch.rank() + 2);
            dims[batch.rank()] = a.dim(-2);
            dims[batch.rank() + 1] = b.dim(-1);
            return Shape.of(dims);
        }

        private static Shape leading(Shape shape) {
            return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
        }
    }

    /** Correlation of {@code x [N,I,H,W]} with {@code kernel [O,I/groups,kh,kw]}, as deep-learning frameworks call convolution. */
    record Conv2d(int stride, Padding padding, int groups) implements Op {
        public Conv2d {
            atLeastOne("stride", stride);
            atLeastOne("number of groups", groups);
        }

        @Override
        public Shape infer(List<Shape> operands) {
            Shape x = picture(operands.get(0));
            Shape kernel = picture(operands.get(1));
            int h = x.dim(2) + padding.vertical() - kernel.dim(2);
            int w = x.dim(3) + padding.horizontal() - kernel.dim(3);
            if (x.dim(1) != kernel.dim(1) * groups || kernel.dim(0) % groups != 0)
                throw new IllegalArgumentException("cannot convolve " + x + " with " + kernel + " in " + groups + " groups");
            if (h < 0 || w < 0)
                throw new IllegalArgumentException("cannot convolve " + x + " with the larger " + kernel + ", " + padding);
            return Shape.of(x.dim(0), kernel.dim(0), h / stride + 1, w / stride + 1);
        }
    }

    /** The adjoint of {@link Conv2d}: {@code x [N,I,H,W]}, {@code kernel [I,O/groups,kh,kw]}, not flipped. */
    record ConvTranspose2d(int stride, Padding padding, int outputPadding, int groups) implements Op {
        public ConvTranspose2d {
            atLeastOne("stride", stride);
            atLeastOne("number of groups", groups);
            if (outputPadding < 0 || outputPadding >= stride)
                throw new IllegalArgumentException(
                        "an output padding is less than the stride " + stride + ", not " + outputPadding);
        }

        @Override
        public Shape infer(List<Shape> operands) {
            Shape x = picture(operands.get(0));
            Shape kernel = picture(operands.get(1));
            if (x.dim(1) != kernel.dim(0) || x.dim(1) % groups != 0)
                throw new IllegalArgumentException("cannot up-convolve " + x + " with " + kernel + " in " + groups + " groups");
            int h = (x.dim(2) - 1) * stride + kernel.dim(2) - padding.vertical() + outputPadding;
            int w = (x.dim(3) - 1) * stride + kernel.dim(3) - padding.horizontal() + outputPadding;
            if (h < 1 || w < 1)
                throw new IllegalArgumentException("nothing is left of " + x + " up-convolved with " + kernel + ", " + padding);
            return Shape.of(x.dim(0), kernel.dim(1) * groups, h, w);
        }
    }

    /** Each feature map of {@code x [N,C,H,W]} without its mean, divided by {@code √(variance + epsilon)}. Made by {@link InstanceNormFusion}. */
    record InstanceNorm(double epsilon) implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            return picture(operands.getFirst());
        }
    }

    /** Every pixel {@code factor × factor} times. */
    record UpsampleNearest(int factor) implements Op {
        public UpsampleNearest {
            atLeastOne("factor", factor);
        }

        @Override
        public Shape infer(List<Shape> operands) {
            Shape x = picture(operands.getFirst());
            return x.with(2, x.dim(2) * factor).with(3, x.dim(3) * factor);
        }
    }

    /** {@code [N,C·f²,H,W] → [N,C,H·f,W·f]}, as `pixel_shuffle` orders it (Shi et al., arXiv:1609.05158). */
    record PixelShuffle(int factor) implements Op {
        public PixelShuffle {
            atLeastOne("factor", factor);
        }

        @Override
        public Shape infer(List<Shape> operands) {
            Shape x = picture(operands.getFirst());
            if (x.dim(1) % (factor * factor) != 0)
                throw new IllegalArgumentException("cannot shuffle the channels of " + x + " by " + factor);
            return Shape.of(x.dim(0), x.dim(1) / (factor * factor), x.dim(2) * factor, x.dim(3) * factor);
        }
    }

    /**
     * Pictures {@code x [N,C,H,W]} looked up between their pixels at {@code grid [N,h,w,2]}, bilinearly: column, then row, both −1 at the
     * outer edge of the first pixel and 1 at that of the last. Outside all is 0. No gradient flows to the grid.
     */
    record GridSample() implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            Shape x = picture(operands.get(0));
            Shape grid = picture(operands.get(1));
            if (grid.dim(3) != 2 || grid.dim(0) != x.dim(0))
                throw new IllegalArgumentException("cannot look up " + x + " at " + grid);
            return Shape.of(x.dim(0), x.dim(1), grid.dim(1), grid.dim(2));
        }
    }

    /**
     * How one number changes with each element of a value on the way to it, {@code ∂y/∂x}: its operands are y, of one element, and x.
     * The result can be differentiated again, as penalties on gradients need it. Only in training.
     */
    record Gradient() implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            if (operands.get(0).elements() != 1)
                throw new IllegalArgumentException("a gradient is of one number, not of " + operands.get(0));
            return operands.get(1);
        }
    }

    /** The same numbers, through which no gradient flows. */
    record StopGradient() implements Op {
        @Override
        public Shape infer(List<Shape> operands) {
            return operands.getFirst();
        }
    }

    /** Rows or columns around a picture; may be negative where an operation allows cropping. */
    record Padding(int top, int left, int bottom, int right) {
        public static final Padding NONE = all(0);

        public static Padding all(int size) {
            return new Padding(size, size, size, size);
        }

        public int vertical() {
            return top + bottom;
        }

        public int horizontal() {
            return left + right;
        }
    }

    private static void atLeastOne(String what, int number) {
        if (number < 1) throw new IllegalArgumentException("a " + what + " is at least 1, not " + number);
    }

    private static Shape picture(Shape shape) {
        if (shape.rank() != 4) throw new IllegalArgumentException("expected four axes, got " + shape);
        return shape;
    }
}
