package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.render.ChildProcess.Outcome;
import meander.models.render.OnnxSession.Scratch;

/** What a process holds, in MiB, when sessions have run and been closed, in a process of its own. */
@EnabledOnOs(OS.LINUX)
class SessionMemoryTest {
    /** Of the numbers between the two products below. */
    private static final int SCRATCH = 64;
    private static final int SESSIONS = 30;

    @TempDir
    private Path temporary;

    @Test
    void aSessionThatReturnsItsScratchHoldsNoneBetweenRuns() {
        List<Long> held = held("scratch");
        assertThat(held.get(1) - held.get(0)).isLessThan(SCRATCH / 2);
    }

    @Test
    void sessionsThatWereClosedLeaveNothingBehind() throws IOException {
        List<Long> held = held("closed");
        assertThat(held.get(1) - held.get(0)).isLessThan(SCRATCH / 2);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("ort-model"))).isEmpty();
        }
    }

    private List<Long> held(String what) {
        Outcome outcome = new ChildProcess(Duration.ofMinutes(4), 256, 4L << 30).run(List.of(Child.class.getName(), what),
                Map.of("java.io.tmpdir", temporary.toString()));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Ended.class,
                ended -> assertThat(ended.status()).describedAs(ended.complained()).isZero());
        return Arrays.stream(((Outcome.Ended) outcome).said().strip().split(" ")).map(Long::valueOf).toList();
    }

    /** Says what it held before and after. */
    static final class Child {
        private static final int WIDE = 4096;
        private static final int NARROW = 64;

        public static void main(String[] arguments) throws Throwable {
            if (arguments[0].equals("scratch")) scratch();
            else
                closed();
        }

        private static void scratch() throws Throwable {
            use(Scratch.RETURNED); // what the engine itself takes at first
            try (OnnxSession session = session(Scratch.RETURNED)) {
                long before = resident();
                run(session);
                System.out.println(before + " " + resident());
            }
        }

        private static void closed() throws Throwable {
            for (int i = 0; i < SESSIONS; i++) // until the heap has been everywhere
                use(Scratch.KEPT);
            long before = resident();
            for (int i = 0; i < SESSIONS; i++)
                use(Scratch.KEPT);
            System.out.println(before + " " + resident());
        }

        private static void use(Scratch scratch) {
            try (OnnxSession session = session(scratch)) {
                run(session);
            }
        }

        /** Two products, between which there are more numbers than before and after. */
        private static OnnxSession session(Scratch scratch) {
            Graph graph = new Graph();
            graph.output("c",
                    graph.input("a", WIDE, NARROW)
                            .matmul(graph.parameter("b", Shape.of(NARROW, WIDE), Initializer.STANDARD_NORMAL))
                            .matmul(graph.parameter("d", Shape.of(WIDE, NARROW), Initializer.STANDARD_NORMAL)));
            return new OnnxSession(ServedNetwork.of(new Network(graph, Weights.untrained(0)), RenderSettings.DEFAULT),
                    RenderSettings.DEFAULT, scratch);
        }

        private static void run(OnnxSession session) {
            NDArray input = OnnxSession.array(session.manager(), Tensor.full(1, WIDE, NARROW));
            session.run(Map.of("a", input)).values().forEach(NDArray::close);
            input.close();
        }

        /** MiB, without what the C library or the heap could give back. */
        @SuppressWarnings("restricted") // a function of the C library, by its own signature
        private static long resident() throws Throwable {
            System.gc();
            Linker linker = Linker.nativeLinker();
            MethodHandle trim = linker.downcallHandle(linker.defaultLookup().findOrThrow("malloc_trim"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
            int _ = (int) trim.invokeExact(0L);
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElseThrow();
        }
    }
}
