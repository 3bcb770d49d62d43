package meander.app.cli;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import meander.models.family.ProgramPolicy;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code --set}: what only some models have, such as the level that a progressive network draws at, and answers to what a file does not say.
 */
final class FamilyControls {
    /** Names that people type for a control with a longer one. */
    private static final Map<String, String> SHORT = Map.of("eps", "batchNormEpsilon", "epsilon", "batchNormEpsilon");

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "a control of the model's own, such as level=3, or an answer to what its file does not say; `meander inspect` lists both. May be given several times")
    private Map<String, String> given = new LinkedHashMap<>();

    @Mixin
    private ForeignPrograms programs;

    /** What may be done if the file holds a program. */
    ProgramPolicy policy() {
        return programs.policy();
    }

    /** What a family may want to know before it opens a file. @param beside what is known already */
    Map<String, String> answers(Map<String, String> beside) {
        Map<String, String> all = new HashMap<>(meant());
        all.putAll(beside);
        return all;
    }

    /** What was set, under the names that controls have. */
    private Map<String, String> meant() {
        Map<String, String> meant = new LinkedHashMap<>();
        given.forEach((id, value) -> meant.put(SHORT.getOrDefault(id, id), value));
        return meant;
    }

    /** @throws CommandFailure when something was set that the opened file does not have, or to what it cannot be */
    void check(List<Control> controls, String name) {
        meant().forEach((id, value) -> {
            Optional<Control.Guess> guess = guesses(controls).filter(each -> each.id().equals(id)).findFirst();
            if (guess.isPresent() && !guess.get().options().contains(value) && !guess.get().given().equals(value))
                throw CommandFailure
                        .call("--set " + id + " is one of " + String.join(", ", guess.get().options()) + ", not " + value + ".");
            if (guess.isEmpty() && sliders(controls).noneMatch(each -> each.id().equals(id)))
                throw CommandFailure.call(name + " has no control named “" + id + "”; "
                        + (words(controls).isEmpty()
                                ? "it has none of its own."
                                : "its own are " + String.join(", ", words(controls)) + "."));
        });
    }

    /** The request with what was set. */
    RenderRequest applied(RenderRequest request, List<Control> controls) {
        RenderRequest applied = request;
        for (Control.Slider slider : sliders(controls).toList()) {
            String value = meant().get(slider.id());
            if (value != null) applied = applied.withSlider(slider.id(), number(slider, value));
        }
        return applied;
    }

    private static double number(Control.Slider slider, String value) {
        try {
            double number = Double.parseDouble(value);
            if (number >= slider.min() && number <= slider.max()) return number;
        } catch (NumberFormatException e) {
            // told below, as any other that is out of reach
        }
        throw CommandFailure.call("--set " + slider.id() + " is a number from " + NumberListParser.plain(slider.min()) + " to "
                + NumberListParser.plain(slider.max()) + ", not " + value + ".");
    }

    /** The controls that {@code --set} knows, with what they are now and can be. */
    static List<String> words(List<Control> controls) {
        return Stream.concat(
                sliders(controls).map(slider -> slider.id() + "=" + NumberListParser.plain(slider.initial()) + " ("
                        + NumberListParser.plain(slider.min()) + " to " + NumberListParser.plain(slider.max()) + ")"),
                guesses(controls)
                        .map(guess -> guess.id() + "=" + guess.chosen() + " (" + IntStream.range(0, guess.options().size())
                                .mapToObj(i -> option(guess, i)).collect(Collectors.joining(" or ")) + ")"))
                .toList();
    }

    /** An option with its odds, where it was weighed: {@code ReLU 93 %}. */
    private static String option(Control.Guess guess, int index) {
        String option = guess.options().get(index);
        if (guess.odds().isEmpty()) return option;
        double odds = guess.odds().get(index);
        return option + (odds < 0.01 ? " <1 %" : odds > 0.99 && odds < 1 ? " >99 %" : " " + Math.round(100 * odds) + " %");
    }

    private static Stream<Control.Slider> sliders(List<Control> controls) {
        return controls.stream().filter(Control.Slider.class::isInstance).map(Control.Slider.class::cast);
    }

    private static Stream<Control.Guess> guesses(List<Control> controls) {
        return controls.stream().filter(Control.Guess.class::isInstance).map(Control.Guess.class::cast);
    }
}
