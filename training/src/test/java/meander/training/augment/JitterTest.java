package meander.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;

class JitterTest {
    private static final int H = 8;
    private static final int W = 12;
    private static final double FACTOR = 1.25;

    /** Where a pixel of the cut lies in the picture: the enlarged one is 1.25 as large, the cut begins at a share of what is left over. */
    private static double expected(float[] plane, double shareX, double shareY, int x, int y) {
        double left = (1 - shareX) * (FACTOR - 1) * W;
        double top = (1 - shareY) * (FACTOR - 1) * H;
        return between(plane, (x + 0.5 + left) / FACTOR - 0.5, (y + 0.5 + top) / FACTOR - 0.5);
    }

    /** Bilinear, reflected about the outer pixels. */
    private static double between(float[] plane, double x, double y) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        double sum = 0;
        for (int dy = 0; dy < 2; dy++)
            for (int dx = 0; dx < 2; dx++) {
                double weight = (dx == 0 ? 1 - (x - x0) : x - x0) * (dy == 0 ? 1 - (y - y0) : y - y0);
                sum += weight * plane[inside(y0 + dy, H) * W + inside(x0 + dx, W)];
            }
        return sum;
    }

    private static int inside(int at, int size) {
        int positive = Math.abs(at);
        return positive < size ? positive : 2 * (size - 1) - positive;
    }

    @Test
    void cutsAPartOutOfTheEnlargedPictureAlikeInAllChannels() {
        Graph graph = new Graph();
        Value x = graph.input("x", 2, 2, H, W);
        Value chance = graph.input("chance", 2, 2);
        graph.output("cut", new Jitter(FACTOR).apply(x, new RandomInputs() {
            @Override
            public Value normal(String name, int... dims) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Value uniform(String name, int... dims) {
                return chance;
            }
        }, "jitter"));
        SplittableRandom random = new SplittableRandom(2);
        float[] pictures = new float[2 * 2 * H * W];
        for (int i = 0; i < pictures.length; i++)
            pictures[i] = (float) random.nextDouble(-1, 1);
        float[] chances = {0, 0.999f, 0.3f, 0.5f};
        try (TorchScriptModule module = TorchScriptModule.load(
                TorchScriptCompiler.serving(new Network(graph, Weights.untrained(0)), "Jitter"),
                TorchScriptArchive.Precision.FLOAT32, false)) {
            float[] cut = module
                    .call("forward", List.of(module.slot(x.shape()).fill(pictures), module.slot(Shape.of(2, 2)).fill(chances)))
                    .data();
            for (int plane = 0; plane < 4; plane++) {
                float[] before = Arrays.copyOfRange(pictures, plane * H * W, (plane + 1) * H * W);
                for (int y = 0; y < H; y++)
                    for (int column = 0; column < W; column++)
                        assertThat((double) cut[(plane * H + y) * W + column]).as("plane %d, %d, %d", plane, column, y).isCloseTo(
                                expected(before, chances[plane / 2 * 2], chances[plane / 2 * 2 + 1], column, y), within(1e-4));
            }
        }
    }
}
