package meander.models.infer;

import java.util.Arrays;
import java.util.List;

import meander.models.graph.Op;
import meander.models.graph.Value;

/** An activation. Modules without weights leave no trace of which they are. */
public enum ActivationFunction {
    RELU("ReLU", 0), LEAKY_RELU_02("LeakyReLU 0.2", 0.2), LEAKY_RELU_001("LeakyReLU 0.01", 0.01), LEAKY_RELU_01("LeakyReLU 0.1",
            0.1), TANH("tanh", 1), SIGMOID("sigmoid", 1), NONE("none", 1);

    /** DCGAN's own, the discriminator's that many borrow, and PyTorch's default slope. */
    public static final List<ActivationFunction> HIDDEN = List.of(RELU, LEAKY_RELU_02, LEAKY_RELU_001);
    public static final List<ActivationFunction> OUTPUT = List.of(TANH, SIGMOID, NONE);

    private final String label;
    private final double slope;

    ActivationFunction(String label, double slope) {
        this.label = label;
        this.slope = slope;
    }

    /** What a person chooses it by. */
    public String label() {
        return label;
    }

    public static ActivationFunction labelled(String label) {
        return Arrays.stream(values()).filter(function -> function.label.equals(label)).findFirst().orElseThrow();
    }

    public Value apply(Value x) {
        return switch (this) {
            case RELU, LEAKY_RELU_02, LEAKY_RELU_001, LEAKY_RELU_01 -> x.leakyRelu(slope);
            case TANH -> x.tanh();
            case SIGMOID -> x.unary(Op.Unary.Function.SIGMOID);
            case NONE -> x;
        };
    }

    /** How steep it is below 0, for hidden activations, which are linear on either side of it. */
    public double slope() {
        return slope;
    }

    /** The mean of what comes out of a function with a slope below 0 when a normal variable goes in. */
    public static double mean(double slope, double mean, double deviation) {
        double t = mean / Math.max(deviation, 1e-12);
        double rectified = mean * normalCdf(t) + deviation * density(t);
        return (1 - slope) * rectified + slope * mean;
    }

    /** The variance of the same. */
    public static double variance(double slope, double mean, double deviation) {
        double t = mean / Math.max(deviation, 1e-12);
        double square = mean * mean + deviation * deviation;
        double above = square * normalCdf(t) + mean * deviation * density(t);
        double middle = mean(slope, mean, deviation);
        return Math.max(0, above + slope * slope * (square - above) - middle * middle);
    }

    private static double density(double t) {
        return Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI);
    }

    /** Within 1e-7 (Abramowitz and Stegun 26.2.17). */
    private static double normalCdf(double t) {
        double k = 1 / (1 + 0.2316419 * Math.abs(t));
        double tail = k * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
                * density(t);
        return t >= 0 ? 1 - tail : tail;
    }
}
