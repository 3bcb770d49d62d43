package meander.app.widgets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.controlsfx.control.SearchableComboBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/**
 * One class, or several with a slider each. The list of classes is virtualised, so a thousand of them cost no more than ten; what is typed while
 * it is open searches their names.
 */
public final class ClassMixer extends VBox {
    /** What the mixer shows and changes. */
    public interface Mix {
        int count();

        String name(int label);

        /** The classes that have a weight, in order. */
        List<Integer> chosen();

        /** One class alone. */
        void choose(int label);

        /** One more class, with the same weight as the others. */
        void add(int label);

        void remove(int label);

        /** A row for the weight of a class, 0 … 1. */
        SliderRow weight(int label);
    }

    /** Words of the mixer, in the person's language. @param blended says how many classes are blended */
    public record Words(String name, String about, String none, String blend, String remove, IntFunction<String> blended) {}

    private final Mix mix;
    private final Words words;
    private final ComboBox<Integer> choice = new SearchableComboBox<>();
    private final ComboBox<Integer> more = new SearchableComboBox<>();
    private final VBox rows = new VBox();
    private List<Integer> shown = List.of();
    private boolean following;
    private boolean held;

    public ClassMixer(Mix mix, Words words) {
        this.mix = mix;
        this.words = words;
        getStyleClass().addAll("class-mixer", "card-content");
        Label name = new Label(words.name());
        name.getStyleClass().add("row-name");
        name.setTooltip(new Tooltip(words.about()));
        List<Integer> all = IntStream.range(0, mix.count()).boxed().toList();
        prepare(choice, all, words.none());
        choice.setAccessibleText(words.name());
        choice.setOnAction(_ -> {
            if (!following && choice.getValue() != null) mix.choose(choice.getValue());
        });
        prepare(more, all, words.blend());
        more.setAccessibleText(words.blend());
        more.setOnAction(_ -> {
            Integer wanted = more.getValue();
            if (following || wanted == null) return;
            following = true;
            more.setValue(null);
            following = false;
            if (!mix.chosen().contains(wanted)) mix.add(wanted);
        });
        HBox line = new HBox(name, choice);
        line.getStyleClass().add("control-row");
        HBox second = new HBox(pad(), more);
        second.getStyleClass().add("control-row");
        HBox.setHgrow(choice, Priority.ALWAYS);
        HBox.setHgrow(more, Priority.ALWAYS);
        rows.getStyleClass().add("card-content");
        getChildren().addAll(line, rows, second);
        refresh();
    }

    /** Shows what the mix now is. */
    public void refresh() {
        List<Integer> chosen = mix.chosen();
        following = true;
        choice.setValue(chosen.size() == 1 ? chosen.getFirst() : null);
        choice.setPromptText(chosen.isEmpty() ? words.none() : words.blended().apply(chosen.size()));
        following = false;
        // A weight that passes through 0 under the hand is no class taken away.
        if (chosen.equals(shown) || held) return;
        shown = List.copyOf(chosen);
        List<HBox> lines = new ArrayList<>();
        if (chosen.size() > 1) for (int label : chosen) {
            SliderRow row = mix.weight(label);
            HBox.setHgrow(row, Priority.ALWAYS);
            row.heldProperty().addListener((_, _, now) -> {
                held = now;
                refresh();
            });
            Button remove = Icons.button(Material2OutlinedAL.CLOSE, words.remove(), () -> mix.remove(label));
            remove.getStyleClass().add("flat");
            HBox line = new HBox(row, remove);
            line.getStyleClass().add("control-row");
            lines.add(line);
        }
        rows.getChildren().setAll(lines);
        rows.setManaged(!lines.isEmpty());
    }

    private void prepare(ComboBox<Integer> box, List<Integer> all, String prompt) {
        box.getItems().setAll(all);
        box.setPromptText(prompt);
        box.setVisibleRowCount(12);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(ChoiceNames.named(mix::name));
    }

    private static Region pad() {
        Region pad = new Region();
        pad.getStyleClass().add("row-name");
        return pad;
    }
}
