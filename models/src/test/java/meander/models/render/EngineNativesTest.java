package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.models.checkpoint.ForeignModel.Language;

class EngineNativesTest {
    @TempDir
    private Path cache;

    /** A process that may only read finds them there, as on the first start of a new installation. */
    @Test
    void whatAnEngineNeedsIsUnpackedIntoAnEmptyCache() throws IOException {
        ChildProcess.Outcome outcome = new ChildProcess(Duration.ofMinutes(3), 256, Long.MAX_VALUE)
                .run(List.of(Prepare.class.getName()), Map.of("DJL_CACHE_DIR", cache.toString()));
        assertThat(outcome).isInstanceOfSatisfying(ChildProcess.Outcome.Ended.class,
                ended -> assertThat(ended.status()).as(ended.complained()).isZero());
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.endsWith(System.mapLibraryName("djl_torch")))
                    .contains(System.mapLibraryName("onnxruntime"));
        }
    }

    static final class Prepare {
        private Prepare() {}

        public static void main(String[] arguments) throws IOException {
            for (Language language : Language.values())
                EngineNatives.of(language);
        }
    }
}
