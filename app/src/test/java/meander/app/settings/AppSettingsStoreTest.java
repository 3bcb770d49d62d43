package meander.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.settings.AppSettings.Drawing;

@Timeout(20)
class AppSettingsStoreTest {
    @TempDir
    Path folder;

    private AppSettingsStore open() {
        return new AppSettingsStore(folder, FxThreads.inline());
    }

    private Path file() {
        return folder.resolve("settings.json");
    }

    @Test
    void remembersEverything() {
        AppSettings wanted = new AppSettings(3, Drawing.CPU, 50, Optional.of(folder.resolve("训练 runs")),
                Optional.of(folder.resolve("a b")));
        try (AppSettingsStore store = open()) {
            assertThat(store.settings().get()).isEqualTo(AppSettings.DEFAULT);
            store.update(_ -> wanted);
        }
        try (AppSettingsStore store = open()) {
            assertThat(store.settings().get()).isEqualTo(wanted);
            assertThat(store.trouble().get()).isNull();
            store.update(settings -> settings.withRuns(Optional.empty()).withThreads(0));
        }
        try (AppSettingsStore store = open()) {
            assertThat(store.settings().get())
                    .isEqualTo(new AppSettings(0, Drawing.CPU, 50, Optional.empty(), Optional.of(folder.resolve("a b"))));
        }
        assertThat(folder.toFile().list()).containsExactly("settings.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7", "\"threads\"", "{\"threads\":3"})
    void aFileThatIsBrokenIsPutAsideAndSaid(String content) throws IOException {
        Files.writeString(file(), content);
        try (AppSettingsStore store = open()) {
            assertThat(store.settings().get()).isEqualTo(AppSettings.DEFAULT);
            assertThat(store.trouble().get()).isEqualTo(Message.of("settings.broken", AppSettingsStore.ASIDE, folder.toString()));
        }
        assertThat(file()).doesNotExist();
        assertThat(folder.resolve(AppSettingsStore.ASIDE)).hasContent(content);
        open().close();
    }

    @Test
    void aPartThatIsWrongSpoilsNoOther() throws IOException {
        Files.writeString(file(),
                "{\"threads\":-1,\"drawing\":7,\"room\":50,\"runs\":\"not/absolute\",\"cache\":\"\\u0000\",\"new\":1}");
        try (AppSettingsStore store = open()) {
            assertThat(store.settings().get()).isEqualTo(AppSettings.DEFAULT.withRoom(50));
            assertThat(store.trouble().get()).isNull();
        }
    }

    @Test
    void damagedFilesNeverCrash() throws IOException {
        byte[] sound = AppSettingsJson.write(AppSettings.DEFAULT.withThreads(3).withCache(Optional.of(folder)));
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] bad = sound.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--)
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            Files.write(file(), bad);
            open().close();
        }
    }

    @Test
    void worksInMemoryWhereNothingCanBeWrittenAndSaysSo() throws IOException {
        Path blocked = Files.createFile(folder.resolve("file")).resolve("meander"); // a folder cannot be made in a file
        AppSettingsStore store = new AppSettingsStore(blocked, FxThreads.inline());
        store.update(settings -> settings.withThreads(2));
        assertThat(store.settings().get().threads()).isEqualTo(2);
        store.close();
        assertThat(store.trouble().get()).isEqualTo(Message.of("settings.unwritable", blocked.toString()));
    }
}
