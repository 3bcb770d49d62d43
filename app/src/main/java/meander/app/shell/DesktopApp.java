package meander.app.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.Duration;
import java.util.Locale;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import javafx.application.Platform;
import javafx.scene.input.InputEvent;
import javafx.stage.Stage;
import javafx.stage.Window;

import meander.app.base.AppFolders;
import meander.app.base.AppVersion;
import meander.app.base.Display;
import meander.app.base.ErrorMessages;
import meander.app.base.FxThreads;
import meander.app.base.GuiOptions;
import meander.app.base.HeapKeeper;
import meander.app.base.Texts;
import meander.app.crash.CrashReporter;
import meander.app.crash.FiledReport;
import meander.app.crash.LogTail;
import meander.app.gpu.GpuStart;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.app.settings.MachineInfo;
import meander.models.files.TemporaryFiles;
import meander.ui.Messages;

/** Opens the window: starts JavaFX and waits until the window is closed or its picture is saved. */
public final class DesktopApp {
    /** After so long without mouse and keys nobody sees a short pause. */
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final double TURNED_PSI = 0.5;

    private DesktopApp() {}

    /**
     * Opens the window and returns when it is closed. Where nothing can be shown, and for a screenshot, the same window is drawn
     * in memory and saved as a picture.
     *
     * @param portrait where to draw the window, with a slider turned, if there is no display to show it on; without, that is a failure
     * @param gpu      what was begun with
     * @param say      given the sentences that a person should read
     * @return 0 done, 1 the window could not be drawn
     */
    public static int open(GuiOptions options, Optional<Path> portrait, GpuStart gpu, Consumer<String> say) {
        Optional<String> missing = options.screenshot().isPresent() ? Optional.empty() : Display.missing();
        if (!Display.hasGraphicsCard()) Display.withoutGraphicsCard();
        if (options.screenshot().isEmpty() && missing.isEmpty())
            return outcome(options, say, () -> run(closed -> show(options, gpu, closed)));
        Texts texts = texts(options);
        Optional<Path> wanted = options.screenshot().or(() -> portrait);
        if (wanted.isEmpty()) {
            say.accept(texts.text("gui.noDisplay", texts.text(missing.orElseThrow())));
            return 1;
        }
        Path target = wanted.get();
        Consumer<AppContext> turn = works -> works.explore().values().psi().value().set(TURNED_PSI);
        int exitCode = draw(options, target, missing.isPresent() ? Optional.of(turn) : Optional.empty(), gpu, say);
        if (exitCode == 0)
            say.accept(missing.map(reason -> texts.text("gui.headless", texts.text(reason), target))
                    .orElseGet(() -> texts.text("gui.screenshot", target)));
        return exitCode;
    }

