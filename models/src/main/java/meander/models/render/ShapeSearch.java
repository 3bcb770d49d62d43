package meander.models.render;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import meander.models.checkpoint.DType;
import meander.models.checkpoint.Port;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;

/**
 * Finds out what a TorchScript program takes, of which it tells the names alone: by trying. What it does not take it refuses at once, so that
 * a thousand tries take a second or two. On our own graph shapes are all that is needed; with an engine, it runs in a process of its own.
 */
final class ShapeSearch {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int[] USUAL = {100, 128, 512, 64, 256, 32, 16, 10, 62, 110, 120, 140, 200};
    private static final int WIDEST = 1024;
    private static final int[] SIDES = {80, 256, 512, 128, 64, 32};
    private static final int[] CLASSES = {10, 2, 3, 4, 5, 6, 7, 8, 9, 12, 20, 26, 40, 47, 62, 100, 1000};
    private static final int FOLD = 16;

    /** What a program gives for inputs. */
    @FunctionalInterface
    interface Attempt {
        /** Shapes of its outputs; none where it refuses. */
        List<Shape> outputs(List<Port> inputs);
    }

    private final Attempt attempt;
    private final long end = System.nanoTime() + PATIENCE.toNanos();

    ShapeSearch(Attempt attempt) {
        this.attempt = attempt;
    }

    /** In an engine. */
    ShapeSearch(ProgramSession program) {
        this(ports -> run(program, ports));
    }

    /** The inputs with shapes that give a picture; empty if none that was tried does. */
    Optional<List<Port>> of(List<Port> inputs) {
        if (inputs.isEmpty()) return Optional.empty();
        for (List<Port> rest : products(inputs.subList(1, inputs.size())))
            for (Port first : (Iterable<Port>) Stream.concat(pictures(inputs.getFirst()), latents(inputs.getFirst()))::iterator) {
                if (System.nanoTime() > end) return Optional.empty();
                List<Port> ports = new ArrayList<>(rest);
                ports.addFirst(first);
                if (draws(ports)) return Optional.of(free(ports));
            }
        return Optional.empty();
    }

    private static Stream<Port> pictures(Port port) {
        return Arrays.stream(SIDES).boxed()
                .flatMap(side -> Stream.of(3, 1, 4).map(channels -> of(port, DType.F32, 1, channels, side, side)));
    }

    private static Stream<Port> latents(Port port) {
        IntStream sizes = IntStream.concat(Arrays.stream(USUAL),
                IntStream.rangeClosed(1, WIDEST).filter(size -> Arrays.stream(USUAL).noneMatch(usual -> usual == size)));
        return sizes.boxed().flatMap(size -> Stream.of(of(port, DType.F32, 1, size), of(port, DType.F32, 1, size, 1, 1)));
    }

    /** All that the inputs behind the first may be. */
    private static List<List<Port>> products(List<Port> inputs) {
        List<List<Port>> products = List.of(List.of());
        for (Port input : inputs) {
            List<Port> options = new ArrayList<>(
                    List.of(of(input, DType.I64, 1), of(input, DType.F32, 1, 1), of(input, DType.F32, 1), of(input, DType.F32)));
            for (int classes : CLASSES)
                options.add(of(input, DType.F32, 1, classes));
            products = products.stream().flatMap(before -> options.stream().map(option -> {
                List<Port> longer = new ArrayList<>(before);
                longer.add(option);
                return longer;
            })).toList();
        }
        return products;
    }

    private boolean draws(List<Port> ports) {
        return attempt.outputs(ports).stream().anyMatch(ShapeSearch::isPicture);
    }

    private static List<Shape> run(ProgramSession program, List<Port> ports) {
        Map<String, Tensor> inputs = new HashMap<>();
        ports.forEach(port -> inputs.put(port.name(), Tensor.zeros(port.dims().stream().mapToInt(Integer::intValue).toArray())));
        try {
            return program.run(ports, inputs, Set.of()).values().stream().map(Tensor::shape).toList();
        } catch (ProgramProcess.Ended e) {
            throw e;
        } catch (OnnxSession.EngineException e) {
            return List.of();
        }
    }

    private static boolean isPicture(Shape shape) {
        if (shape.rank() != 4 || shape.dim(0) != 1) return false;
        boolean first = isChannels(shape.dim(1)) && shape.dim(2) > 3 && shape.dim(3) > 3;
        return first || isChannels(shape.dim(3)) && shape.dim(1) > 3 && shape.dim(2) > 3;
    }

    private static boolean isChannels(int size) {
        return size == 1 || size == 3 || size == 4;
    }

    /** Sides of a picture are free if another one goes as well. */
    private List<Port> free(List<Port> ports) {
        Port first = ports.getFirst();
        if (first.rank() != 4 || first.dims().getLast() == 1) return ports;
        int channels = first.dims().get(1);
        int side = first.dims().getLast();
        List<Port> other = new ArrayList<>(ports);
        other.set(0, of(first, DType.F32, 1, channels, 2 * side, side + FOLD * (side / FOLD)));
        if (!draws(other)) return ports;
        other.set(0, of(first, DType.F32, 1, channels, Port.ANY, Port.ANY));
        return other;
    }

    private static Port of(Port port, DType type, Integer... dims) {
        return new Port(port.name(), type, List.of(dims));
    }
}
