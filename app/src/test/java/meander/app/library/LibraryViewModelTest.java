package meander.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;

import meander.app.FxThreads;
import meander.app.Queued;
import meander.app.Session;
import meander.app.SessionStore;
import meander.app.explore.Opened;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryViewModelTest {
    private static final String HASH = "a".repeat(64);

    @TempDir
    Path folder;
    private final Queued disk = new Queued();
    private final ReadOnlyObjectWrapper<Opened> opened = new ReadOnlyObjectWrapper<>();
    private SessionStore store;
    private LibraryViewModel library;

    @BeforeEach
    void build() throws IOException {
        store = new SessionStore(folder, FxThreads.inline());
        store.update(session -> session.withRecent(recent("ffhq-256.pkl", "StyleGAN2 · 256 px · 24.8 M"))
                .withRecent(recent("digits.pth", "DCGAN · 32 px · 1.1 M"))
                .withRecent(recent("bundled.pkl", "StyleGAN2 · 32 px")));
        library = new LibraryViewModel(
                List.of(new LibraryViewModel.Bundled(file("bundled.pkl"), "Random weights", "StyleGAN2 · 32 px", "")), store,
                opened.getReadOnlyProperty(), FxThreads.inline(), disk);
        disk.all();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shows_bundled_models_once_and_recent_ones_latest_first() {
        assertThat(names(library.bundled())).containsExactly("Random weights");
        assertThat(names(library.recent())).containsExactly("digits.pth", "ffhq-256.pkl");
    }

    @Test
    void finds_by_words_of_name_and_line() {
        library.search().set("  STYLE 256 ");
        assertThat(names(library.recent())).containsExactly("ffhq-256.pkl");
        assertThat(library.bundled()).isEmpty();
        library.search().set("32");
        assertThat(names(library.bundled())).containsExactly("Random weights");
        assertThat(names(library.recent())).containsExactly("digits.pth");
        library.search().set("");
        assertThat(library.recent()).hasSize(2);
    }

    @Test
    void marks_files_that_are_gone_without_looking_on_the_windows_thread() throws IOException {
        assertThat(library.recent()).noneMatch(LibraryViewModel.Entry::missing);
        Files.delete(folder.resolve("digits.pth"));
        library.refresh();
        assertThat(library.recent()).noneMatch(LibraryViewModel.Entry::missing);
        disk.all();
        assertThat(library.recent()).filteredOn(LibraryViewModel.Entry::missing).extracting(LibraryViewModel.Entry::name)
                .containsExactly("digits.pth");
    }

    @Test
    void forgets_a_recent_file_and_leaves_it_on_disk() {
        library.forget(library.recent().getFirst());
        assertThat(names(library.recent())).containsExactly("ffhq-256.pkl");
        assertThat(folder.resolve("digits.pth")).exists();
    }

    @Test
    void follows_the_session_the_stage_and_the_thumbnails() {
        store.update(session -> session.withRecent(recent("new.pkl", "")));
        assertThat(names(library.recent())).startsWith("new.pkl");
        opened.set(new Opened(null, folder.resolve("new.pkl"), HASH, Map.of()));
        assertThat(library.recent()).filteredOn(LibraryViewModel.Entry::current).extracting(LibraryViewModel.Entry::name)
                .containsExactly("new.pkl");
        store.keepThumbnail(HASH, new byte[]{1});
        store.close();
        assertThat(library.recent()).extracting(LibraryViewModel.Entry::thumbnail).doesNotContainNull();
        assertThat(library.bundled()).as("known by the recent file of the same path")
                .extracting(LibraryViewModel.Entry::thumbnail).doesNotContainNull();
    }

    @Test
    void touches_the_list_only_when_it_differs() {
        List<Object> changes = new ArrayList<>();
        library.recent().addListener((ListChangeListener<LibraryViewModel.Entry>) changes::add);
        library.refresh();
        disk.all();
        store.update(session -> session.withTheme("light"));
        assertThat(changes).isEmpty();
    }

    private Session.Recent recent(String name, String line) {
        return new Session.Recent(file(name), name, line, HASH);
    }

    private Path file(String name) {
        try {
            return Files.writeString(folder.resolve(name), name);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> names(List<LibraryViewModel.Entry> entries) {
        return entries.stream().map(LibraryViewModel.Entry::name).toList();
    }
}
