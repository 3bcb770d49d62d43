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

import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.ByteSource;
import meander.models.checkpoint.FileBytes;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;

/**
 * Reads what an ONNX file (a ModelProto, IR version 3 and later) takes and gives, and makes sure of what the engine would otherwise find
 * out for itself, or not: that its numbers are where they should be, that its steps are operations of ONNX and can run in some order, and that
 * what they make is of a size.
 */
public final class OnnxReader {
    private static final int VARINT_OF_VERSION = 0x08;
    private static final int NEWEST_VERSION = 0x1f;
    private static final int BUFFER = 1 << 16;
    /** What ONNX Runtime 1.29 knows. */
    private static final int NEWEST_OPSET = 26;
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx.ml", "com.microsoft");

    /** They go round as often as numbers say that nobody knows before. */
    private static final Set<String> LOOPS = Set.of("Loop", "Scan", "SequenceMap", "BeamSearch", "GreedySearch", "Sampling",
            "WhisperBeamSearch");

    private final FileBytes source;
    private final ReadBudget budget;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<String, OnnxGraphReader> functions = new HashMap<>();
    private OnnxGraphReader graph;

    private OnnxReader(FileBytes source, ReadBudget budget) {
        this.source = source;
        this.budget = budget;
    }

    /** True if a file that starts like this is most likely meant as ONNX, which has no mark of its own: the IR version comes first. */
    public static boolean begins(ByteBuffer head) {
        return head.remaining() > 2 && head.get(head.position()) == VARINT_OF_VERSION && head.get(head.position() + 1) >= 1
                && head.get(head.position() + 1) <= NEWEST_VERSION;
    }

    /** @throws RejectedException if it is no ONNX file, or none that may run */
    public static ForeignModel read(FileBytes source, ByteSource.Reader reader, ReadBudget budget) throws IOException {
        return new OnnxReader(source, budget).read(reader);
    }

    private ForeignModel read(ByteSource.Reader reader) throws IOException {
        ProtobufReader in = ProtobufReader.whole(new ByteCursor(reader, 0, source.size(), BUFFER, budget), budget);
        while (in.next())
            switch (in.field()) {
                case 7 -> {
                    if (graph != null) throw in.in().malformed("two graphs");
                    graph = OnnxGraphReader.read(in.message(), source.path(), budget, 0);
                }
                case 8 -> operators(in.message());
                case 14 -> fact(in.message());
                case 25 -> function(in.message());
                default -> in.skip();
            }
        if (graph == null) throw new RejectedException(Reason.NO_NETWORK, source.name());
        graph.check(Set.of());
        expand(graph, new HashSet<>());
        List<ForeignModel.Apart> apart = new ArrayList<>();
        long parameters = 0;
        for (OnnxTensorReader numbers : graph.initializers().values()) {
            numbers.apart().ifPresent(apart::add);
            parameters += numbers.elements();
        }
        budget.reached(1);
        return new ForeignModel(new ByteRange(source, 0, source.size()), ForeignModel.Language.ONNX, ports(graph.open()),
                ports(graph.outputs().stream().filter(output -> output.type().isPresent()).toList()), new LinkedHashMap<>(facts),
                parameters, apart);
    }

    private static List<Port> ports(List<OnnxGraphReader.Declared> declared) throws RejectedException {
        List<Port> ports = new ArrayList<>();
        for (OnnxGraphReader.Declared each : declared)
            ports.add(new Port(each.name(),
                    each.type().orElseThrow(
                            () -> new RejectedException(Reason.NUMBERS_NOT_SUPPORTED, DisplayName.of(each.name()), "?")),
                    each.dims().orElse(List.of())));
        return ports;
    }

    /** Which version of whose operators it is written in. @throws RejectedException if the engine does not know so new a one */
    private void operators(ProtobufReader in) throws IOException {
        String domain = "";
        long version = 0;
        while (in.next())
            switch (in.field()) {
                case 1 -> domain = in.text();
                case 2 -> version = in.number();
                default -> in.skip();
            }
        boolean own = domain.isEmpty() || domain.equals("ai.onnx");
        if (own && version > NEWEST_OPSET)
            throw new RejectedException(Reason.OPSET_TOO_NEW, source.name(), version, (long) NEWEST_OPSET);
    }

    private void fact(ProtobufReader in) throws IOException {
        Map.Entry<String, String> pair = in.pair();
        budget.heap(160);
        facts.put(pair.getKey(), pair.getValue());
    }

    private void function(ProtobufReader in) throws IOException {
        OnnxGraphReader body = OnnxGraphReader.function(source.path(), budget);
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
    private void expand(OnnxGraphReader body, Set<String> callers) throws RejectedException {
        for (OnnxGraphReader.Node node : body.nodes()) {
            budget.node();
            if (LOOPS.contains(node.operation())) throw new RejectedException(Reason.OPERATION_NOT_ALLOWED, node.operation());
            for (OnnxGraphReader inner : node.graphs())
                expand(inner, callers);
            String called = node.domain() + "/" + node.operation();
            OnnxGraphReader function = functions.get(called);
            if (function == null) {
                if (!DOMAINS.contains(node.domain()))
                    throw new RejectedException(Reason.OPERATION_NOT_ALLOWED,
                            DisplayName.of(node.domain() + "::" + node.operation()));
                continue;
            }
            if (!callers.add(called))
                throw OnnxGraphReader.fault("its function " + DisplayName.of(node.operation()) + " calls itself");
            budget.depth(callers.size());
            expand(function, callers);
            callers.remove(called);
        }
    }
}
