package meander.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

import meander.app.base.AppFolders;
import meander.app.base.ShutdownSignal;
import meander.app.base.Texts;
import meander.app.cli.CommandContext;
import meander.app.cli.CommandEngine;
import meander.app.cli.CommandLineInterface;
import meander.app.cli.VisibleOutput;
import meander.app.cli.WindowLauncher;
import meander.app.gpu.GpuStart;
import meander.app.gpu.GpuStore;
import meander.app.session.WindowStateStore;
import meander.app.shell.DesktopApp;
import meander.app.shell.Workspaces;
import meander.models.files.TemporaryFiles;
import meander.ui.Messages;

/** The entry of everything: the window for no argument or a file, a verb otherwise. */
public final class Main {
    private static final Duration CLEANING = Duration.ofSeconds(1);

    private Main() {}

    public static void main(String[] arguments) {
        VisibleOutput.ofThisProcess();
        System.setProperty("java.awt.headless", "true"); // javax.imageio works without; JavaFX draws the window
        // The engine comes along: DJL neither looks for another one nor tells anybody that it was started.
        System.setProperty("DJL_OFFLINE", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // Libraries warn of what is no concern of a person, such as an engine without CUDA.
        Logger.getLogger("").setLevel(List.of(arguments).contains("--debug") ? Level.INFO : Level.SEVERE);
        // Set by `mvn exec:exec`: where somebody without a display finds the window.
        Optional<Path> portrait = Optional.ofNullable(System.getProperty("meander.portrait")).map(Path::of);
        Thread cleaner = Thread.ofVirtual().start(() -> {
            TemporaryFiles.deleteThoseOfTheDead();
            AppFolders.deleteLeftoversOfTheDead(WindowStateStore.defaultFolder());
        });
        // Before any engine is loaded, which cannot be exchanged later.
        GpuStart gpu = GpuStart.ofThisProcess(GpuStore.usual());
        Runtime.getRuntime().addShutdownHook(new Thread(gpu::settled)); // a crash of natives runs none
        ShutdownSignal interruption = ShutdownSignal.ofThisProcess();
        CommandContext context = CommandContext.ofThisProcess(CommandEngine.installed(gpu),
                new WindowLauncher(Workspaces.ids(), (options, say) -> {
                    interruption.onRequest(DesktopApp::close);
                    return DesktopApp.open(options, portrait, gpu, say);
                }), interruption);
        gpu.crashed().forEach(
                purpose -> context.note(new Texts(new Messages(Locale.ENGLISH)).text("gpu.notice.crashed." + purpose) + "."));
        int exitCode = interruption.exitCode(new CommandLineInterface(context).run(arguments));
        interruption.finished();
        finish(cleaner);
        System.exit(exitCode);
    }

    /** A verb is sometimes done before what others have left is gone. */
    private static void finish(Thread cleaner) {
        try {
            cleaner.join(CLEANING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
