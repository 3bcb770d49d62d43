package meander.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.app.base.Message;
import meander.app.picture.FileStamp;

@Timeout(20)
class LibraryIndexStoreTest {
    @TempDir
    Path folder;
    private final List<Message> said = new ArrayList<>();

    @Test
    void remembersEverything() {
        LibraryEntry item = new LibraryEntry(folder.resolve("a.pkl"), EntrySource.RUN, new TreeSet<>(Set.of("faces", "两")), 12,
                new FileStamp(3, 4), "ab", new ModelSummary("StyleGAN3", 64, 32, 1 << 20, true));
        try (LibraryIndexStore store = open()) {
            assertThat(store.beginning()).isEqualTo(LibraryIndex.EMPTY);
            store.save(LibraryIndex.EMPTY.with(item).with(item("b")));
        }
        try (LibraryIndexStore store = open()) {
            assertThat(store.beginning()).isEqualTo(LibraryIndex.EMPTY.with(item).with(item("b")));
        }
        assertThat(said).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"models\": 3}", "{\"models\": [{\"tags\": []}]}", "\0\1\2"})
    void putsAsideWhatIsNoLibraryAndSaysSo(String content) throws IOException {
        Files.writeString(folder.resolve("library.json"), content);
        try (LibraryIndexStore store = open()) {
            assertThat(store.beginning()).isEqualTo(LibraryIndex.EMPTY);
            store.save(LibraryIndex.EMPTY.with(item("a")));
        }
        Path aside = folder.resolve("library-broken-1.json");
        assertThat(aside).hasContent(content);
        assertThat(said).containsExactly(Message.of("library.broken", aside.toString()));
        Files.writeString(folder.resolve("library.json"), "broken again");
        open().close();
        assertThat(folder.resolve("library-broken-2.json")).hasContent("broken again");
        assertThat(aside).hasContent(content);
    }

    @Test
    void twoWindowsKeepWhatEachOfThemHasChanged() {
        LibraryIndex both = LibraryIndex.EMPTY.with(item("a")).with(item("b")).with(item("c"));
        try (LibraryIndexStore store = open()) {
            store.save(both);
        }
        LibraryIndexStore one = open();
        LibraryIndexStore other = open();
        one.save(both.without(path("a")).with(item("d")));
        one.close();
        other.save(both.change(path("b"), item -> item.withTags(List.of("tag"))).with(item("e")));
        other.close();
        try (LibraryIndexStore store = open()) {
            assertThat(store.beginning().items()).extracting(LibraryEntry::file).containsExactlyInAnyOrder(path("b"), path("c"),
                    path("d"), path("e"));
            assertThat(store.beginning().find(path("b")).orElseThrow().tags()).containsExactly("tag");
        }
    }

    @Test
    void aFileThatIsBrokenByOthersMeanwhileLosesNothing() throws IOException {
        LibraryIndexStore store = open();
        LibraryIndex one = LibraryIndex.EMPTY.with(item("a"));
        store.save(one);
        store.close();
        store = open();
        Files.writeString(folder.resolve("library.json"), "broken");
        store.save(one.with(item("b")));
        store.close();
        try (LibraryIndexStore again = open()) {
            assertThat(again.beginning()).isEqualTo(one.with(item("b")));
        }
        assertThat(folder.resolve("library-broken-1.json")).hasContent("broken");
    }

    @Test
    void saysThatNothingCanBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        try (LibraryIndexStore store = new LibraryIndexStore(file, said::add, Runnable::run)) {
            store.save(LibraryIndex.EMPTY.with(item("a")));
        }
        assertThat(said).isNotEmpty().allMatch(message -> message.key().equals("library.unwritable"));
    }

    private LibraryIndexStore open() {
        return new LibraryIndexStore(folder, said::add, Runnable::run);
    }

    private LibraryEntry item(String name) {
        return LibraryEntry.of(path(name), EntrySource.FILE, 1);
    }

    private Path path(String name) {
        return folder.resolve(name + ".pkl");
    }
}
