package meander.models.render;

import java.util.Map;

import ai.djl.ndarray.NDArray;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;

/** One product of two square matrices: the plainest work there is, to see whether a device works and how fast. */
final class MatrixProduct implements AutoCloseable {
    private final int size;
    private final OnnxSession session;
    private final Map<String, NDArray> input;

    MatrixProduct(int size, RenderSettings settings) {
        this.size = size;
        Graph graph = new Graph();
        Value b = graph.parameter("b", Shape.of(size, size), Initializer.STANDARD_NORMAL);
        graph.output("c", graph.input("a", size, size).matmul(b));
        session = new OnnxSession(new Network(graph, Weights.untrained(0)), settings);
        input = Map.of("a", OnnxSession.array(session.manager(), Tensor.full(1, size, size)));
    }

    void run() {
        session.run(input).values().forEach(NDArray::close);
    }

    /** The fastest of several, in 10⁹ FLOP per second. */
    double peak(int rounds) {
        double fastest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            run();
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        return 2.0 * size * size * size / fastest;
    }

    @Override
    public void close() {
        session.close();
    }
}
