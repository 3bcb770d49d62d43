package meander.models.render;

import java.util.*;
import ai.djl.ndarray.NDArray;
import meander.models.graph.*;
import meander.models.graph.Op.Padding;

public class ScratchWino {
    static double bench(String label, Graph g, double gflop) {
        try (OnnxSession s = new OnnxSession(new Network(g, Weights.untrained(1)), RenderSettings.DEFAULT)) {
            Map<String, NDArray> in = new HashMap<>();
            g.inputs().forEach((n, v) -> { Tensor t = Tensor.zeros(v.shape().dims()); Random r = new Random(1); for (int i = 0; i < t.data().length; i++) t.data()[i] = r.nextFloat(); in.put(n, OnnxSession.array(s.manager(), t)); });
            double best = 1e9;
            for (int i = 0; i < 25; i++) { long t = System.nanoTime(); var o = s.run(in); best = Math.min(best, (System.nanoTime() - t) / 1e6); if (i == 0) { float[] d = OnnxSession.tensor(o.firstEntry().getValue()).data(); double sum = 0; for (float f : d) sum += Math.abs(f); System.out.printf("   [%d %.6g] ", d.length, sum / d.length);} o.values().forEach(NDArray::close); }
            System.out.printf("%-36s %.2f ms  %.0f GF/s%n", label, best, gflop / best * 1e3);
            return best;
        }
    }
    public static void main(String[] a) {
        int[][] cases = { { 512, 32 }, { 256, 64 }, { 128, 128 }, { 64, 256 } };
        for (int[] c : cases) {
            int C = c[0], H = c[1], T = H / 4 * H / 4;
            double gf = 2.0 * 9 * C * C * H * H / 1e9;
            System.out.println("C " + C + " H " + H);
            Graph g = new Graph(); Value x = g.input("x", 1, C, H, H); Value k = g.parameter("k", Shape.of(C, C, 3, 3), Initializer.STANDARD_NORMAL);
            g.output("y", x.conv2d(k, Padding.all(1))); bench("direct", g, gf);
            for (int variant = 0; variant < 2; variant++) {
            g = new Graph(); x = g.input("x", 1, C, H, H); k = g.parameter("k", Shape.of(C, C, 3, 3), Initializer.STANDARD_NORMAL);
            g.output("y", Winograd.convolve(x, k, variant)); bench("winograd " + variant, g, gf);
            }
            g = new Graph(); x = g.input("x", 1, C, H, H);
            Value d = Winograd.input(x); g.output("d", d); bench("  input", g, gf);
            g = new Graph(); Value v = g.input("v", 36, C, T); k = g.parameter("k", Shape.of(C, C, 3, 3), Initializer.STANDARD_NORMAL);
            g.output("m", Winograd.multiply(k, v)); bench("  matmul", g, gf);
            for (int variant = 0; variant < 3; variant++) {
            g = new Graph(); v = g.input("m", 36, C, T); g.output("y", Winograd.output(v, H, H, variant)); bench("  output " + variant, g, gf);}
        }
    }
}
