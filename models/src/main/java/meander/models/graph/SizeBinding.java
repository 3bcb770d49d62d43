package meander.models.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import meander.models.graph.Op.Extent;

/**
 * How an operation takes to other sizes than those for which its graph was built: which axes of its result change with them, and which of
 * these sizes it holds, so that it runs at no other. Constants and parameters are as large as they are; what is worked out from them alone
 * is, too, and binds the operation in which it meets an axis that changes.
 *
 * @param axes    for each axis of the result, what it follows
 * @param boundTo sizes that cannot change; never {@link Extent#FIXED}
 */
public record SizeBinding(List<Extent> axes, Set<Extent> boundTo) {
    /** An operand: its shape as built, and what each axis follows. */
    public record Operand(Shape shape, List<Extent> axes) {
        public Operand {
            axes = List.copyOf(axes);
            if (axes.size() != shape.rank()) throw new IllegalArgumentException(axes + " are not the axes of " + shape);
        }

        Extent axis(int axis) {
            return axes.get(shape.axis(axis));
        }
    }

    public SizeBinding {
        axes = List.copyOf(axes);
        boundTo = Set.copyOf(boundTo);
    }

    /** The sizes to which the outputs of a graph are bound. */
    public static Set<Extent> of(Graph graph) {
        Set<Extent> bound = EnumSet.noneOf(Extent.class);
        List<Operand> known = new ArrayList<>(Collections.nCopies(graph.values().size(), null));
        graph.readBy(graph.outputs().values()).stream().mapToObj(graph.values()::get).forEach(value -> {
            SizeBinding binding = value.op().binding(value.operands().stream().map(operand -> known.get(operand.id())).toList());
            known.set(value.id(), new Operand(value.shape(), binding.axes));
            bound.addAll(binding.boundTo);
        });
        return bound;
    }

    static SizeBinding of(Op op, List<Operand> operands) {
        Operand x = operands.isEmpty() ? null : operands.getFirst();
        Set<Extent> bound = EnumSet.noneOf(Extent.class);
        List<Extent> axes = switch (op) {
            case Op.Input(_, Shape shape) -> fed(shape.rank());
            case Op.Parameter parameter -> fixed(parameter.shape().rank());
            case Op.Constant(Tensor value) -> fixed(value.shape().rank());
            case Op.Unary _,Op.LeakyRelu _,Op.Clamp _,Op.Softmax _,Op.Pad2d _,Op.UpsampleNearest _,Op.InstanceNorm _,Op.StopGradient _ ->
                x.axes;
            case Op.Gradient _ -> operands.get(1).axes;
            case Op.Binary _ -> broadcast(x, operands.get(1), bound);
            case Op.Reduce(_, List<Integer> reduced, boolean keep) -> {
                List<Extent> left = new ArrayList<>();
                for (int axis = 0; axis < x.axes.size(); axis++)
                    if (!reduced.contains(axis)) left.add(x.axis(axis));
                    else if (keep) left.add(Extent.FIXED);
                yield left;
            }
            case Op.Reshape(Shape shape, boolean keepsBatch) -> {
                int first = keepsBatch ? 1 : 0; // all other sizes are held as numbers
                bound.addAll(x.axes.subList(first, x.axes.size()));
                List<Extent> reshaped = fixed(shape.rank());
                if (keepsBatch) reshaped.set(0, x.axis(0));
                yield reshaped;
            }
            case Op.Transpose(List<Integer> order) -> order.stream().map(x.axes::get).toList();
            case Op.Concat(int along) -> {
                List<Extent> joined = new ArrayList<>(x.axes);
                for (Operand other : operands.subList(1, operands.size()))
                    for (int axis = 0; axis < joined.size(); axis++)
                        joined.set(axis,
                                axis != along
                                        ? same(joined.get(axis), other.axis(axis), bound)
                                        : joined.get(axis) == Extent.FIXED ? other.axis(axis) : joined.get(axis));
                yield joined;
            }
            case Op.Slice(int axis, _, _) -> {
                bound.add(x.axis(axis));
                List<Extent> cut = new ArrayList<>(x.axes);
                cut.set(axis, Extent.FIXED);
                yield cut;
            }
            case Op.MatMul _ -> {
                Operand b = operands.get(1);
                List<Extent> product = broadcast(leading(x), leading(b), bound);
                same(x.axis(-1), b.axis(-2), bound);
                product.add(x.axis(-2));
                product.add(b.axis(-1));
                yield product;
            }
            case Op.Conv2d _ -> convolved(x, operands.get(1), 1, bound);
            case Op.ConvTranspose2d _ -> convolved(x, operands.get(1), 0, bound);
            case Op.PixelShuffle _ -> {
                bound.add(x.axis(1));
                yield List.of(x.axis(0), Extent.FIXED, x.axis(2), x.axis(3));
            }
            case Op.GridSample _ -> {
                Operand grid = operands.get(1);
                for (int axis = 2; axis < 4; axis++) // places are those of one size unless there are more in a larger picture
                    if (grid.axis(axis - 1) == Extent.FIXED) bound.add(x.axis(axis));
                yield List.of(same(x.axis(0), grid.axis(0), bound), x.axis(1), grid.axis(1), grid.axis(2));
            }
        };
        bound.remove(Extent.FIXED);
        return new SizeBinding(axes, bound);
    }

    /** As exported files declare what they are fed: {@code [N,…]} and {@code [N,C,H,W]}. */
    private static List<Extent> fed(int rank) {
        List<Extent> axes = fixed(rank);
        for (int axis = 0; axis < rank; axis++)
            axes.set(axis, switch (axis) {
                case 0 -> Extent.BATCH;
                case 1 -> Extent.FIXED;
                case 2 -> Extent.HEIGHT;
                default -> Extent.WIDTH;
            });
        return axes;
    }

    private static List<Extent> fixed(int rank) {
        return new ArrayList<>(Collections.nCopies(rank, Extent.FIXED));
    }

    private static Operand leading(Operand x) {
        int rank = x.shape.rank() - 2;
        return new Operand(Shape.of(Arrays.copyOf(x.shape.dims(), rank)), x.axes.subList(0, rank));
    }

    /** Two axes that have to have the same size. */
    private static Extent same(Extent a, Extent b, Set<Extent> bound) {
        if (a == b) return a;
        bound.add(a);
        bound.add(b);
        return Extent.FIXED;
    }

    private static List<Extent> broadcast(Operand a, Operand b, Set<Extent> bound) {
        int rank = Math.max(a.axes.size(), b.axes.size());
        List<Extent> axes = fixed(rank);
        for (int end = 1; end <= rank; end++) {
            boolean left = end > a.axes.size() || a.axis(-end) == Extent.FIXED && a.shape.dim(-end) == 1;
            boolean right = end > b.axes.size() || b.axis(-end) == Extent.FIXED && b.shape.dim(-end) == 1;
            Extent extent = left && right
                    ? Extent.FIXED
                    : left ? b.axis(-end) : right ? a.axis(-end) : same(a.axis(-end), b.axis(-end), bound);
            axes.set(rank - end, extent);
        }
        return axes;
    }

    /** @param inputs the axis of the kernel that counts the channels read; the other of the first two counts those written */
    private static List<Extent> convolved(Operand x, Operand kernel, int inputs, Set<Extent> bound) {
        same(x.axis(1), kernel.axis(inputs), bound);
        bound.add(kernel.axis(2));
        bound.add(kernel.axis(3));
        return List.of(x.axis(0), kernel.axis(1 - inputs), x.axis(2), x.axis(3));
    }
}
