package meander.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.explore.ExploreViewModel;
import meander.app.explore.PngImageStore;
import meander.app.session.WindowStateStore;
import meander.models.family.Families;
import meander.models.render.Frame;
import meander.models.render.RenderSettings;
import meander.models.render.Renderers;
import meander.models.request.RenderRequest;
import meander.training.recipe.Recipes;
import meander.training.run.LocalEngine;

/** A network that is being trained, on the sliders: the engines, files and clocks are the real ones, only the window is missing. */
class ExploreLiveTest {
    @TempDir
    Path folder;
    private final BlockingQueue<Runnable> window = new LinkedBlockingQueue<>();
    private final FxThreads fx = window::add;
    private final Executor disk = Runnable::run;
    private ExploreViewModel explore;
    private TrainViewModel train;
    private WindowStateStore store;

    @BeforeEach
    void up() throws IOException {
        Timers timers = Timers.system(fx);
        Tasks tasks = Tasks.onThreads(fx, timers);
        store = new WindowStateStore(folder.resolve("settings"), fx);
        explore = new ExploreViewModel(new ExploreViewModel.Parts(Families.installed()::open,
                model -> Renderers.open(model, RenderSettings.DEFAULT), (_, _, _, _) -> {}, (pixels, _, _, _) -> pixels,
                new PngImageStore(), store, tasks, fx, timers, LatestOnlyExecutor.thread("meander-render"), new Random(1)),
                Message.of("status.device.cpu", 2));
        Path cache = folder.resolve("cache");
        train = new TrainViewModel(new TrainViewModel.Parts(new LocalEngine(Recipes.installed(), cache, () -> false),
                new ImageDatasetInspector(cache), _ -> Optional.empty(), () -> List.of(folder.resolve("runs")), store, tasks, fx,
                disk, explore::open, explore::replace, explore::busy));
    }

    @AfterEach
    void down() {
        train.close();
        explore.close();
        store.close();
    }

    @Test
    void newerModelsOfTheRunTakeThePlaceOfTheOneOnTheSlidersAndWhatIsLookedAtStays() throws Exception {
        start();
        until(() -> train.controls().explorable().get());
        train.explore();
        until(() -> explore.opened().get() != null && settled());
        assertThat(train.live().get()).as("goes on").isNotNull();
        Path first = explore.opened().get().file();
        assertThat(first).hasParentRaw(train.live().get().folder());
        explore.values().nextSeed();
        until(this::settled);
        RenderRequest looked = explore.editor().request().get();
        Frame before = explore.frames().frame().get();
        train.followInExplore().set(true);
        until(() -> !explore.opened().get().file().equals(first) && explore.frames().frame().get() != before && settled());
        assertThat(train.live().get()).as("goes on").isNotNull();
        assertThat(explore.editor().request().get()).isEqualTo(looked);
        assertThat(Arrays.equals(explore.frames().frame().get().pixels().data(), before.pixels().data())).isFalse();
        train.stop();
        until(() -> train.live().get() == null);
    }

    private void start() throws Exception {
        train.newRun();
        NewRunViewModel draft = train.draft().get();
        draft.choose(pictures().toString());
        until(() -> draft.look().get() != null);
        draft.offer().set(draft.offers().stream().filter(offer -> offer.name().equals("dcgan")).findFirst().orElseThrow());
        draft.kimg().set("1000");
        draft.changes().put("batch-size", "8");
        draft.changes().put("width", "4");
        draft.changes().put("z-dim", "8");
        draft.changes().put("checkpoint-interval", "3"); // few are kept: one of a moment ago must still be there to be opened
        until(() -> draft.startable().get());
        train.start();
    }

    private boolean settled() {
        Frame shown = explore.frames().frame().get();
        return shown != null && shown.full() && shown.request().equals(explore.editor().request().get());
    }

    /** Does what the window's thread would, until something is so. */
    private void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            Runnable next = window.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            assertThat(next).as("something happens: %s, %s, %s, %s", explore.banner().fault().get(), train.saving().get(),
                    explore.opened().get(), train.banner().get()).isNotNull();
            next.run();
        }
    }

    private Path pictures() throws IOException {
        Path there = Files.createDirectory(folder.resolve("discs"));
        for (int i = 0; i < 24; i++) {
            BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = picture.createGraphics();
            pen.setColor(Color.getHSBColor(i / 24f, 1, 1));
            pen.fillOval(2, 2, 12, 12);
            pen.dispose();
            ImageIO.write(picture, "png", there.resolve(i + ".png").toFile());
        }
        return there;
    }
}
