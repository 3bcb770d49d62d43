package meander.app.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.base.GpuPackageException;

class DownloaderTest {
    private static final int SIZE = 1_000_000;
    private static final int HALF = 400_000;

    @TempDir
    Path folder;
    private Path part;
    private Served served;
    private GpuPackage.Source source;
    private final List<Double> shares = new ArrayList<>();
    private double cancelledAt = 2;

    private final DownloadListener watch = new DownloadListener() {
        @Override
        public void progress(double share) {
            shares.add(share);
        }

        @Override
        public boolean cancelled() {
            return !shares.isEmpty() && shares.getLast() >= cancelledAt;
        }
    };

    @BeforeEach
    void serve() throws IOException {
        byte[] file = new byte[SIZE];
        new Random(1).nextBytes(file);
        served = new Served(file);
        source = served.source("");
        part = folder.resolve("engine.part");
    }

    @AfterEach
    void close() {
        served.close();
    }

    private void fetch() throws IOException {
        Downloader.usual().fetch(source, part, watch);
    }

    private void fails(String key) {
        assertThatThrownBy(this::fetch).isInstanceOfSatisfying(GpuPackageException.class,
                trouble -> assertThat(trouble.said().key()).isEqualTo(key));
    }

    @Test
    void aFileComesWhole() throws IOException {
        fetch();
        assertThat(part).hasBinaryContent(served.file);
        assertThat(shares).isSorted().endsWith(1.0);
        fetch();
        assertThat(served.ranges).as("what is there is not asked for again").containsExactly("");
    }

    @Test
    void whatCameBeforeTheConnectionEndedIsNotFetchedAgain() throws IOException {
        served.dropsAfter = HALF;
        fails("gpu.trouble.lost");
        assertThat(Files.size(part)).isPositive().isLessThanOrEqualTo(HALF);
        long there = Files.size(part);
        served.dropsAfter = Integer.MAX_VALUE;
        fetch();
        assertThat(part).hasBinaryContent(served.file);
        assertThat(served.ranges).containsExactly("", "bytes=" + there + "-");
    }

    @Test
    void anotherFileOfThatNameIsFetchedFromItsBeginning() throws IOException {
        served.dropsAfter = HALF;
        fails("gpu.trouble.lost");
        new Random(2).nextBytes(served.file);
        served.tag = "\"two\"";
        served.dropsAfter = Integer.MAX_VALUE;
        fetch();
        assertThat(part).hasBinaryContent(served.file);
    }

    @Test
    void aServerWithoutRangesGivesAllAgain() throws IOException {
        served.dropsAfter = HALF;
        fails("gpu.trouble.lost");
        served.knowsRanges = false;
        served.dropsAfter = Integer.MAX_VALUE;
        fetch();
        assertThat(part).hasBinaryContent(served.file);
    }

    @Test
    void aFileOfAnotherSizeIsNotTaken() {
        served.file = new byte[SIZE + 1];
        fails("gpu.trouble.size");
        assertThat(part).doesNotExist();
    }

    @Test
    void anAnswerThatIsNoFileIsASentence() {
        served.status = 404;
        fails("gpu.trouble.answer");
        served.close();
        fails("gpu.trouble.unreachable");
    }

    @Test
    void whoCallsItOffKeepsWhatCame() throws IOException {
        cancelledAt = 0.3;
        assertThatThrownBy(this::fetch).isInstanceOf(CancellationException.class);
        assertThat(Files.size(part)).isBetween(1L, SIZE - 1L);
        cancelledAt = 2;
        fetch();
        assertThat(part).hasBinaryContent(served.file);
    }
}
