package meander.app.help;

import java.util.List;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import meander.app.base.KeyBindings;
import meander.app.base.Texts;
import meander.app.widgets.FormView;

/** The help on one page. */
public final class HelpView extends ScrollPane {
    private static final double WHOLE = 600;
    private static final double HALF = 288;

    private final Texts texts;
    private final Runnable beginTour;

    public HelpView(Texts texts, Runnable beginTour) {
        this.texts = texts;
        this.beginTour = beginTour;
        setId("help-page");
    }

    /** Shows what there is. */
    void fill(HelpContent help) {
        Button tour = new Button(texts.text("settings.tour.begin"));
        tour.setId("help-tour");
        tour.setOnAction(_ -> beginTour.run());
        Label hint = new Label(texts.text("help.hint", KeyBindings.words("Shortcut+K")));
        hint.getStyleClass().add("note");
        hint.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(hint, Priority.ALWAYS);
        hint.setMaxWidth(Double.MAX_VALUE);
        tour.setMinWidth(Region.USE_PREF_SIZE);
        HBox first = new HBox(hint, tour);
        first.getStyleClass().add("help-first");
        Node[] sections = new Node[help.chapters().size() + 1];
        sections[0] = first;
        for (int i = 0; i < help.chapters().size(); i++)
            sections[i + 1] = chapter(help.chapters().get(i));
        FormView.fill(this, texts.text("help.title"), sections);
    }

    private Node chapter(HelpContent.Chapter chapter) {
        List<HelpContent.Row> rows = chapter.rows();
        boolean keys = rows.stream().noneMatch(row -> row.keys().isEmpty());
        int half = (rows.size() + 1) / 2;
        // Keys are short: two columns are read faster than one long one.
        HBox content = keys
                ? new HBox(column(rows.subList(0, half), HALF), column(rows.subList(half, rows.size()), HALF))
                : new HBox(column(rows, WHOLE));
        content.getStyleClass().add("help-columns");
        return FormView.section(texts.text(chapter.title()).toUpperCase(texts.messages().locale()), FormView.box(content));
    }

    private VBox column(List<HelpContent.Row> rows, double width) {
        VBox column = new VBox();
        rows.forEach(row -> column.getChildren().add(row(row)));
        HBox.setHgrow(column, Priority.ALWAYS);
        column.setMinWidth(0);
        column.setPrefWidth(width);
        column.setMaxWidth(Double.MAX_VALUE);
        return column;
    }

    private Node row(HelpContent.Row row) {
        Label name = new Label(texts.say(row.name()));
        name.getStyleClass().add("help-name");
        name.setMinHeight(Region.USE_PREF_SIZE);
        HBox line = new HBox(name);
        line.getStyleClass().add("help-row");
        String detail = texts.say(row.detail());
        if (!detail.isEmpty()) {
            name.getStyleClass().add("help-term");
            Label about = new Label(detail);
            about.getStyleClass().add("help-detail");
            about.setMinHeight(Region.USE_PREF_SIZE);
            line.getChildren().add(about);
        }
        if (!row.keys().isEmpty()) {
            Label keys = new Label(row.keys());
            keys.getStyleClass().add("key-cap");
            keys.setMinWidth(Region.USE_PREF_SIZE);
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            line.getChildren().addAll(gap, keys);
        }
        return line;
    }
}
