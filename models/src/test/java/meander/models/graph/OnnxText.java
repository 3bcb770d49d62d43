package meander.models.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An ONNX ModelProto as text that a person can compare: nodes with their attributes, initializers with their shapes. Of numbers only those
 * are shown that the compiler made up as operands, such as the dims of a reshape; weights are not. Reads the wire format by itself, so that
 * a mistake of our own reader does not hide one of the writer.
 */
public final class OnnxText {
    private static final int SHOWN = 16; // numbers of one operand

    private final StringBuilder text = new StringBuilder();

    private OnnxText() {}

    public static String of(byte[] proto) {
        OnnxText text = new OnnxText();
        text.model(new Fields(ByteBuffer.wrap(proto)));
        return text.text.toString();
    }

    /** The fields of one message, by number, in their order. */
    private static final class Fields {
        private final TreeMap<Integer, List<Object>> values = new TreeMap<>();

        Fields(ByteBuffer in) {
            in.order(ByteOrder.LITTLE_ENDIAN);
            while (in.hasRemaining()) {
                long tag = varint(in);
                Object value = switch ((int) (tag & 7)) {
                    case 0 -> varint(in);
                    case 1 -> in.getLong();
                    case 2 -> {
                        int length = (int) varint(in);
                        ByteBuffer bytes = in.slice(in.position(), length);
                        in.position(in.position() + length);
                        yield bytes;
                    }
                    case 5 -> in.getFloat();
                    default -> throw new AssertionError("wire type " + (tag & 7));
                };
                values.computeIfAbsent((int) (tag >>> 3), _ -> new ArrayList<>()).add(value);
            }
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            for (int shift = 0;; shift += 7) {
                byte part = in.get();
                value |= (long) (part & 0x7f) << shift;
                if (part >= 0) return value;
            }
        }

        List<Object> all(int field) {
            return values.getOrDefault(field, List.of());
        }

        List<Fields> messages(int field) {
            return all(field).stream().map(value -> new Fields(((ByteBuffer) value).duplicate())).toList();
        }

        List<String> texts(int field) {
            return all(field).stream().map(value -> StandardCharsets.UTF_8.decode(((ByteBuffer) value).duplicate()).toString())
                    .toList();
        }

        String text(int field) {
            return String.join("|", texts(field));
        }

        long number(int field) {
            return all(field).isEmpty() ? 0 : (long) all(field).getFirst();
        }

        /** Where a field of the message is none of those that are written as text below. */
        void expectOnly(Integer... known) {
            for (int field : values.keySet())
                if (!List.of(known).contains(field)) throw new AssertionError("field " + field + " is not shown");
        }
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(java.util.Locale.ROOT, format, arguments)).append('\n');
    }

    private void model(Fields model) {
        model.expectOnly(1, 2, 7, 8, 14);
        line("ir %d, producer %s", model.number(1), model.text(2));
        model.messages(8).forEach(opset -> line("opset \"%s\" %d", opset.text(1), opset.number(2)));
        model.messages(14).forEach(property -> line("property %s = %s", property.text(1), property.text(2)));
        model.messages(7).forEach(this::graph);
    }

    private void graph(Fields graph) {
        graph.expectOnly(1, 2, 5, 11, 12);
        line("graph %s", graph.text(2));
        graph.messages(11).forEach(value -> line("input %s %s", value.text(1), declared(value)));
        graph.messages(5).forEach(this::initializer);
        graph.messages(1).forEach(this::node);
        graph.messages(12).forEach(value -> line("output %s %s", value.text(1), declared(value)));
    }

    private static String declared(Fields value) {
        value.expectOnly(1, 2);
        Fields tensor = value.messages(2).getFirst().messages(1).getFirst();
        tensor.expectOnly(1, 2);
        List<Fields> dims = tensor.messages(2).isEmpty() ? List.of() : tensor.messages(2).getFirst().messages(1);
        return type(tensor.number(1))
                + dims.stream().map(dim -> dim.all(2).isEmpty() ? "" + dim.number(1) : dim.text(2)).toList();
    }

    private static String type(long type) {
        return type == 1 ? "float" : type == 7 ? "int64" : "type" + type;
    }

    private void initializer(Fields tensor) {
        tensor.expectOnly(1, 2, 8, 9, 13, 14);
        String shown = "";
        if (tensor.text(8).startsWith("helper.")) {
            ByteBuffer raw = ((ByteBuffer) tensor.all(9).getFirst()).duplicate().order(ByteOrder.LITTLE_ENDIAN);
            List<Object> numbers = new ArrayList<>();
            while (raw.hasRemaining() && numbers.size() < SHOWN)
                numbers.add(tensor.number(2) == 7 ? (Object) raw.getLong() : (Object) raw.getFloat());
            shown = " = " + numbers;
        }
        String beside = tensor.messages(13).stream().map(entry -> " " + entry.text(1) + " " + entry.text(2))
                .collect(Collectors.joining());
        line("initializer %s %s%s%s%s", tensor.text(8), type(tensor.number(2)), tensor.all(1), beside, shown);
    }

    private void node(Fields node) {
        node.expectOnly(1, 2, 3, 4, 5);
        line("%s = %s(%s)%s  # %s", node.text(2), node.text(4), String.join(", ", node.texts(1)),
                node.messages(5).stream().map(OnnxText::attribute).collect(Collectors.joining()), node.text(3));
    }

    private static String attribute(Fields attribute) {
        attribute.expectOnly(1, 2, 3, 4, 8, 20);
        Object value = switch ((int) attribute.number(20)) {
            case 1 -> attribute.all(2).getFirst();
            case 2 -> attribute.number(3);
            case 3 -> attribute.text(4);
            case 7 -> attribute.all(8);
            default -> throw new AssertionError("attribute of type " + attribute.number(20));
        };
        return " " + attribute.text(1) + "=" + value;
    }
}
