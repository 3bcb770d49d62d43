package meander.app.cli;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

import meander.training.alarm.AlarmRule;

/** What a training notices, as English sentences. */
final class AlarmTexts {
    private AlarmTexts() {}

    /** @param what as in {@link meander.training.run.TrainingEvent.Noticed}, @param rules of the recipe */
    static String of(String what, List<String> arguments, List<AlarmRule> rules) {
        return switch (what) {
            case "best" -> "nearer to the data than ever before (" + (arguments.size() > 1 ? argument(arguments, 1) : "SWD") + " "
                    + first(arguments) + ").";
            case "micro-batch-halved" ->
                "memory is short, so a step is worked out in smaller parts, of " + first(arguments) + " pictures.";
            case "cpu-fallback" -> "the GPU's memory does not suffice, so the CPU goes on.";
            case "pictures-skipped" ->
                first(arguments) + (first(arguments).equals("1") ? " file is" : " files are") + " left out of the data: "
                        + String.join(" ", arguments.subList(Math.min(2, arguments.size()), arguments.size()))
                        + (arguments.size() > 2 && !Integer.toString(arguments.size() - 2).equals(first(arguments)) ? " …" : "");
            case "nothing-saved" -> "nothing had been saved yet, so it starts with the first picture.";
            case "state-damaged" -> argument(arguments, 0)
                    + " is damaged, so the training goes on from the state before it. The damaged file is kept as "
                    + argument(arguments, 1) + ".";
            case "schedule-changed" -> "the learning rate now falls until " + argument(arguments, 1)
                    + " thousand pictures instead of " + argument(arguments, 0)
                    + ", so numbers differ from those of a training that was begun with " + argument(arguments, 1) + ".";
            case "weights-only" ->
                "begins with " + argument(arguments, 1) + " tensors of " + argument(arguments, 0) + "; " + argument(arguments, 2)
                        + " others, the discriminator's among them, begin untrained, and so do the optimizers.";
            case "imported" -> "trained elsewhere, with driver.py.";
            default -> rules.stream().filter(rule -> rule.id().equals(what)).findFirst().map(rule -> alarm(rule, arguments))
                    .orElseGet(() -> (what + " " + String.join(" ", arguments)).strip() + ".");
        };
    }

    private static String first(List<String> arguments) {
        return argument(arguments, 0);
    }

    private static String argument(List<String> arguments, int place) {
        return place < arguments.size() ? arguments.get(place) : "?";
    }

    private static String alarm(AlarmRule rule, List<String> arguments) {
        Object[] figures = arguments.stream().map(argument -> {
            try {
                return (Object) Double.valueOf(argument);
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }).toArray();
        return new MessageFormat(rule.pattern(), Locale.ENGLISH).format(figures);
    }
}
