package meander.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code meander bench}: what to measure is a verb of its own. */
@Command(name = "bench", description = "Measure how fast Meander is here.", synopsisSubcommandLabel = "COMMAND", footer = {"",
        "Example:", "  meander bench render --size 256"})
final class BenchCommand {
    @Mixin
    private HelpOption help;
}
