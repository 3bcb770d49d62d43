package meander.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OpeningMarkersTest {
    @TempDir
    Path folder;
    private Path markers;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        markers = folder.resolve("opening");
        file = Files.writeString(folder.resolve("huge.pt"), "huge");
    }

    /** Opens a file in a program of its own. */
    static final class Child {
        public static void main(String[] arguments) throws InterruptedException {
            OpeningMarkers.Mark mark = new OpeningMarkers(Path.of(arguments[0])).begin(Path.of(arguments[1]));
            if (arguments[2].equals("well")) mark.close();
            System.out.println("begun");
            if (arguments[2].equals("killed")) Thread.sleep(Long.MAX_VALUE);
        }
    }

    private void child(String how) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Child.class.getName(),
                markers.toString(), file.toString(), how).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader said = child.inputReader()) {
            assertThat(said.readLine()).isEqualTo("begun");
            if (how.equals("killed")) {
                assertThat(new OpeningMarkers(markers).endedBadly()).as("it still runs").isEmpty();
                child.toHandle().destroyForcibly();
            }
        }
        child.waitFor();
    }

    @Test
    void aFileDuringWhoseOpeningTheProgramWasKilledIsKnown() throws Exception {
        child("killed");
        OpeningMarkers after = new OpeningMarkers(markers);
        assertThat(after.endedBadly()).containsExactly(file.toAbsolutePath());
        assertThat(after.endedBadly(file)).isTrue();
        assertThat(after.endedBadly(folder)).as("the folder of a training").isTrue();
        assertThat(after.endedBadly(folder.resolve("other.pt"))).isFalse();
    }

    @Test
    void whatWentWellOrEndedWithTheProgramIsNoFaultOfTheFile() throws Exception {
        child("well");
        assertThat(new OpeningMarkers(markers).endedBadly()).isEmpty();
        child("ended");
        assertThat(new OpeningMarkers(markers).endedBadly()).isEmpty();
        assertThat(markers).isEmptyDirectory();
    }

    @Test
    void whatAPersonOpensAgainIsForgivenUntilItHappensAgain() throws Exception {
        child("killed");
        OpeningMarkers after = new OpeningMarkers(markers);
        after.begin(file).close();
        assertThat(after.endedBadly(file)).isFalse();
        assertThat(new OpeningMarkers(markers).endedBadly()).isEmpty();
    }

    @Test
    void anotherFileOfThatNameMayBeOpened() throws Exception {
        child("killed");
        Files.writeString(file, "not so huge any more");
        assertThat(new OpeningMarkers(markers).endedBadly()).isEmpty();
    }

    @Test
    void whatLiesAmongTheMarkersHarmsNothing() throws IOException {
        Files.createDirectories(markers);
        for (String name : List.of("1-1-1.json", "999999999-1-1.json", "x.json", "99999999999999999999-1-1.json"))
            Files.writeString(markers.resolve(name), name.startsWith("9") ? "null" : "{\"file\":7,\"size\":[]}");
        assertThat(new OpeningMarkers(markers).endedBadly()).isEmpty();
    }

    @Test
    void whereNothingCanBeWrittenFilesOpenAllTheSame() throws IOException {
        Files.writeString(markers, "a file in its place");
        new OpeningMarkers(markers).begin(file).close();
        assertThat(new OpeningMarkers(markers).endedBadly()).isEmpty();
    }
}
