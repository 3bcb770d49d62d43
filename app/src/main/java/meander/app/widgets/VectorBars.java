package meander.app.widgets;

import java.util.ArrayList;
import java.util.List;

import javafx.scene.layout.Region;

/** A vector at a glance: how far its dimensions lie from zero, gathered into a fixed number of bars. */
public final class VectorBars extends Region {
    private static final int BARS = 64;
    private static final double HEIGHT = 32;
    private final List<Region> bars = new ArrayList<>();
    private final double[] heights = new double[BARS];

    public VectorBars() {
        getStyleClass().add("vector-bars");
        for (int i = 0; i < BARS; i++) {
            Region bar = new Region();
            bar.getStyleClass().add("bar");
            bar.setManaged(false);
            bars.add(bar);
        }
        getChildren().addAll(bars);
        setMouseTransparent(true);
    }

    /** @param values  of the vectors, one after another, @param length of one vector; several are averaged */
    public void show(float[] values, int length) {
        double largest = 1e-6;
        for (int bar = 0; bar < BARS; bar++) {
            int from = bar * length / BARS;
            int to = Math.max(from + 1, (bar + 1) * length / BARS);
            double sum = 0;
            int count = 0;
            for (int row = 0; row + length <= values.length; row += length)
                for (int i = from; i < Math.min(to, length); i++) {
                    sum += Math.abs(values[row + i]);
                    count++;
                }
            heights[bar] = count == 0 ? 0 : sum / count;
            largest = Math.max(largest, heights[bar]);
        }
        for (int bar = 0; bar < BARS; bar++)
            heights[bar] /= largest;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double pitch = getWidth() / BARS;
        for (int i = 0; i < BARS; i++) {
            double height = Math.max(2, Math.rint(heights[i] * getHeight()));
            double left = Math.rint(i * pitch);
            bars.get(i).setOpacity(0.35 + 0.55 * heights[i]);
            bars.get(i).resizeRelocate(left, getHeight() - height, Math.max(1, Math.rint((i + 1) * pitch) - left - 1), height);
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return HEIGHT;
    }
}
