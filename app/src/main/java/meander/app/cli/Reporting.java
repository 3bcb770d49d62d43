package meander.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import picocli.CommandLine.Option;

/** Results on standard output, for people or for machines. */
final class Reporting {
    @Option(names = "--json", description = "report as JSON")
    private boolean json;

    /** Prints a report. @param text for people, one or more lines */
    void print(Context context, JsonNode report, String text) {
        context.out().print((json ? pretty(report) : text).stripTrailing() + System.lineSeparator());
        context.out().flush();
    }

    /** Whether machines read along. */
    boolean json() {
        return json;
    }

    private static String pretty(JsonNode report) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
