package meander.models.checkpoint.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What fuzzing has started from and found, in every build. Fuzzing itself goes on for as long as one likes: {@code mvn -P fuzz -pl models -am
 * test -Dfuzz.target=CheckpointFuzz -Dfuzz.corpus=torch -Dfuzz.seconds=600}.
 */
class FuzzCorpusTest {
    private interface Target {
        void take(byte[] content) throws IOException;
    }

    @ParameterizedTest
    @CsvSource({"CheckpointFuzz,torch", "CheckpointFuzz,pickle", "CheckpointFuzz,safetensors", "CheckpointFuzz,onnx",
            "NumpyFuzz,numpy"})
    void everyFileOfTheCorpusIsAResultOrASentence(String target, String corpus) throws IOException, URISyntaxException {
        Target taking = switch (target) {
            case "CheckpointFuzz" -> CheckpointFuzz::fuzzerTestOneInput;
            case "NumpyFuzz" -> NumpyFuzz::fuzzerTestOneInput;
            default -> throw new IllegalArgumentException(target);
        };
        List<Path> files = files(corpus);
        assertThat(files).isNotEmpty();
        for (Path file : files)
            taking.take(Files.readAllBytes(file));
    }

    private static List<Path> files(String corpus) throws IOException, URISyntaxException {
        URL folder = FuzzCorpusTest.class.getResource("/fuzz/" + corpus);
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        }
    }
}
