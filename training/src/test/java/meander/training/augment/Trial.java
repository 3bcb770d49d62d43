package meander.training.augment;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

import meander.models.graph.Graph;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;

/** One augmentation of pictures, worked out in float64. Random numbers come from a seed unless they are set. */
final class Trial implements RandomInputs {
    final Graph graph = new Graph();
    private final SplittableRandom random;
    private final Map<String, Tensor> fed = new HashMap<>();
    private final Map<String, double[]> set = new HashMap<>();

    Trial(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Says what is drawn for every picture. */
    Trial set(String name, double... numbers) {
        set.put(name, numbers);
        return this;
    }

    /** The pictures augmented. */
    double[] run(Tensor pictures, BiFunction<Value, Trial, Value> augmentation) {
        Value x = feed("pictures", pictures);
        Value y = augmentation.apply(x, this);
        return ReferenceInterpreter.evaluate(graph, fed, Weights.untrained(0)).get(y).data();
    }

    Value probability(double p) {
        return feed("p", Tensor.scalar((float) p));
    }

    /** What was fed, by name. */
    Map<String, Tensor> fed() {
        return fed;
    }

    @Override
    public Value uniform(String name, int... dims) {
        return draw(name, false, dims);
    }

    @Override
    public Value normal(String name, int... dims) {
        return draw(name, true, dims);
    }

    private Value draw(String name, boolean normal, int... dims) {
        float[] numbers = new float[Shape.of(dims).elements()];
        double[] given = set.get(name);
        for (int i = 0; i < numbers.length; i++)
            numbers[i] = given != null
                    ? (float) given[i % given.length]
                    : normal ? (float) random.nextGaussian() : random.nextInt(1 << 24) * 0x1p-24f;
        return feed(name, new Tensor(Shape.of(dims), numbers));
    }

    Value feed(String name, Tensor tensor) {
        fed.put(name, tensor);
        return graph.input(name, tensor.shape().dims());
    }
}
