package meander.models.render;

import java.util.*;
import ai.djl.ndarray.NDArray;
import meander.models.graph.*;
import meander.models.family.stylegan2.StyleGan2;

public class ScratchBench {
    public static void main(String[] args) throws Exception {
        int res = Integer.parseInt(args[0]);
        StyleGan2 g = StyleGan2.ofSize(res, Integer.parseInt(args[1]));
        Graph whole = g.synthesis("picture");
        System.out.printf("GFLOP %.2f%n", Cost.of(whole).flops() / 1e9);
        peak();
        RenderSettings s = RenderSettings.DEFAULT;
        var stages = Stages.of(whole).stages();
        List<OnnxSession> sessions = new ArrayList<>();
        long t0 = System.nanoTime();
        for (var st : stages)
            sessions.add(new OnnxSession(new Network(st.graph(), Weights.untrained(1)), s));
        System.out.printf("sessions %.0f ms%n", (System.nanoTime() - t0) / 1e6);
        Map<String, NDArray> values = new HashMap<>();
        Random rnd = new Random(0);
        var manager = sessions.get(0).manager();
        for (var in : whole.inputs().entrySet()) {
            Tensor t = new Tensor(in.getValue().shape(), new float[in.getValue().shape().elements()]);
            for (int i = 0; i < t.data().length; i++)
                t.data()[i] = (float) rnd.nextGaussian();
            values.put(in.getKey(), OnnxSession.array(manager, t));
        }
        int rounds = 40; double[][] times = new double[stages.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            List<NDArray> temp = new ArrayList<>();
            for (int i = 0; i < stages.size(); i++) {
                long t = System.nanoTime();
                var out = sessions.get(i).run(values);
                times[i][round] = (System.nanoTime() - t) / 1e6;
                values.putAll(out);
                temp.addAll(out.values());
            }
            temp.forEach(NDArray::close);
        }
        sessions.forEach(OnnxSession::close); double total = 0;
        for (int i = 0; i < stages.size(); i++) {
            Arrays.sort(times[i]);
            double gf = Cost.of(stages.get(i).graph()).flops() / 1e9;
            System.out.printf("%8s  %.2f GFLOP min %.1f med %.1f ms  %.0f GF/s%n", stages.get(i).label(), gf, times[i][0],
                    times[i][0], gf / times[i][0] * 1e3);
            total += times[i][0];
        }
        System.out.printf("total %.1f ms %.0f GF/s%n", total, Cost.of(whole).flops() / 1e6 / total);
        peak();
    }

    static void peak() {
        Graph graph = new Graph();
        int n = 2048;
        Value a = graph.input("a", n, n);
        Value b = graph.parameter("b", Shape.of(n, n), Initializer.STANDARD_NORMAL);
        graph.output("c", a.matmul(b));
        try (OnnxSession session = new OnnxSession(new Network(graph, Weights.untrained(0)), RenderSettings.DEFAULT)) {
            var in = OnnxSession.array(session.manager(), Tensor.full(1, n, n));
            double best = 1e9;
            for (int i = 0; i < 30; i++) {
                long t = System.nanoTime();
                session.run(Map.of("a", in)).values().forEach(NDArray::close);
                best = Math.min(best, (System.nanoTime() - t) / 1e9);
            }
            System.out.printf("peak %.0f GF/s%n", 2.0 * n * n * n / best / 1e9);
        }
    }
}
