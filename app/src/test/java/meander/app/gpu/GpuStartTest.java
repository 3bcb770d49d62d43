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
    void a_package_that_is_on_and_whole_is_used() throws IOException {
        GpuStart start = begin();
        assertThat(start.uses(GpuPurpose.DRAWING)).isTrue();
        assertThat(start.uses(GpuPurpose.TRAINING)).isFalse();
        assertThat(properties).isEqualTo(Map.of("engine.path", made.store.folder(made.what).toAbsolutePath().toString()));
        assertThat(marks()).hasSize(1);
        start.settled();
        assertThat(marks()).isEmpty();
    }

    @Test
    void one_that_is_off_or_not_whole_leaves_everything_as_it_was() throws IOException {
        made.store.use(made.what, false);
        assertThat(begin().uses(GpuPurpose.DRAWING)).isFalse();
        made.store.use(made.what, true);
        Files.delete(made.store.folder(made.what).resolve("engine.so"));
        assertThat(begin().uses(GpuPurpose.DRAWING)).isFalse();
        assertThat(properties).isEmpty();
        assertThat(marks()).isEmpty();
    }

    @Test
    void what_a_person_has_named_stands_above_it() {
        assertThat(GpuStart.begin(made.store, made::packages, "engine.path"::equals, properties::put).uses(GpuPurpose.DRAWING))
                .isFalse();
        assertThat(properties).isEmpty();
    }

    @Test
    void a_beginning_that_ended_the_process_is_not_repeated() throws IOException {
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
    void another_one_that_is_just_beginning_has_not_crashed() throws IOException {
        begin();
        GpuStart second = begin();
        assertThat(second.crashed()).isEmpty();
        assertThat(second.uses(GpuPurpose.DRAWING)).isTrue();
    }

    @Test
    void the_number_of_an_ended_process_may_belong_to_another_one_by_now() throws IOException {
        Files.writeString(folder.resolve("starting-DRAWING-" + ProcessHandle.current().pid()), "2001-01-01T00:00:00Z");
        assertThat(begin().crashed()).containsExactly(GpuPurpose.DRAWING);
    }

    @Test
    void a_trial_that_fails_later_leaves_it_off_the_next_time() {
        assertThat(begin().failed(GpuPurpose.DRAWING)).isTrue();
        GpuStart next = begin();
        assertThat(next.uses(GpuPurpose.DRAWING)).isFalse();
        assertThat(next.failed(GpuPurpose.DRAWING)).as("it was not in use").isFalse();
    }
}
