package meander.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One call of the command line, with what it printed. */
record Call(int exitCode, String out, String err) {
    static Call of(CommandEngine engine, Object... arguments) {
        return of(engine, () -> false, arguments);
    }

    /** What was asked to be shown in a window. */
    static Call of(WindowLauncher window, Object... arguments) {
        return of(new FakeEngine(), window, () -> false, arguments);
    }

    static Call of(CommandEngine engine, BooleanSupplier interrupted, Object... arguments) {
        return of(engine, new WindowLauncher(List.of("explore"), (_, _) -> {
            throw new AssertionError("no window was asked for");
        }), interrupted, arguments);
    }

    private static Call of(CommandEngine engine, WindowLauncher window, BooleanSupplier interrupted, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++)
            words[i] = arguments[i].toString();
        int exitCode = new CommandLineInterface(
                new CommandContext(stream(out), stream(err), false, engine, window, interrupted::getAsBoolean)).run(words);
        return new Call(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