    /** Closes the window, if there is one, as a person would; from any thread. */
    public static void close() {
        FxThreads.javafx().later(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
    }

    /** Draws the window in memory. @param turn what to do before the picture is taken */
    public static int draw(GuiOptions options, Path target, Optional<Consumer<AppContext>> turn, GpuStart gpu,
            Consumer<String> say) {
        return draw(options, target, turn, say, folder -> new AppContext(options, AppFolders.of(folder), gpu));
    }

    /** What makes the window and all behind it. */
    public interface Maker {
        AppContext in(Path folder) throws IOException;
    }

    public static int draw(GuiOptions options, Path target, Optional<Consumer<AppContext>> turn, Consumer<String> say,
            Maker maker) {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        Display.withoutGraphicsCard();
        return outcome(options, say, () -> {
            Path folder = TemporaryFiles.folder("meander");
            try {
                run(closed -> {
                    AppContext works = maker.in(folder);
                    new WindowScreenshot(works, target).take(turn, failure -> {
                        works.close();
                        if (failure == null) closed.complete(null);
                        else
                            closed.completeExceptionally(failure);
                    });
                    works.begin(options);
                });
            } finally {
                AppFolders.delete(folder);
            }
        });
    }

    private static void show(GuiOptions options, GpuStart gpu, CompletableFuture<Void> closed) throws IOException {
        AppFolders folders = AppFolders.of(WindowStateStore.defaultFolder());
        boolean first = !WindowStateStore.isThere(folders.own());
        AppContext works = new AppContext(options, folders, gpu);
        watch(works);
        Stage stage = new Stage();
        AtomicLong lastInput = new AtomicLong(System.nanoTime());
        stage.addEventFilter(InputEvent.ANY, _ -> lastInput.set(System.nanoTime()));
        HeapKeeper.begin(() -> System.nanoTime() - lastInput.get() > IDLE.toNanos());
        stage.setScene(works.window().scene());
        works.explore().opened()
                .subscribe(opened -> stage.setTitle(opened == null
                        ? works.window().texts().text("app.title")
                        : works.window().texts().text("app.title.model", opened.model().info().name())));
        restoreBounds(stage, works.store());
        stage.setOnCloseRequest(request -> {
            if (works.train().isTraining()) {
                request.consume();
                works.window().sayClosing(works.train().training());
                works.train().finish().thenRun(() -> FxThreads.javafx().later(stage::hide));
            }
        });
        stage.setOnHidden(_ -> {
            works.close();
            closed.complete(null);
        });
        stage.show();
        works.begin(options);
        if (first) works.tour().begin();
    }

    /** From here on whatever nobody has caught is written down and said, and so is what the time before left behind. */
    private static void watch(AppContext works) {
        CrashReporter crashes = new CrashReporter(
                works.folders().crashes(), AppVersion.current(), LogTail.listening(), () -> Optional
                        .ofNullable(works.settingsPage().machine().get()).map(MachineInfo::line).orElse("not looked at yet"),
                InstantSource.system());
        FxThreads fx = FxThreads.javafx();
        Consumer<FiledReport> say = report -> fx.later(() -> works.notices().say(report));
        crashes.tell(say);
        Thread.setDefaultUncaughtExceptionHandler(crashes);
        List<Path> elsewhere = List.of(Path.of(System.getProperty("user.dir")), Path.of(System.getProperty("java.io.tmpdir")));
        works.disk().execute(() -> crashes.leftByJava(elsewhere).ifPresent(say));
    }

    /** What happens on the window's thread first. */
    private interface Start {
        void on(CompletableFuture<Void> closed) throws IOException;
    }

    private interface Work {
        void run() throws IOException, InterruptedException, ExecutionException;
    }

    private static void run(Start start) throws InterruptedException, ExecutionException {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Platform.startup(() -> {
            try {
                start.on(closed);
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

    private static int outcome(GuiOptions options, Consumer<String> say, Work work) {
        try {
            work.run();
            return 0;
        } catch (IOException | ExecutionException e) {
            Texts texts = texts(options);
            say.accept(texts.text("gui.failed",
                    texts.say(ErrorMessages.message(e instanceof ExecutionException ? e.getCause() : e))));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private static Texts texts(GuiOptions options) {
        return new Texts(new Messages(options.locale().orElseGet(Locale::getDefault)));
    }

    private static void restoreBounds(Stage stage, WindowStateStore store) {
        stage.setMinWidth(WindowState.Bounds.LEAST_WIDTH);
        stage.setMinHeight(WindowState.Bounds.LEAST_HEIGHT);
        store.session().get().window().ifPresent(bounds -> {
            javafx.stage.Screen.getScreensForRectangle(bounds.x(), bounds.y(), bounds.width(), bounds.height()).stream()
                    .findFirst().map(screen -> bounds.within(screen.getVisualBounds())).ifPresent(place -> {
                        stage.setX(place.x());
                        stage.setY(place.y());
                        stage.setWidth(place.width());
                        stage.setHeight(place.height());
                    });
            stage.setMaximized(bounds.maximized());
        });
        stage.setOnHiding(_ -> store.update(session -> session.withWindow(
                new WindowState.Bounds(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized()))));
    }
}
