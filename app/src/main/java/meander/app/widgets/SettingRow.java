package meander.app.widgets;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A setting on a page: its name, with a dot that resets it once it was changed, its control at the right, and a sentence below. */
public final class SettingRow extends VBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");

    private final Button dot = new Button();
    private final Label name;
    private final Label about;
    private final Label trouble = new Label();

    /** @param reset what the dot says */
    public record Words(String name, String about, String reset) {}

    public SettingRow(Words words, Region control, Runnable onReset) {
        dot.getStyleClass().add("changed-dot");
        dot.setFocusTraversable(false);
        dot.setAccessibleText(words.reset());
        dot.setTooltip(new Tooltip(words.reset()));
        dot.setOnAction(_ -> onReset.run());
        dot.setVisible(false);
        name = new Label(words.name());
        name.getStyleClass().add("setting-name");
        name.setTooltip(new Tooltip(words.about()));
        name.setLabelFor(control);
        control.setAccessibleText(words.name());
        control.setAccessibleHelp(words.about());
        about = new Label(words.about());
        about.getStyleClass().add("note");
        about.setMinHeight(Region.USE_PREF_SIZE);
        trouble.getStyleClass().add("note");
        trouble.pseudoClassStateChanged(WRONG, true);
        trouble.setMinHeight(Region.USE_PREF_SIZE);
        complain("");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(dot, name, gap, control);
        line.getStyleClass().add("setting-line");
        getChildren().addAll(line, about, trouble);
        getStyleClass().add("setting");
    }

    /** Whether a reset would change something. */
    public void setChanged(boolean changed) {
        dot.setVisible(changed);
        name.pseudoClassStateChanged(CHANGED, changed);
    }

    /** Says what went wrong, below everything else. @param sentence empty for nothing */
    public void complain(String sentence) {
        trouble.setText(sentence);
        trouble.setVisible(!sentence.isEmpty());
        trouble.setManaged(!sentence.isEmpty());
    }

    /** Says something else below. */
    public void say(String sentence, boolean wrong) {
        about.pseudoClassStateChanged(WRONG, wrong);
        about.setText(sentence);
    }
}
