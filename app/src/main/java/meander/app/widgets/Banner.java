package meander.app.widgets;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** A calm line above the stage: what happened, what would help, a button that copies it, one that takes it away. */
public final class Banner extends HBox {
    private static final PseudoClass OFFER = PseudoClass.getPseudoClass("offer");

    private final Label what = new Label();
    private final Label why = new Label();
    private final Button copy;
    private final Button act = new Button();

    /** Words of the banner, in the person's language. */
    public record Words(String copy, String copied, String close) {}

    public Banner(Words words, Runnable onCopy, Runnable onClose) {
        getStyleClass().add("banner");
        setAccessibleRole(AccessibleRole.TEXT);
        FontIcon mark = Icons.of(Material2OutlinedAL.ERROR_OUTLINE);
        mark.getStyleClass().add("mark");
        what.getStyleClass().add("what");
        why.getStyleClass().add("why");
        VBox text = new VBox(what, why);
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        copy = new Button(words.copy());
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setOnAction(_ -> {
            onCopy.run();
            copy.setText(words.copied());
        });
        Button close = Icons.button(Material2OutlinedAL.CLOSE, words.close(), onClose);
        close.getStyleClass().add("flat");
        act.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().addAll(mark, text, act, copy, close);
        show(act, false);
        visibleProperty().addListener((_, _, _) -> copy.setText(words.copy()));
        managedProperty().bind(visibleProperty());
        setVisible(false);
    }

    /** The place above the stage that is there only while something is said. */
    public StackPane slot() {
        StackPane slot = new StackPane(this);
        slot.getStyleClass().add("banner-slot");
        slot.visibleProperty().bind(visibleProperty());
        slot.managedProperty().bind(visibleProperty());
        return slot;
    }

    /** Says something that is no fault, and offers what would help. */
    public void offer(String happened, String helps, String action, Runnable onAction) {
        say(happened, helps);
        act.setText(action);
        act.setOnAction(_ -> onAction.run());
        pseudoClassStateChanged(OFFER, true);
        show(act, true);
        show(copy, false);
    }

    /** Says something that can be copied and, besides, done something about. */
    public void say(String happened, String helps, String action, Runnable onAction) {
        say(happened, helps);
        act.setText(action);
        act.setOnAction(_ -> onAction.run());
        show(act, true);
    }

    private static void show(Button button, boolean on) {
        button.setVisible(on);
        button.setManaged(on);
    }

    /** Says something. */
    public void say(String happened, String helps) {
        pseudoClassStateChanged(OFFER, false);
        show(act, false);
        show(copy, true);
        what.setText(happened);
        why.setText(helps);
        why.setVisible(!helps.isEmpty());
        why.setManaged(!helps.isEmpty());
        setAccessibleText(happened + " " + helps);
        setVisible(true);
    }
}
