package meander.models.checkpoint;

import java.util.Arrays;
import java.util.function.Consumer;

import meander.models.graph.onnx.Protobuf;

/** ONNX files by hand, so that they can be wrong. */
public final class OnnxFiles {
    public static final int FLOAT = 1;
    public static final int INT64 = 7;

    private OnnxFiles() {}

    /** A model of one graph. */
    public static byte[] model(Consumer<Protobuf> graph) {
        return model(graph, _ -> {});
    }

    /** A model of one graph and something more. */
    public static byte[] model(Consumer<Protobuf> graph, Consumer<Protobuf> more) {
        Protobuf model = new Protobuf().number(1, 8).text(2, "somebody").message(7, graph);
        for (String domain : new String[]{"", "ai.onnx.ml", "mine"})
            model.message(8, opset -> opset.text(1, domain).number(2, domain.isEmpty() ? 17 : 1));
        more.accept(model);
        return model.toByteArray();
    }

    /** z [1,4] to a picture [1,1,2,2], with something more. */
    public static Consumer<Protobuf> generator(Consumer<Protobuf> more) {
        return graph -> {
            graph.text(2, "g");
            value(graph, 11, "z", 1, 4);
            value(graph, 12, "picture", 1, 1, 2, 2);
            graph.message(5, ints("shape", 1, 1, 2, 2));
            node(graph, "Reshape", "z,shape", "picture");
            more.accept(graph);
        };
    }

    public static void value(Protobuf graph, int field, String name, long... dims) {
        graph.message(field, info -> info.text(1, name).message(2, type -> type.message(1, tensor -> tensor.number(1, FLOAT)
                .message(2, shape -> Arrays.stream(dims).forEach(size -> shape.message(1, dim -> dim.number(1, size)))))));
    }

    /** @param inputs, @param outputs names with commas between */
    @SafeVarargs
    public static void node(Protobuf graph, String operation, String inputs, String outputs, Consumer<Protobuf>... more) {
        graph.message(1, node -> {
            for (String input : inputs.split(",", -1))
                node.text(1, input);
            for (String output : outputs.split(",", -1))
                node.text(2, output);
            node.text(4, operation);
            for (Consumer<Protobuf> each : more)
                each.accept(node);
        });
    }

    public static Consumer<Protobuf> attribute(String name, Consumer<Protobuf> content) {
        return node -> node.message(5, attribute -> content.accept(attribute.text(1, name)));
    }

    public static Consumer<Protobuf> ints(String name, long... values) {
        return tensor -> {
            tensor.number(1, values.length).number(2, INT64).text(8, name);
            for (long value : values)
                tensor.number(7, value);
        };
    }

    /** A tensor whose numbers lie elsewhere. @param entries keys and values in turn */
    public static Consumer<Protobuf> elsewhere(String name, long[] dims, String... entries) {
        return tensor -> {
            for (long dim : dims)
                tensor.number(1, dim);
            tensor.number(2, FLOAT).text(8, name);
            for (int i = 0; i < entries.length; i += 2) {
                String key = entries[i];
                String value = entries[i + 1];
                tensor.message(13, entry -> entry.text(1, key).text(2, value));
            }
            tensor.number(14, 1);
        };
    }
}
