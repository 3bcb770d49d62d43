package meander.app.cli;

import java.io.PrintWriter;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** All verbs together. Whatever happens comes out as an exit code and, when it is not 0, one sentence. */
public final class CommandLineInterface {
    private final CommandContext context;

    public CommandLineInterface(CommandContext context) {
        this.context = context;
    }

    /** Runs one call. @return 0 done, 1 the work failed, 2 the call was wrong, 130 interrupted */
    public int run(String... arguments) {
        MeanderCommand meander = new MeanderCommand(context);
        CommandLine commands = commands(meander);
        commands.setParameterExceptionHandler((failure, _) -> wrongCall(failure));
        commands.setExecutionExceptionHandler((failure, _, _) -> failed(failure, meander.debug()));
        try {
            return commands.execute(arguments);
        } catch (OutOfMemoryError e) {
            return failed(
                    CommandFailure.work("There is not enough memory for this; close other programs, or do less at a time.", e),
                    meander.debug());
        } catch (LinkageError e) {
            return failed(CommandFailure
                    .work("A part of Meander cannot be loaded here (" + e.getMessage() + "); --debug shows which.", e),
                    meander.debug());
        }
    }

    /** What can be called. */
    CommandLine commands(MeanderCommand meander) {
        CommandLine commands = new CommandLine(meander);
        commands.addSubcommand(new InspectCommand(context));
        commands.addSubcommand(new GenerateCommand(context));
        commands.addSubcommand(new MixCommand(context));
        commands.addSubcommand(new TranslateCommand(context));
        commands.addSubcommand(new ExportCommand(context));
        commands.addSubcommand(new TrainCommand(context));
        CommandLine gui = new CommandLine(new GuiCommand(context));
        GuiCommand.withWorkspaces(gui.getCommandSpec(), context);
        commands.addSubcommand(gui);
        commands.addSubcommand(new GpuCommand(context));
        commands.addSubcommand(new CommandLine(new BenchCommand()).addSubcommand(new BenchRenderCommand(context))
                .addSubcommand(new BenchTrainCommand(context)));
        commands.setOut(new PrintWriter(CommandContext.raw(context.out()), true));
        commands.setErr(new PrintWriter(CommandContext.raw(context.err()), true));
        commands.setUsageHelpWidth(110);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        return commands;
    }

    private int wrongCall(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        context.note(sentence(failure.getMessage()) + " See “" + command.getCommandSpec().qualifiedName() + " --help”.");
        return CommandFailure.Kind.CALL.exitCode();
    }

    private int failed(Exception exception, boolean debug) {
        CommandFailure failure = exception instanceof CommandFailure known
                ? known
                : CommandFailure.work("Something unforeseen went wrong (" + exception + "); --debug shows where.", exception);
        context.note(failure.getMessage());
        if (debug) failure.printStackTrace(context.err());
        return failure.kind().exitCode();
    }

    private static String sentence(String message) {
        String line = message.lines().findFirst().orElse("").strip();
        return line.endsWith(".") ? line : line + ".";
    }
}
