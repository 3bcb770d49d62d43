package meander.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javafx.application.Platform;
import javafx.stage.Stage;

import meander.app.explore.ExploreViewModel;
import meander.app.explore.PictureFiles;
import meander.app.library.LibraryViewModel;
import meander.models.family.Families;
import meander.models.render.RenderSettings;
import meander.models.render.Renderers;
import meander.ui.Messages;

/** Opens the window: makes the view models, starts JavaFX, and waits until the window is closed or its picture is saved. */
public final class Gui {
    private static final Path PICTURE_OF_HEADLESS = Path.of("target", "meander.png");
    private static final double TURNED_PSI = 0.5;

    private Gui() {}

    /**
     * Opens the window and returns when it is closed. Where nothing can be shown, and for a screenshot, the same window is drawn
     * in memory and saved as a picture.
     *
     * @param say given the sentences that a person should read
     * @return 0 done, 1 the window could not be drawn
     */
    public static int open(GuiOptions options, Consumer<String> say) {
        Optional<String> missing = options.screenshot().isPresent() ? Optional.empty() : Display.missing();
        boolean headless = options.screenshot().isPresent() || missing.isPresent();
        Texts texts = new Texts(new Messages(options.locale().orElseGet(java.util.Locale::getDefault)));
        Path temporary = null;
        try {
            if (headless) {
                System.setProperty("glass.platform", "Headless");
                System.setProperty("prism.order", "sw");
                temporary = Files.createTempDirectory("meander");
            }
            Path folder = headless ? temporary : SessionStore.defaultFolder();
            run(options, folder, headless, missing.isPresent());
            Path saved = options.screenshot().orElse(PICTURE_OF_HEADLESS);
            if (missing.isPresent())
                say.accept(texts.text("gui.headless", texts.text(missing.get()), saved));
            else if (headless)
                say.accept(texts.text("gui.screenshot", saved));
            return 0;
        } catch (IOException | ExecutionException e) {
            Throwable why = e instanceof ExecutionException ? e.getCause() : e;
            say.accept(texts.text("gui.failed", texts.say(Failures.message(why))));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        } finally {
            if (temporary != null)
                delete(temporary);
        }
    }

    private static void run(GuiOptions options, Path folder, boolean headless, boolean turn)
            throws InterruptedException, ExecutionException {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Platform.startup(() -> {
            try {
                start(options, folder, headless, turn, closed);
            } catch (IOException | RuntimeException | Error e) {
                closed.completeExceptionally(e);
            }
        });
        try {
            closed.get();
        } finally {
            Platform.exit();
        }
    }

    private static void start(GuiOptions options, Path folder, boolean headless, boolean turn, CompletableFuture<Void> closed)
            throws IOException {
        FxThreads fx = FxThreads.javafx();
        Timers timers = Timers.system(fx);
        Tasks tasks = Tasks.onThreads(fx, timers);
        SessionStore store = new SessionStore(folder, fx);
        Executor disk = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("meander-disk-", 0).factory());
        Executor worker = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("meander-pixels").daemon().factory());
        Families families = Families.installed();
        ExploreViewModel explore = new ExploreViewModel(new ExploreViewModel.Parts(families::open, model -> Renderers.open(model,
                RenderSettings.DEFAULT), (model, target, progress, _) -> {
                    progress.accept(0);
                    OnnxFile.write(target, model);
                }, new PictureFiles(), store, tasks, fx, timers, LatestOnly.thread("meander-render"), new Random()), Message.of(
                        "status.device.cpu", Runtime.getRuntime().availableProcessors()));
        List<LibraryViewModel.Bundled> bundled = BundledModels.unpack(folder.resolve("bundled"), new Texts(new Messages(options
                .locale()
                .orElseGet(java.util.Locale::getDefault))));
        MainWindow window = new MainWindow(options.width(), options.height(), new MainWindow.Parts(explore,
                texts -> new LibraryViewModel(renamed(bundled, folder, texts), store, explore.opened(), fx, disk), tasks, store,
                fx,
                worker), options.theme(), options.locale());
        Stage stage = new Stage();
        stage.setScene(window.scene());
        explore.opened()
                .subscribe(opened -> stage.setTitle(opened == null
                        ? window.texts().text("app.title")
                        : window.texts().text("app.title.model", opened.model().info().name())));
        Runnable end = () -> {
            window.close();
            explore.close();
            store.close();
            closed.complete(null);
        };
        if (headless) {
            Path target = options.screenshot().orElse(PICTURE_OF_HEADLESS);
            new Portrait(window, explore, store, target).take(turn ? Optional.of(TURNED_PSI) : Optional.empty(), failure -> {
                if (failure == null)
                    end.run();
                else
                    closed.completeExceptionally(failure);
            });
        } else {
            restoreBounds(stage, store);
            stage.setOnHidden(_ -> end.run());
        }
        stage.show();
        explore.open(options.file().orElse(bundled.getFirst().file()));
    }

    private static List<LibraryViewModel.Bundled> renamed(List<LibraryViewModel.Bundled> bundled, Path folder, Texts texts) {
        try {
            return BundledModels.unpack(folder.resolve("bundled"), texts);
        } catch (IOException e) {
            return bundled;
        }
    }

    private static void restoreBounds(Stage stage, SessionStore store) {
        stage.setMinWidth(640);
        stage.setMinHeight(480);
        store.session().get().window().ifPresent(bounds -> {
            boolean seen = !javafx.stage.Screen.getScreensForRectangle(bounds.x(), bounds.y(), bounds.width(), bounds.height())
                    .isEmpty();
            if (seen) {
                stage.setX(bounds.x());
                stage.setY(bounds.y());
                stage.setWidth(bounds.width());
                stage.setHeight(bounds.height());
            }
            stage.setMaximized(bounds.maximized());
        });
        stage.setOnHiding(_ -> store.update(session -> session.withWindow(new Session.Bounds(stage.getX(), stage.getY(), stage
                .getWidth(), stage.getHeight(), stage.isMaximized()))));
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger(Gui.class.getName()).log(System.Logger.Level.DEBUG, "left behind", e);
        }
    }
}
