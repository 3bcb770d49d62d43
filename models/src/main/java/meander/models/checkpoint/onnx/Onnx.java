package meander.models.checkpoint.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import meander.models.checkpoint.Budget;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.Program;
import meander.models.checkpoint.Refusal;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.bytes.ByteSource;
import meander.models.checkpoint.bytes.Cursor;
import meander.models.checkpoint.bytes.Extent;
import meander.models.checkpoint.bytes.FileBytes;

/**
 * Reads what an ONNX file (a ModelProto, IR version 3 and later) takes and gives, and makes sure of what the engine would otherwise find
 * out for itself, or not: that its numbers are where they should be, that its steps are operations of ONNX and can run in some order, and that
 * what they make is of a size.
 */
public final class Onnx {
    private static final int VARINT_OF_VERSION = 0x08;
    private static final int NEWEST_VERSION = 0x1f;
    private static final int BUFFER = 1 << 16;
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx.ml", "com.microsoft");

    /** They go round as often as numbers say that nobody knows before. */
    private static final Set<String> LOOPS = Set.of("Loop", "Scan", "SequenceMap", "BeamSearch", "GreedySearch", "Sampling",
            "WhisperBeamSearch");

    private final FileBytes source;
    private final Budget budget;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<String, OnnxGraph> functions = new HashMap<>();
    private OnnxGraph graph;

    private Onnx(FileBytes source, Budget budget) {
        this.source = source;
        this.budget = budget;
    }

    /** True if a file that starts like this is most likely meant as ONNX, which has no mark of its own: the IR version comes first. */
    public static boolean begins(ByteBuffer head) {
        return head.remaining() > 2 && head.get(head.position()) == VARINT_OF_VERSION && head.get(head.position() + 1) >= 1
                && head.get(head.position() + 1) <= NEWEST_VERSION;
    }

    /** @throws Refusal if it is no ONNX file, or none that may run */
    public static Program read(FileBytes source, ByteSource.Reader reader, Budget budget) throws IOException {
        return new Onnx(source, budget).read(reader);
    }

    private Program read(ByteSource.Reader reader) throws IOException {
        Message in = Message.whole(new Cursor(reader, 0, source.size(), BUFFER, budget), budget);
        while (in.next())
            switch (in.field()) {
                case 7 -> {
                    if (graph != null) throw in.in().malformed("two graphs");
                    graph = OnnxGraph.read(in.message(), source.path(), budget, 0);
                }
                case 14 -> fact(in.message());
                case 25 -> function(in.message());
                default -> in.skip();
            }
        if (graph == null) throw new Refusal(Reason.NO_NETWORK, source.name());
        graph.check(Set.of());
        expand(graph, new HashSet<>());
        List<Program.Apart> apart = new ArrayList<>();
        long parameters = 0;
        for (Numbers numbers : graph.initializers().values()) {
            numbers.apart().ifPresent(apart::add);
            parameters += numbers.elements();
        }
        budget.reached(1);
        return new Program(new Extent(source, 0, source.size()), Program.Language.ONNX, ports(graph.open()),
                ports(graph.outputs().stream().filter(output -> output.type().isPresent()).toList()), new LinkedHashMap<>(facts),
                parameters, apart);
    }

    private static List<Port> ports(List<OnnxGraph.Declared> declared) throws Refusal {
        List<Port> ports = new ArrayList<>();
        for (OnnxGraph.Declared each : declared)
            ports.add(new Port(each.name(),
                    each.type().orElseThrow(() -> new Refusal(Reason.NUMBERS_NOT_SUPPORTED, Shown.of(each.name()), "?")),
                    each.dims().orElse(List.of())));
        return ports;
    }

    private void fact(Message in) throws IOException {
        Map.Entry<String, String> pair = in.pair();
        budget.heap(160);
        facts.put(pair.getKey(), pair.getValue());
    }

    private void function(Message in) throws IOException {
        OnnxGraph body = OnnxGraph.function(source.path(), budget);
        String name = "";
        String domain = "";
        while (in.next())
            switch (in.field()) {
                case 1 -> name = in.text();
                case 7 -> body.addStep(in.message());
                case 10 -> domain = in.text();
                default -> in.skip();
            }
        if (functions.put(domain + "/" + name, body) != null) throw in.in().malformed("two functions of one name");
    }

    /** Follows every call, and counts each step as often as it would be copied. @param callers functions that are being followed */
    private void expand(OnnxGraph body, Set<String> callers) throws Refusal {
        for (OnnxGraph.Node node : body.nodes()) {
            budget.node();
            if (LOOPS.contains(node.operation())) throw new Refusal(Reason.OPERATION_NOT_ALLOWED, node.operation());
            for (OnnxGraph inner : node.graphs())
                expand(inner, callers);
            String called = node.domain() + "/" + node.operation();
            OnnxGraph function = functions.get(called);
            if (function == null) {
                if (!DOMAINS.contains(node.domain()))
                    throw new Refusal(Reason.OPERATION_NOT_ALLOWED, Shown.of(node.domain() + "::" + node.operation()));
                continue;
            }
            if (!callers.add(called)) throw OnnxGraph.fault("its function " + Shown.of(node.operation()) + " calls itself");
            budget.depth(callers.size());
            expand(function, callers);
            callers.remove(called);
        }
    }
}
