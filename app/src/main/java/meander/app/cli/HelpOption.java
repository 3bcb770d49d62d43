package meander.app.cli;

import picocli.CommandLine.Option;

/** The option that every verb has. */
final class HelpOption {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this and exit")
    private boolean asked;
}
