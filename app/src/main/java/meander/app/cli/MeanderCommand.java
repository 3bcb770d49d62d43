package meander.app.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code meander} itself: the window, and the list of the verbs. */
@Command(name = "meander", versionProvider = MeanderCommand.Version.class, description = "A desktop latent explorer for GANs.", synopsisHeading = "Usage: ", footer = {
        "", "Example:", "  meander faces.pkl"})
final class MeanderCommand implements Callable<Integer> {
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"Meander " + meander.app.AppVersion.current()};
        }
    }

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "show where a failure comes from")
    private boolean debug;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "show the version and exit")
    private boolean version;

    @Mixin
    private Help help;

    @Spec
    private CommandSpec spec;

    boolean debug() {
        return debug;
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do");
    }
}
