package meander.models.render;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.onnx.OnnxCompiler;

/** What it costs to draw in a process apart, beside the same in this one. Prints figures; run by hand. */
@Tag("benchmark")
class ProgramBenchmarkTest {
    private static final int ROUNDS = 60;

    @TempDir
    private Path folder;

    /** The generator does next to nothing, so that the difference is seen: each pixel is a product of two numbers. */
    @Test
    void picturesOfThreeSizes() throws IOException {
        for (int side : new int[]{64, 256, 1024}) {
            Path file = Files.write(folder.resolve("picture" + side + ".onnx"), generator(side));
            ForeignModel program = (ForeignModel) Checkpoints.open(file);
            long start = System.nanoTime();
            try (Arena arena = Arena.ofShared();
                    ProgramSession apart = ProgramSession.open(program, RenderSettings.DEFAULT);
                    ProgramSession here = ProgramSession.inThisProcess(ProgramBytes.read(program, arena),
                            RenderSettings.DEFAULT)) {
                double opened = (System.nanoTime() - start) / 1e6;
                double least = Double.POSITIVE_INFINITY;
                double leastApart = Double.POSITIVE_INFINITY;
                for (int i = 0; i < ROUNDS; i++) {
                    leastApart = Math.min(leastApart, millis(apart, program, i));
                    least = Math.min(least, millis(here, program, i));
                }
                System.out.printf("%4d px: in this process %.2f ms, apart %.2f ms, opening %.0f ms%n", side, least, leastApart,
                        opened);
            }
        }
    }

    private static double millis(ProgramSession session, ForeignModel program, int round) {
        long start = System.nanoTime();
        session.run(program.inputs(), Map.of("z", Tensor.full(round, 1, 1)), Set.of("picture"));
        return (System.nanoTime() - start) / 1e6;
    }

    private static byte[] generator(int side) {
        Graph graph = new Graph();
        Value column = graph.parameter("column", Shape.of(1, 3 * side * side), Initializer.STANDARD_NORMAL);
        graph.output("picture", graph.input("z", 1, 1).matmul(column).reshape(1, 3, side, side));
        return OnnxCompiler.forExport(new Network(graph, Weights.untrained(0)), "picture", Map.of(), Map.of()).proto();
    }
}
