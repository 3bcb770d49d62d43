package meander.training.metric;

import java.util.function.BooleanSupplier;

/** The mean absolute difference from the picture that was wanted, of values in −1…1. */
public record MeanAbsoluteError() implements Metric {
    public static final String NAME = "l1";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "L1";
    }

    @Override
    public Better better() {
        return Better.LOWER;
    }

    @Override
    public boolean isPaired() {
        return true;
    }

    @Override
    public Reference reference(ImageBatch data, BooleanSupplier cancelled) {
        return (generated, _) -> of(data, generated);
    }

    private static double of(ImageBatch some, ImageBatch others) {
        double sum = 0;
        for (int i = 0; i < some.levels().length; i++)
            sum += Math.abs((some.levels()[i] & 0xff) - (others.levels()[i] & 0xff)) / 127.5;
        return sum / some.levels().length;
    }
}
