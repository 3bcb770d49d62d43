package meander.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures are injected. */
class CrashReporterTest {
    /** What is injected need not be shown, too. */
    private static final Logger SHOWN = Logger.getLogger(CrashReporter.class.getName());
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    Path folder;
    private final LogTail log = new LogTail();
    private final List<FiledReport> told = new ArrayList<>();
    private CrashReporter crashes;

    @BeforeEach
    void listen() {
        SHOWN.setLevel(Level.OFF);
        crashes = crashes(folder.resolve("crashes"));
    }

    @AfterEach
    void showAgain() {
        SHOWN.setLevel(null);
    }

    private CrashReporter crashes(Path where) {
        CrashReporter made = new CrashReporter(where, "1.2.3", log, () -> "no card", InstantSource.fixed(NOON));
        made.tell(told::add);
        return made;
    }

    private void log(String line) {
        LogRecord record = new LogRecord(Level.WARNING, line);
        record.setLoggerName("meander.test");
        log.publish(record);
    }

    /** Fails on a thread of its own, as nobody expects. */
    private void fail(CrashReporter handler, RuntimeException why) throws InterruptedException {
        Thread thread = Thread.ofPlatform().name("meander-render").uncaughtExceptionHandler(handler).start(() -> {
            throw why;
        });
        thread.join();
    }

    @Test
    void aFailureOnAnyThreadBecomesAReportThatSaysWhatMendingNeeds() throws Exception {
        log("the last thing that was done");
        fail(crashes, new IllegalStateException("the middle of nowhere", new IOException("and why")));
        assertThat(told).hasSize(1);
        Path file = told.getFirst().file().orElseThrow();
        assertThat(file).hasFileName("report-2026-11-26T12-00-00.txt").hasContent(told.getFirst().text());
        assertThat(told.getFirst().text()).contains("Meander 1.2.3", "2026-11-26T12:00:00Z", System.getProperty("os.name"),
                System.getProperty("java.runtime.version"), "no card", "meander-render", "the middle of nowhere", "Caused by",
                "CrashReporterTest", "WARNING meander.test: the last thing that was done");
    }

    @Test
    void thePersonsOwnFolderIsNotNamed() throws Exception {
        String home = System.getProperty("user.home");
        log(home + "/secret/a.pkl is odd");
        fail(crashes, new IllegalStateException("cannot read " + home + "/secret/b.pkl"));
        assertThat(told.getFirst().text()).contains("~/secret/a.pkl", "~/secret/b.pkl").doesNotContain(home + "/");
        assertThat(CrashReport.withoutHome("/a/b", "/")).isEqualTo("/a/b");
    }

    @Test
    void theSameFailureAgainAndAgainIsToldOnceAndManyAreToldOfNoMore() {
        for (int i = 0; i < 30; i++)
            crashes.uncaughtException(Thread.currentThread(), same());
        assertThat(told).hasSize(1);
        for (int i = 0; i < 30; i++) {
            RuntimeException other = new RuntimeException();
            other.setStackTrace(new StackTraceElement[]{new StackTraceElement("Some", "method" + i, "Some.java", i)});
            crashes.uncaughtException(Thread.currentThread(), other);
        }
        assertThat(told).hasSize(CrashReporter.AT_ONCE);
        assertThat(told).extracting(filed -> filed.file().orElseThrow()).doesNotHaveDuplicates();
    }

    private static RuntimeException same() {
        return new IllegalArgumentException("as ever");
    }

    @Test
    void oldReportsGo() throws Exception {
        Path where = Files.createDirectories(folder.resolve("crashes"));
        for (int i = 0; i < 30; i++)
            Files.writeString(where.resolve("report-2020-01-01T00-00-%02d.txt".formatted(i)), "old");
        Files.writeString(where.resolve("notes.txt"), "mine");
        fail(crashes, new IllegalStateException());
        assertThat(where.toFile().list()).hasSize(CrashReporter.KEPT + 1).contains("notes.txt", "report-2026-11-26T12-00-00.txt");
    }

    @Test
    void whereNothingCanBeWrittenItIsToldAllTheSame() throws Exception {
        Path blocked = Files.createFile(folder.resolve("file")).resolve("crashes");
        fail(crashes(blocked), new IllegalStateException("unwritten"));
        assertThat(told.getFirst().file()).isEmpty();
        assertThat(told.getFirst().text()).contains("unwritten");
    }

    @Test
    void aListenerThatFailsItselfDoesNotBringTheThreadDown() throws Exception {
        crashes.tell(_ -> {
            throw new IllegalStateException("the window is gone");
        });
        fail(crashes, new IllegalStateException());
        assertThat(folder.resolve("crashes")).isNotEmptyDirectory();
    }

    @Test
    void whatJavaLeftIsFoundOnceAndWhatBelongsToOthersIsLeftAlone() throws IOException {
        Path where = Files.createDirectories(folder.resolve("crashes"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        String ours = "#\n# A fatal error has been detected\n#\nCommand Line: -XX:+UseG1GC meander.app.Main gui\nregisters";
        Files.writeString(where.resolve("hs_err_pid17.log"), ours);
        Path others = Files.writeString(elsewhere.resolve("hs_err_pid18.log"),
                ours.replace("meander.app.Main", "org.other.Main"));
        Optional<FiledReport> left = crashes.leftByJava(List.of(elsewhere));
        assertThat(left).map(FiledReport::kind).contains(FiledReport.Kind.OF_JAVA);
        assertThat(left.orElseThrow().file().orElseThrow()).isEqualTo(where.resolve("java-pid17.txt")).hasContent(ours);
        assertThat(others).exists();
        assertThat(crashes.leftByJava(List.of(elsewhere))).isEmpty();
    }

    @Test
    void theFolderIsThereForJavaToWriteInto() {
        assertThat(crashes.leftByJava(List.of(folder.resolve("not there")))).isEmpty();
        assertThat(folder.resolve("crashes")).isDirectory();
    }

    @Test
    void theLogIsRememberedAsFarAsItHelps() {
        for (int i = 0; i < 200; i++)
            log("line " + i);
        assertThat(log.lines()).hasSize(LogTail.KEPT);
        assertThat(log.lines().getFirst()).endsWith("line 150");
        log("x".repeat(100_000));
        assertThat(log.lines().getLast().length()).isLessThan(1000);
    }
}
