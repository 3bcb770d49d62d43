package meander.app.base;

import meander.models.request.Control.Guess;
import meander.ui.Messages;

/** What a person is asked about a file. A guess called {@code role:z2} is about a thing of the file, its input {@code z2}. */
public record AssumptionTexts(Messages messages) {
    private static String kind(Guess guess) {
        return "guess." + guess.id().replaceFirst(":.*", "");
    }

    public String name(Guess guess) {
        int thing = guess.id().indexOf(':');
        return thing < 0
                ? messages.textOr(kind(guess), guess.id())
                : messages.textOr(kind(guess), "") + " " + guess.id().substring(thing + 1);
    }

    public String about(Guess guess) {
        return messages.textOr(kind(guess) + ".about", messages.text("control.guess.tip"));
    }

    public String option(Guess guess, String option) {
        return messages.textOr(kind(guess) + "." + option, option);
    }
}
