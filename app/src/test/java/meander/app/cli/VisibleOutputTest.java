package meander.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.junit.jupiter.api.Test;

class VisibleOutputTest {
    private static final String NAME = "\u202e\u0000\u001b[31m\u009bx\u200b";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final VisibleOutput out = VisibleOutput.over(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private String printed() {
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void nothingThatIsPrintedCommandsATerminal() {
        out.println(NAME);
        out.printf("%s ψ 截断 😀%n", NAME);
        new RuntimeException(NAME).printStackTrace(out);
        out.write(NAME.getBytes(StandardCharsets.UTF_8), 0, 5);
        assertThat(printed()).contains("\\u202e\\u0000\\u001b[31m\\u009bx\\u200b", "ψ 截断 😀").doesNotContain("\u001b", "\u202e",
                "\u009b", "\u0000", "\u200b");
    }

    @Test
    void lettersThatComeInPiecesStayWhole() {
        for (byte each : "ψ 截断 😀\r\n".getBytes(StandardCharsets.UTF_8))
            out.write(each);
        assertThat(printed()).isEqualTo("ψ 截断 😀\r\n");
    }

    @Test
    void longTextLosesNothing() {
        String text = "截a".repeat(20_000);
        out.print(text);
        assertThat(printed()).isEqualTo(text);
    }

    @Test
    void jsonStaysValidAndMeansTheSame() throws Exception {
        JsonNode report = JsonNodeFactory.instance.objectNode().put(NAME, NAME);
        out.print(new ObjectMapper().writeValueAsString(report));
        assertThat(printed()).doesNotContain("\u202e", "\u009b");
        assertThat(new ObjectMapper().readTree(printed())).isEqualTo(report);
    }

    @Test
    void ourOwnCodesAreObeyed() {
        out.raw().print("\r\u001b[K");
        assertThat(printed()).isEqualTo("\r\u001b[K");
    }

    @Test
    void jsonHasNoNumberThatIsNone() {
        JsonNode report = JsonNodeFactory.instance.objectNode().put("share", Double.NaN).put("most", Double.POSITIVE_INFINITY)
                .put("secondsLeft", -3.5).set("inside", JsonNodeFactory.instance.arrayNode().add(Float.NaN).add(1.5));
        assertThat(ResultOutput.finite(report).toString())
                .isEqualTo("{\"share\":null,\"most\":null,\"secondsLeft\":0,\"inside\":[null,1.5]}");
    }

    @Test
    void timeThatIsLeftIsNeverLessThanNone() {
        assertThat(ProgressReporter.time(-7)).isEqualTo("0 s");
        assertThat(ProgressReporter.time(Double.NaN)).isEqualTo("–");
        assertThat(ProgressReporter.time(Double.POSITIVE_INFINITY)).isEqualTo("–");
    }
}
