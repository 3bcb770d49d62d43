package meander.models.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {
    @TempDir
    Path folder;

    private Path make(String name) {
        try {
            return Files.createDirectory(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatThisProgramMadeIsNotedAndStaysWhileItRuns() throws IOException {
        Path before = make("onnxruntime-java1");
        TemporaryFiles.noting(folder, () -> make("onnxruntime-java2"));
        assertThat(Files.readAllLines(folder.resolve("meander-" + ProcessMark.own() + ".temporary")))
                .containsExactly("onnxruntime-java2");
        TemporaryFiles.deleteThoseOfTheDead(folder);
        assertThat(folder.resolve("onnxruntime-java2")).exists();
        assertThat(before).exists();
    }

    @Test
    void whatProgramsThatRunNoMoreNotedGoesAndNothingElse() throws IOException {
        Path left = make("onnxruntime-java3");
        Files.writeString(left.resolve("library.so"), "unpacked");
        Path shared = make("meander4");
        Path foreign = make("onnxruntime-java5");
        Path other = make("precious");
        TemporaryFiles.noting(folder, () -> make("meander6"));
        Path outside = Files.createTempDirectory("outside");
        Path notes = folder.resolve("meander-999999999-1.temporary");
        Files.write(notes, List.of("onnxruntime-java3", "meander4", "precious", "../" + outside.getFileName(), "meander6", ""));
        TemporaryFiles.deleteThoseOfTheDead(folder);
        assertThat(left).doesNotExist();
        assertThat(shared).doesNotExist();
        assertThat(notes).doesNotExist();
        assertThat(foreign).exists();
        assertThat(other).exists();
        assertThat(outside).exists();
        assertThat(folder.resolve("meander6")).as("noted by a program that runs").exists();
        Files.delete(outside);
    }

    @Test
    void whatKilledProgramsHadNoTimeToNoteGoesOnceNobodyIsLeftWhoMadeIt() throws IOException {
        Instant start = Instant.now().minus(Duration.ofDays(2));
        List<String> left = List.of("onnxruntime-java1", "ort-model2", "meander-program3", "meander4", "+JXF5.tmp",
                "meander6.memory");
        for (String name : left) {
            Files.writeString(make(name).resolve("content"), "left");
            Files.setLastModifiedTime(folder.resolve(name), FileTime.from(start.minusSeconds(1)));
        }
        Path younger = make("ort-model7");
        Path noted = folder.resolve("ort-model8");
        TemporaryFiles.noting(folder, () -> make("ort-model8"));
        Files.setLastModifiedTime(noted, FileTime.from(start.minusSeconds(1)));
        Path other = make("ort-model-of-mine");
        Files.setLastModifiedTime(other, FileTime.from(start.minusSeconds(1)));
        TemporaryFiles.deleteUnnoted(folder, start);
        assertThat(left).allSatisfy(name -> assertThat(folder.resolve(name)).doesNotExist());
        assertThat(younger).exists();
        assertThat(noted).as("noted by a program that runs").exists();
        assertThat(other).exists();
    }
}
