package meander.app.cli;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import meander.training.run.Alarms;

/** What a training notices, as English sentences. */
final class NoticeWords {
    private NoticeWords() {}

    /** @param what as in {@link meander.training.run.TrainingEvent.Noticed} */
    static String of(String what, List<String> arguments) {
        return switch (what) {
            case "best" -> "nearer to the data than ever before (SWD " + first(arguments) + ").";
            case "micro-batch-halved" ->
                "memory is short, so a step is worked out in smaller parts, of " + first(arguments) + " pictures.";
            case "cpu-fallback" -> "the GPU's memory does not suffice, so the CPU goes on.";
            case "imported" -> "trained elsewhere, with driver.py.";
            default -> Stream.of(Alarms.Kind.values()).filter(kind -> kind.id().equals(what)).findFirst()
                    .map(kind -> alarm(kind, arguments))
                    .orElseGet(() -> (what + " " + String.join(" ", arguments)).strip() + ".");
        };
    }

    private static String first(List<String> arguments) {
        return arguments.isEmpty() ? "?" : arguments.getFirst();
    }

    private static String alarm(Alarms.Kind kind, List<String> arguments) {
        Object[] figures = arguments.stream().map(argument -> {
            try {
                return (Object) Double.valueOf(argument);
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }).toArray();
        return new MessageFormat(kind.pattern(), Locale.ENGLISH).format(figures);
    }
}
