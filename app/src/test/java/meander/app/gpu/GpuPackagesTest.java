package meander.app.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuPackagesTest {
    private static final Path POM = Path.of("").toAbsolutePath().resolveSibling("pom.xml");

    /** The halves of an engine belong together: whoever takes another version looks for its packages too. */
    @Test
    void versionsAreThoseThatComeAlong() throws IOException {
        String pom = Files.readString(POM);
        assertThat(pom).contains("<onnxruntime.version>" + GpuPackages.ONNX_RUNTIME + "</onnxruntime.version>");
        assertThat(pom).contains("<djl.version>" + GpuPackages.TRIED_WITH_DJL + "</djl.version>");
    }

    @ParameterizedTest
    @CsvSource({"Linux, amd64, 642295340, 2462555233", "Windows 11, amd64, 642295340, 2384752197"})
    void thereIsOneOfEachForCommonSystems(String system, String processor, long drawing, long training) {
        assertThat(GpuPackages.of(GpuPurpose.DRAWING, system, processor).orElseThrow().bytes()).isEqualTo(drawing);
        GpuPackage torch = GpuPackages.of(GpuPurpose.TRAINING, system, processor).orElseThrow();
        assertThat(torch.bytes()).isEqualTo(training);
        assertThat(torch.sources()).allSatisfy(source -> {
            assertThat(source.sha256()).matches("[0-9a-f]{64}");
            assertThat(source.uri().toString()).startsWith("https://").endsWith(".jar");
            assertThat(source.folder()).endsWith("/").contains(system.startsWith("W") ? "win-x86_64" : "linux-x86_64");
        });
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64", "Linux, aarch64", "Windows 11, aarch64", "FreeBSD, amd64"})
    void thereIsNoneForOthers(String system, String processor) {
        for (GpuPurpose purpose : GpuPurpose.values())
            assertThat(GpuPackages.of(purpose, system, processor)).isEmpty();
    }
}
