package meander.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javafx.geometry.Rectangle2D;

import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.request.RenderRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class WindowStateStoreTest {
    private static final String HASH = "a".repeat(64);
    private static final String OTHER = "b".repeat(64);

    @TempDir
    Path folder;

    @Test
    void remembersEverything() {
        RenderRequest request = RenderRequest.DEFAULT.withSeed(85).withTruncation(new Truncation(0.7, 4))
                .withMix(StyleMix.NONE.withDonor(7).withLayer(2, 1)).withWOffsets(WOffsets.NONE.with(1, 3, 0.5))
                .withSlider("slope", 0.2);
        WindowState wanted;
        try (WindowStateStore store = open()) {
            assertThat(store.session().get()).isEqualTo(WindowState.DEFAULT);
            store.update(session -> session.withWindow(new WindowState.Bounds(-10, 20, 1280, 800, true)));
            store.update(session -> session.withColumn("library", 264).withColumn("inspector", 0));
            store.update(session -> session.withTheme("light").withLanguage("zh-CN").withFolder(folder)
                    .withRun(folder.resolve("run"))
                    .withPanes(java.util.List.of(new WindowState.Pane(folder.resolve("a.pth"), "own+dropout", "cycle", 7))));
            store.update(
                    session -> session.withRecent(new WindowState.Recent(folder.resolve("a.pkl"), "a.pkl", "StyleGAN2", HASH)));
            store.update(session -> session.withAnswers(HASH, Map.of("slope", "0.1")).withRequest(HASH, request));
            wanted = store.session().get();
        }
        try (WindowStateStore store = open()) {
            assertThat(store.session().get()).isEqualTo(wanted);
            assertThat(store.session().get().requests()).containsEntry(HASH, request);
            assertThat(store.session().get().answersTo(HASH)).containsEntry("slope", "0.1");
            assertThat(store.session().get().answersTo(OTHER)).isEmpty();
            assertThat(store.trouble().get()).isNull();
        }
        assertThat(folder).isDirectoryNotContaining(file -> file.getFileName().toString().matches(".*\\.(new|part)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7",
            "{\"window\":{\"width\":-1},\"theme\":{\"a\":1},\"recents\":[1,{}],\"panes\":[1,{}],\"answers\":7}",
            "{\"window\":{\"x\":0,\"y\":0,\"width\":1e400,\"height\":5},\"columns\":{\"a\":-1,\"b\":\"x\"},\"recents\":{\"file\":1},"
                    + "\"requests\":{\"h\":\"{}\",\"i\":5,\"j\":{}},\"answers\":{\"h\":[1],\"i\":{\"g\":1}},\"folder\":\"\\u0000\"}"})
    void whatCannotBeReadStandsAtItsDefault(String content) throws IOException {
        Files.writeString(folder.resolve("session.json"), content);
        try (WindowStateStore store = open()) {
            WindowState session = store.session().get();
            assertThat(session.window()).isEmpty();
            assertThat(session.columns()).isEmpty();
            assertThat(session.recents()).isEmpty();
            assertThat(session.requests()).isEmpty();
            assertThat(session.folder()).isEmpty();
            assertThat(session.theme()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7"})
    void whatIsNoSessionIsPutAside(String content) throws IOException {
        Files.writeString(folder.resolve("session.json"), content);
        try (WindowStateStore store = open()) {
            assertThat(store.broken()).hasValueSatisfying(aside -> assertThat(aside).hasContent(content));
            store.update(session -> session.withTheme("light"));
        }
        try (WindowStateStore store = open()) {
            assertThat(store.broken()).isEmpty();
            assertThat(store.session().get().theme()).isEqualTo("light");
        }
        assertThat(folder.resolve("session-broken-1.json")).hasContent(content);
    }

    @Test
    void aWindowFitsOnItsScreen() {
        Rectangle2D screen = new Rectangle2D(0, 0, 1920, 1080);
        assertThat(new WindowState.Bounds(100, 50, 1400, 900, false).within(screen))
                .isEqualTo(new WindowState.Bounds(100, 50, 1400, 900, false));
        assertThat(new WindowState.Bounds(-50_000, 10, 100_000, 100_000, false).within(screen))
                .isEqualTo(new WindowState.Bounds(0, 0, 1920, 1080, false));
        assertThat(new WindowState.Bounds(1900, 1070, 1, 1, true).within(screen))
                .isEqualTo(new WindowState.Bounds(1280, 600, 640, 480, true));
        assertThat(new WindowState.Bounds(5, 5, 2000, 2000, false).within(new Rectangle2D(0, 0, 320, 200)))
                .isEqualTo(new WindowState.Bounds(0, 0, 320, 200, false));
    }

    @Test
    void aPartThatIsWrongSpoilsNoOther() throws IOException {
        Files.writeString(folder.resolve("session.json"),
                "{\"theme\":\"light\",\"window\":7,\"columns\":{\"library\":300,\"x\":[]}}");
        try (WindowStateStore store = open()) {
            assertThat(store.session().get()).isEqualTo(WindowState.DEFAULT.withTheme("light").withColumn("library", 300));
        }
    }

    @Test
    void damagedAndHostileFilesNeverCrash() throws IOException {
        byte[] sound;
        try (WindowStateStore store = open()) {
            store.update(session -> session.withWindow(new WindowState.Bounds(0, 0, 1280, 800, false)).withColumn("library", 264)
                    .withRecent(new WindowState.Recent(folder, "a", "b", HASH)).withRequest(HASH, RenderRequest.DEFAULT));
        }
        Path file = folder.resolve("session.json");
        sound = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int attempt = 0; attempt < 300; attempt++) {
            byte[] bad = attempt % 2 == 0 ? sound.clone() : Arrays.copyOf(sound, random.nextInt(sound.length));
            for (int flip = 0; flip < 3 && bad.length > 0; flip++)
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            Files.write(file, bad);
            open().close();
        }
        Files.write(file, "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        open().close();
    }

    @Test
    void worksInMemoryWhereNothingCanBeWrittenAndSaysSoOnce() throws IOException {
        Path blocked = Files.createFile(folder.resolve("file")).resolve("meander"); // a folder cannot be made in a file
        List<Message> told = new ArrayList<>();
        WindowStateStore store = new WindowStateStore(blocked, FxThreads.inline());
        store.trouble().addListener((_, _, message) -> told.add(message));
        store.update(session -> session.withTheme("light"));
        store.keepThumbnail(HASH, new byte[]{1});
        store.update(session -> session.withTheme("dark"));
        store.update(session -> session.withTheme("system"));
        assertThat(store.session().get().theme()).isEqualTo("system");
        store.close();
        assertThat(store.trouble().get()).isEqualTo(Message.of("session.unwritable", blocked.toString()));
        assertThat(told).hasSize(1);
    }

    @Test
    void keepsThumbnailsByHash() throws IOException {
        try (WindowStateStore store = open()) {
            store.keepThumbnail(HASH, new byte[]{1, 2, 3});
        }
        try (WindowStateStore store = open()) {
            assertThat(store.thumbnails()).containsOnlyKeys(HASH);
            assertThat(store.thumbnails().get(HASH)).hasBinaryContent(new byte[]{1, 2, 3});
        }
    }

    @Test
    void recentFilesAreInOrderUniqueAndFew() {
        WindowState session = WindowState.DEFAULT;
        for (int i = 0; i < 30; i++)
            session = session.withRecent(new WindowState.Recent(Path.of("m" + i), "m" + i, "", HASH));
        session = session.withRecent(new WindowState.Recent(Path.of("m20"), "again", "", HASH));
        assertThat(session.recents()).hasSize(WindowState.RECENTS);
        assertThat(session.recents().subList(0, 2)).extracting(WindowState.Recent::name).containsExactly("again", "m29");
        assertThat(session.recents()).extracting(WindowState.Recent::file).doesNotHaveDuplicates();
        assertThat(session.withoutRecent(Path.of("m29")).recents()).hasSize(WindowState.RECENTS - 1);
    }

    @Test
    void forgetsWhatWasLookedAtInModelsThatAreNoLongerRecent() {
        WindowState session = WindowState.DEFAULT.withRequest(HASH, RenderRequest.DEFAULT)
                .withRecent(new WindowState.Recent(Path.of("b"), "b", "", OTHER)).withRequest(OTHER, RenderRequest.DEFAULT);
        assertThat(session.requests()).containsOnlyKeys(OTHER);
    }

    @Test
    void everyPlatformHasItsFolder() {
        Path home = folder;
        String set = folder.resolve("set").toString();
        assertThat(List.of(WindowStateStore.folder("Linux", Map.of(), home),
                WindowStateStore.folder("Linux", Map.of("XDG_CONFIG_HOME", set), home),
                WindowStateStore.folder("Linux", Map.of("XDG_CONFIG_HOME", "relative"), home),
                WindowStateStore.folder("Mac OS X", Map.of("XDG_CONFIG_HOME", set), home),
                WindowStateStore.folder("Windows 11", Map.of("APPDATA", set), home),
                WindowStateStore.folder("Windows 11", Map.of(), home))).containsExactly(home.resolve(".config/meander"),
                        home.resolve("set/meander"), home.resolve(".config/meander"),
                        home.resolve("Library/Application Support/Meander"), home.resolve("set/Meander"),
                        home.resolve("AppData/Roaming/Meander"));
    }

    private WindowStateStore open() {
        return new WindowStateStore(folder, FxThreads.inline());
    }
}
