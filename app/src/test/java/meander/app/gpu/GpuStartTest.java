package meander.app.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuStartTest {
    private static final String NOBODY = "999999999"; // more than any system counts to

    @TempDir
    Path folder;
    private FakePackages made;
    private final Map<String, String> properties = new HashMap<>();

    @BeforeEach
    void make() throws IOException {
        made = new FakePackages(folder, new GpuPackage.Source(URI.create("https://example.org/engine-1.jar"), 100, "", ""));
        Path fresh = made.store.fresh(made.what);
        Files.write(fresh.resolve("engine.so"), new byte[7]);
        made.store.complete(made.what, fresh);
        made.store.use(made.what, true);
    }

    private GpuStart begin() {
        properties.clear();
        return GpuStart.begin(made.store, made::packages, _ -> false, properties::put);
    }

    private List<Path> marks() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("starting-")).toList();
        }
    }

    @Test
    void aPackageThatIsOnAndWholeIsUsed() throws IOException {
        GpuStart start = begin();
        assertThat(start.uses(GpuPurpose.DRAWING)).isTrue();
        assertThat(start.uses(GpuPurpose.TRAINING)).isFalse();
        assertThat(properties).isEqualTo(Map.of("engine.path", made.store.folder(made.what).toAbsolutePath().toString()));
        assertThat(marks()).hasSize(1);
        start.settled();
        assertThat(marks()).isEmpty();
    }

    @Test
    void oneThatIsOffOrNotWholeLeavesEverythingAsItWas() throws IOException {
        made.store.use(made.what, false);
        assertThat(begin().uses(GpuPurpose.DRAWING)).isFalse();
        made.store.use(made.what, true);
        Files.delete(made.store.folder(made.what).resolve("engine.so"));
        assertThat(begin().uses(GpuPurpose.DRAWING)).isFalse();
        assertThat(properties).isEmpty();
        assertThat(marks()).isEmpty();
    }

    @Test
    void whatAPersonHasNamedStandsAboveIt() {
        assertThat(GpuStart.begin(made.store, made::packages, "engine.path"::equals, properties::put).uses(GpuPurpose.DRAWING))
                .isFalse();
        assertThat(properties).isEmpty();
    }

    @Test
    void aBeginningThatEndedTheProcessIsNotRepeated() throws IOException {
        Files.writeString(folder.resolve("starting-DRAWING-" + NOBODY), "");
        GpuStart after = begin();
        assertThat(after.crashed()).containsExactly(GpuPurpose.DRAWING);
        assertThat(after.uses(GpuPurpose.DRAWING)).isFalse();
        assertThat(properties).isEmpty();
        GpuStart later = begin();
        assertThat(later.crashed()).as("said once").isEmpty();
        assertThat(later.uses(GpuPurpose.DRAWING)).as("until somebody tries again").isFalse();
    }

    @Test
    void anotherOneThatIsJustBeginningHasNotCrashed() throws IOException {
        begin();
        GpuStart second = begin();
        assertThat(second.crashed()).isEmpty();
        assertThat(second.uses(GpuPurpose.DRAWING)).isTrue();
    }

    @Test
    void theNumberOfAnEndedProcessMayBelongToAnotherOneByNow() throws IOException {
        Files.writeString(folder.resolve("starting-DRAWING-" + ProcessHandle.current().pid()), "2001-01-01T00:00:00Z");
        assertThat(begin().crashed()).containsExactly(GpuPurpose.DRAWING);
    }

    @Test
    void aTrialThatFailsLaterLeavesItOffTheNextTime() {
        assertThat(begin().failed(GpuPurpose.DRAWING)).isTrue();
        GpuStart next = begin();
        assertThat(next.uses(GpuPurpose.DRAWING)).isFalse();
        assertThat(next.failed(GpuPurpose.DRAWING)).as("it was not in use").isFalse();
    }
}
