package meander.training.augment;

import java.util.stream.IntStream;

import meander.models.graph.Op.Reduce.Function;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * Differentiable augmentation (Zhao et al., arXiv:2006.10738 §3.2): every picture, real or generated, is changed each time it
 * is judged. The result is linear in the pictures but for an offset, so that penalties on gradients go through it.
 *
 * @param colour      brightness, saturation and contrast
 * @param translation a shift by up to an eighth of the side; what comes in is 0, mid-grey
 * @param cutout      a square of half the side turned 0
 */
public record DiffAugment(boolean colour, boolean translation, boolean cutout) {
    public static final DiffAugment ALL = new DiffAugment(true, true, true);

    private static final double SHIFT = 0.125;
    private static final double CUT = 0.5;

    /**
     * @param pictures {@code [N,C,H,W]} in −1…1, C is 1, 3 or 4
     * @param name     of what is drawn, which is {@code name.colour}, {@code .translation} and {@code .cutout}
     */
    public Value apply(Value pictures, RandomInputs random, String name) {
        int n = pictures.shape().dim(0);
        Value y = pictures;
        if (colour) {
            RandomBlock draws = new RandomBlock(random.uniform(name + ".colour", n, 3, 1, 1));
            y = ColorChannels.recolour(y, x -> recolour(x, draws));
        }
        if (translation) y = shift(y, new RandomBlock(random.uniform(name + ".translation", n, 2, 1, 1)));
        if (cutout) y = cut(y, new RandomBlock(random.uniform(name + ".cutout", n, 2, 1, 1)));
        return y;
    }

    private static Value recolour(Value x, RandomBlock draws) {
        Value brighter = x.add(draws.next().sub(0.5));
        Value grey = brighter.mean(1); // [N,1,H,W]
        Value vivid = grey.add(brighter.sub(grey).mul(draws.next().mul(2)));
        Value mean = vivid.reduce(Function.MEAN, true, 1, 2, 3);
        return mean.add(vivid.sub(mean).mul(draws.next().add(0.5)));
    }

    /** As products with matrices of a single diagonal of ones: exact, and known to every engine however often differentiated. */
    private static Value shift(Value x, RandomBlock draws) {
        Value down = diagonal(x, 2, draws); // [N,1,H,H]
        Value right = diagonal(x, 3, draws).transpose(0, 1, 3, 2); // [N,1,W,W]
        return down.matmul(x).matmul(right);
    }

    private static Value diagonal(Value x, int axis, RandomBlock draws) {
        int size = x.shape().dim(axis);
        int most = (int) (size * SHIFT + 0.5);
        Value shift = draws.whole(2 * most + 1).sub(most);
        Tensor apart = Tensor.zeros(size, size);
        for (int i = 0; i < apart.data().length; i++)
            apart.data()[i] = i / size - i % size;
        return within(0.5, x.graph().constant(apart).sub(shift));
    }

    private static Value cut(Value x, RandomBlock draws) {
        return x.mul(cut(x, 2, draws).mul(cut(x, 3, draws)).negate().add(1)); // [N,1,H,1]·[N,1,1,W]
    }

    private static Value cut(Value x, int axis, RandomBlock draws) {
        int size = x.shape().dim(axis);
        int length = (int) (size * CUT + 0.5);
        Value from = draws.whole(size + 1 - length % 2).sub(length / 2);
        Shape shape = Shape.of(1, 1, 1, 1).with(axis, size);
        float[] fromMiddle = new float[size];
        IntStream.range(0, size).forEach(i -> fromMiddle[i] = i - (length - 1) / 2f);
        return within(length / 2.0, x.graph().constant(new Tensor(shape, fromMiddle)).sub(from));
    }

    /** 1 where x is less than this away from 0, else 0. */
    private static Value within(double distance, Value x) {
        return x.abs().less(x.graph().constant(Tensor.scalar((float) distance)));
    }
}
