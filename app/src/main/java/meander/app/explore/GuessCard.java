package meander.app.explore;

import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;

import meander.app.base.AssumptionTexts;
import meander.app.widgets.ChoiceNames;
import meander.models.request.Control;

/** An answer to what the file does not say; another one opens it anew. All of them stand in one card. */
final class GuessCard extends ControlCard<Control.Guess> {
    GuessCard() {
        super(Control.Guess.class);
    }

    @Override
    CardContent content(Control.Guess guess, CardContext context) {
        AssumptionTexts words = new AssumptionTexts(context.texts().messages());
        ComboBox<String> answer = new ComboBox<>();
        answer.getItems().setAll(guess.options());
        answer.setConverter(ChoiceNames.named(option -> words.option(guess, option)));
        answer.setValue(guess.chosen());
        answer.setMaxWidth(Double.MAX_VALUE);
        String name = words.name(guess);
        answer.setAccessibleText(name);
        answer.valueProperty().addListener((_, _, chosen) -> context.explore().answer(guess.id(), chosen));
        Label hint = new Label(context.text("control.guess.tip"));
        hint.getStyleClass().add("card-hint");
        return CardContent.of(CardContent.fixed(context.text("control.guess.caption")),
                CardContext.labelled(name, words.about(guess), answer)).withEnd(hint);
    }

    @Override
    boolean isLast() {
        return true;
    }

    @Override
    String id(Control.Guess guess) {
        return "guess";
    }
}
