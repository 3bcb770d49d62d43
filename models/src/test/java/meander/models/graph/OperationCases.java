package meander.models.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import meander.models.graph.Op.Padding;

/** Every operation in every way it can be called, for whoever compiles them. */
public final class OperationCases {
    private OperationCases() {}

    /** An operation on operands with random values, positive ones if the operation asks for it. */
    public record Case(Op op, boolean positive, int[]... shapes) {
        static Case of(Op op, int[]... shapes) {
            return new Case(op, false, shapes);
        }

        public Tensor operand(int i) {
            Tensor tensor = ReferenceInterpreter.random(31 * i + 7, shapes[i]);
            if (positive) for (int j = 0; j < tensor.data().length; j++)
                tensor.data()[j] = 0.1f + Math.abs(tensor.data()[j]);
            return tensor;
        }

        @Override
        public String toString() {
            return op + " " + Arrays.deepToString(shapes);
        }
    }

    private static int[] of(int... dims) {
        return dims;
    }

    /** All operations that compute. */
    public static Stream<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (Op.Unary.Function function : Op.Unary.Function.values())
            cases.add(new Case(new Op.Unary(function), switch (function) {
                case SQRT, LOG, RECIPROCAL -> true;
                default -> false;
            }, of(2, 3, 5)));
        cases.add(Case.of(new Op.Unary(Op.Unary.Function.SQUARE), of()));
        for (Op.Binary.Function function : Op.Binary.Function.values())
            for (int[][] pair : new int[][][]{{of(2, 3, 4), of(2, 3, 4)}, {of(2, 1, 4), of(3, 1)}, {of(), of(2, 3)},
                    {of(4), of(2, 3, 1)}, {of(1, 3, 1, 1), of(2, 3, 2, 2)}})
                cases.add(new Case(new Op.Binary(function), function == Op.Binary.Function.DIVIDE, pair));
        for (double slope : new double[]{0, 0.2, 1, -0.5})
            cases.add(Case.of(new Op.LeakyRelu(slope), of(3, 7)));
        cases.add(Case.of(new Op.Clamp(-0.5, 0.25), of(3, 7)));
        cases.add(Case.of(new Op.Clamp(Double.NEGATIVE_INFINITY, 0.25), of(3, 7)));
        for (int axis = 0; axis < 3; axis++)
            cases.add(Case.of(new Op.Softmax(axis), of(3, 4, 2)));
        for (Op.Reduce.Function function : Op.Reduce.Function.values())
            for (List<Integer> axes : List.of(List.of(0), List.of(1), List.of(2), List.of(0, 2), List.of(1, 2), List.of(0, 1, 2)))
                for (boolean keep : new boolean[]{true, false})
                    cases.add(Case.of(new Op.Reduce(function, axes, keep), of(2, 3, 4)));
        cases.add(Case.of(new Op.Reshape(Shape.of(4, 6), false), of(2, 3, 4)));
        cases.add(Case.of(new Op.Reshape(Shape.of(2, 12), true), of(2, 3, 4)));
        cases.add(Case.of(new Op.Reshape(Shape.of(), false), of(1, 1)));
        for (List<Integer> axes : List.of(List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0),
                List.of(2, 0, 1), List.of(2, 1, 0)))
            cases.add(Case.of(new Op.Transpose(axes), of(2, 3, 4)));
        cases.add(Case.of(new Op.Concat(0), of(1, 3), of(2, 3), of(4, 3)));
        cases.add(Case.of(new Op.Concat(1), of(2, 3, 2), of(2, 1, 2)));
        cases.add(Case.of(new Op.Concat(2), of(2, 1, 3), of(2, 1, 2)));
        cases.add(Case.of(new Op.Slice(0, 1, 3), of(4, 3)));
        cases.add(Case.of(new Op.Slice(2, 0, 1), of(2, 3, 4)));
        cases.add(Case.of(new Op.Slice(1, 2, 3), of(2, 3, 4)));
        for (Op.Pad2d.Mode mode : Op.Pad2d.Mode.values()) {
            cases.add(Case.of(new Op.Pad2d(new Padding(1, 2, 3, 0), mode), of(2, 3, 4, 5)));
            cases.add(Case.of(new Op.Pad2d(Padding.all(3), mode), of(1, 2, 4, 4)));
        }
        cases.add(Case.of(new Op.Pad2d(new Padding(-1, 2, 1, -2), Op.Pad2d.Mode.ZERO), of(1, 2, 4, 5)));
        cases.add(Case.of(new Op.MatMul(), of(3, 4), of(4, 5)));
        cases.add(Case.of(new Op.MatMul(), of(2, 3, 4), of(4, 5)));
        cases.add(Case.of(new Op.MatMul(), of(3, 4), of(2, 4, 5)));
        cases.add(Case.of(new Op.MatMul(), of(2, 1, 3, 4), of(3, 4, 5)));
        for (int stride = 1; stride <= 3; stride++)
            for (Padding padding : List.of(Padding.NONE, Padding.all(1), new Padding(0, 2, 1, 3)))
                cases.add(Case.of(new Op.Conv2d(stride, padding, 1), of(2, 3, 7, 6), of(4, 3, 3, 2)));
        cases.add(Case.of(new Op.Conv2d(1, Padding.all(1), 2), of(2, 4, 5, 6), of(6, 2, 3, 3)));
        cases.add(Case.of(new Op.Conv2d(2, new Padding(1, 0, 0, 2), 4), of(1, 4, 5, 6), of(4, 1, 2, 4)));
        cases.add(Case.of(new Op.Conv2d(1, Padding.NONE, 1), of(1, 3, 5, 6), of(2, 3, 1, 1)));
        for (int stride = 1; stride <= 3; stride++)
            for (Padding padding : List.of(Padding.NONE, Padding.all(1), new Padding(0, 1, 1, 2)))
                for (int extra = 0; extra < stride; extra++)
                    cases.add(Case.of(new Op.ConvTranspose2d(stride, padding, extra, 1), of(2, 3, 4, 3), of(3, 2, 3, 4)));
        cases.add(Case.of(new Op.ConvTranspose2d(2, Padding.all(1), 0, 2), of(2, 4, 3, 4), of(4, 3, 4, 4)));
        cases.add(Case.of(new Op.ConvTranspose2d(2, new Padding(1, 0, 2, 1), 1, 4), of(1, 4, 3, 4), of(4, 1, 4, 4)));
        for (int factor = 1; factor <= 3; factor++) {
            cases.add(Case.of(new Op.UpsampleNearest(factor), of(2, 3, 2, 4)));
            cases.add(Case.of(new Op.PixelShuffle(factor), of(2, 2 * factor * factor, 2, 3)));
        }
        cases.add(Case.of(new Op.GridSample(), of(2, 3, 4, 5), of(2, 3, 6, 2)));
        cases.add(Case.of(new Op.InstanceNorm(1e-5), of(2, 3, 4, 5)));
        cases.add(Case.of(new Op.StopGradient(), of(2, 3)));
        return cases.stream();
    }
}
