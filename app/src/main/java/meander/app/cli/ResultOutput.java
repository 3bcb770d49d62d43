package meander.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Option;

/** Results on standard output, for people or for machines. */
final class ResultOutput {
    @Option(names = "--json", description = "report as JSON")
    private boolean json;

    /** Prints a report. @param text for people, one or more lines */
    void print(CommandContext context, JsonNode report, String text) {
        context.out().print((json ? pretty(report) : text).stripTrailing() + System.lineSeparator());
        context.out().flush();
    }

    /** Whether machines read along. */
    boolean json() {
        return json;
    }

    /** JSON has no word for what is no number: it becomes null, and time that is left is never less than none. */
    static JsonNode finite(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = object.objectNode();
                object.forEachEntry((name, value) -> copy.set(name,
                        name.equals("secondsLeft") && value.doubleValue() < 0 ? copy.numberNode(0) : finite(value)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = array.arrayNode();
                array.forEach(value -> copy.add(finite(value)));
                yield copy;
            }
            case NumericNode number when number.isFloatingPointNumber() && !Double.isFinite(number.doubleValue()) ->
                NullNode.getInstance();
            default -> node;
        };
    }

    private static String pretty(JsonNode report) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(finite(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
