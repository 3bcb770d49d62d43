package meander.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import meander.app.base.AppVersion;
import meander.app.base.GuiOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code meander} itself: the window, and the list of the verbs. */
@Command(name = "meander", versionProvider = MeanderCommand.Version.class, description = "A desktop latent explorer for GANs.", synopsisHeading = "Usage: ", footer = {
        "", "Example:", "  meander faces.pkl"})
final class MeanderCommand implements Callable<Integer> {
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"Meander " + AppVersion.current()};
        }
    }

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "open the window on a model, or on a picture that Meander has written")
    private Path file;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "show where a failure comes from")
    private boolean debug;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "show the version and exit")
    private boolean version;

    @Mixin
    private HelpOption help;

    private final CommandContext context;

    MeanderCommand(CommandContext context) {
        this.context = context;
    }

    boolean debug() {
        return debug;
    }

    @Override
    public Integer call() {
        GuiOptions options = GuiOptions.DEFAULT;
        return GuiCommand.open(new GuiOptions(Optional.ofNullable(file), options.screenshot(), options.width(), options.height(),
                options.theme(), options.locale(), options.workspace(), options.tour()), context);
    }
}
