package meander.app.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import javafx.collections.MapChangeListener;

import meander.app.FakeTimers;
import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.session.WindowStateStore;
import meander.models.family.Families;
import meander.models.render.Frame;
import meander.models.render.RenderSettings;
import meander.models.render.Renderers;
import meander.models.request.Control;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The journey of a slider through the engine itself: open, turn everything, save, come back. */
@Timeout(60)
class RealEngineTest {
    @TempDir
    Path folder;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final FxThreads window = thread::execute;
    private ExploreViewModel explore;

    @Test
    void everyControlOfAStylegan2IsDrawnAndASavedPictureBringsItBack() throws Exception {
        Path bundled = folder.resolve("random.pkl");
        try (InputStream in = RealEngineTest.class.getResourceAsStream("/fixtures/sg2ada_tiny32.pkl")) {
            Files.copy(in, bundled);
        }
        FakeTimers timers = new FakeTimers();
        WindowStateStore store = new WindowStateStore(folder, window);
        CountDownLatch kept = new CountDownLatch(1);
        run(() -> store.thumbnails().addListener((MapChangeListener<String, Path>) _ -> kept.countDown()));
        Families families = Families.installed();
        explore = ask(() -> new ExploreViewModel(new ExploreViewModel.Parts(families::open,
                model -> Renderers.open(model, RenderSettings.DEFAULT), (_, _, _, _) -> {}, (pixels, _, _, _) -> pixels,
                new PngImageStore(), store, new Tasks(window, timers, Runnable::run), window, timers,
                LatestOnlyExecutor.thread("render"), new Random(7)), Message.of("cpu")));
        try {
            run(() -> explore.open(bundled));
            Frame first = full();
            List<Runnable> turns = List.of(explore.values()::nextSeed, () -> explore.values().psi().value().set(0.3),
                    () -> explore.values().z(1).value().set(2), () -> explore.values().w(3).value().set(2),
                    () -> explore.values().w(1, 3).value().set(2), () -> explore.values().move(0.5, 0.5),
                    () -> explore.values().noiseStrength().value().set(2), () -> {
                        explore.values().addDonor(7);
                        explore.values().takeFrom(1, 0, 1);
                    });
            Frame last = first;
            for (Runnable turn : turns) {
                run(turn);
                Frame next = full();
                assertThat(ask(() -> explore.banner().fault().get())).isNull();
                assertThat(next.pixels()).isNotEqualTo(last.pixels());
                last = next;
            }
            Path png = folder.resolve("picture.png");
            run(() -> explore.save(png));
            run(explore.editor()::resetAll);
            assertThat(full().pixels()).isEqualTo(first.pixels());
            run(() -> explore.open(png));
            assertThat(full().pixels()).isEqualTo(last.pixels());
            assertThat(ask(explore.editor()::controls)).hasAtLeastOneElementOfType(Control.Mixing.class);
            kept.await(); // the small picture comes when there is time for it
        } finally {
            run(explore::close);
            run(() -> {}); // what the render thread has handed over while it came to rest
            run(store::close);
            run(() -> {}); // and the store, when its last file was written
            thread.shutdown();
        }
        assertThat(store.thumbnails()).hasSize(1);
    }

    /** As the window does it: everything in the view model happens on one thread. */
    private void run(Runnable work) throws Exception {
        ask(Executors.callable(work));
    }

    private <T> T ask(Callable<T> question) throws Exception {
        return thread.submit(question).get();
    }

    private Frame full() throws Exception {
        CountDownLatch drawn = new CountDownLatch(1);
        AtomicReference<Frame> frame = new AtomicReference<>();
        run(() -> explore.fullFrame(full -> {
            frame.set(full);
            drawn.countDown();
        }));
        drawn.await();
        return frame.get();
    }
}
