package meander.models.graph;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** Where a parameter's values come from. They may be read from a file at each call, so that nothing larger than a stage is ever held. */
@FunctionalInterface
public interface Weights {
    /** The values of a parameter the graph declares. */
    Tensor get(Op.Parameter parameter);

    static Weights of(Map<String, Tensor> tensors) {
        return parameter -> tensors.get(parameter.name());
    }

    /** Untrained values as each parameter's initializer says; the same for the same seed. */
    static Weights untrained(long seed) {
        return parameter -> {
            float[] data = new float[parameter.shape().elements()];
            switch (parameter.initializer()) {
                case Initializer.Fill(double value) -> Arrays.fill(data, (float) value);
                case Initializer.Normal(double deviation) -> {
                    SplittableRandom random = new SplittableRandom(seed ^ parameter.name().hashCode() * 0x9E3779B97F4A7C15L);
                    for (int i = 0; i < data.length; i++)
                        data[i] = (float) (deviation * random.nextGaussian());
                }
            }
            return new Tensor(parameter.shape(), data);
        };
    }
}
