package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import meander.models.family.stylegan2.StyleGan2;
import meander.models.family.stylegan2.StyleGan2Model;

class EngineStartTest {
    /** ONNX Runtime reads the command line of its program while it starts. */
    @Test
    void theEngineStartsHoweverLongTheCommandLineIs() throws Exception {
        Process child = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Child.class.getName(),
                "0,".repeat(15_000))).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).isEqualTo(Child.DREW);
    }

    /** Draws one picture in a program of its own. */
    static final class Child {
        static final int DREW = 7;

        public static void main(String[] arguments) {
            try (Renderer renderer = Renderers.open(StyleGan2Model.untrained(StyleGan2.ofSize(4, 16), 1), RenderSettings.DEFAULT)) {
                RenderResult result = renderer.render(RenderRequest.DEFAULT);
                System.exit(result instanceof Frame ? DREW : 1);
            }
        }
    }
}
