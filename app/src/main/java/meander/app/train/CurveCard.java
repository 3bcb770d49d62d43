package meander.app.train;

import java.util.ArrayList;
import java.util.List;

import javafx.beans.property.DoubleProperty;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import meander.app.base.Texts;
import meander.app.widgets.Plot;
import meander.app.widgets.PlotSeries;
import meander.training.recipe.Curve;

/** A chart with its title, which chooses what it shows, and its values at the moment that is looked at. */
final class CurveCard extends VBox {
    private static final PlotSeries NONE = new PlotSeries();

    private final Texts texts;
    private final CurveTexts names;
    private final MenuButton title = new MenuButton();
    private final HBox legend = new HBox();
    private final List<Label> values = new ArrayList<>();
    private final Plot plot = new Plot();
    private Curve curve;
    private RunViewModel run;
    private List<Curve> offered = List.of();
    private boolean picked;

    /** @param hover the position under the mouse, shared by all charts */
    CurveCard(Curve first, Texts texts, DoubleProperty hover) {
        this.texts = texts;
        this.names = new CurveTexts(texts);
        getStyleClass().addAll("m-card", "curve-card");
        title.getStyleClass().add("curve-title");
        title.setMinWidth(0);
        legend.getStyleClass().add("legend");
        legend.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox header = new HBox(title, gap, legend);
        header.getStyleClass().add("curve-header");
        plot.pointedProperty().bindBidirectional(hover);
        plot.pointedProperty().addListener((_, _, _) -> say());
        plot.setWords(CurveTexts::words);
        plot.setOnPick(position -> {
            if (run != null) run.scrubTo(position);
        });
        VBox.setVgrow(plot, Priority.ALWAYS);
        getChildren().addAll(header, plot);
        choose(first);
    }

    Plot plot() {
        return plot;
    }

    private void choose(Curve chosen) {
        curve = chosen;
        title.setText(names.title(chosen));
        title.setAccessibleText(texts.text("train.curve.choose", names.title(chosen)));
        title.setTooltip(new Tooltip(names.about(chosen).orElse(names.title(chosen))));
        legend.getChildren().clear();
        values.clear();
        for (int i = 0; i < chosen.metrics().size(); i++) {
            Region swatch = new Region();
            swatch.getStyleClass().addAll("swatch", "swatch-" + i);
            Label name = new Label(chosen.metrics().size() == 1 ? "" : names.name(chosen.metrics().get(i)));
            name.getStyleClass().add("name");
            Label value = new Label("–");
            value.getStyleClass().add("value");
            values.add(value);
            legend.getChildren().add(new HBox(swatch, name, value));
        }
        legend.getChildren().forEach(entry -> entry.getStyleClass().add("entry"));
        getStyleClass().removeIf(name -> name.startsWith("curve-of-"));
        getStyleClass().add("curve-of-" + (chosen.id().isEmpty() ? "other" : chosen.id()));
        build(run);
    }

    /** Shows a curve unless a person has picked another. */
    void suggest(Curve other) {
        if (!picked && !other.equals(curve)) choose(other);
    }

    /** Shows a run. */
    void build(RunViewModel shown) {
        run = shown;
        offered = List.of();
        refresh();
    }

    /** The run has gone on, or another moment is looked at. */
    void refresh() {
        if (run == null) return;
        List<Curve> curves = CurveTexts.of(run.story());
        if (!curves.equals(offered)) offer(curves);
        List<PlotSeries> shown = curve.metrics().stream().map(name -> run.figure(name).orElse(NONE)).toList();
        plot.show(shown);
        plot.refresh(run.story().images());
        double at = run.sheet().map(sheet -> (double) sheet.images()).orElse(Double.NaN);
        plot.momentProperty().set(run.following().get() ? Double.NaN : at);
        say();
    }

    private void say() {
        if (run == null) return;
        double hover = plot.pointedProperty().get();
        double at = Double.isNaN(hover) ? plot.momentProperty().get() : hover;
        StringBuilder spoken = new StringBuilder(title.getText());
        boolean any = curve.metrics().stream().anyMatch(name -> run.figure(name).isPresent());
        for (int i = 0; i < values.size(); i++) {
            boolean known = !any || run.figure(curve.metrics().get(i)).isPresent(); // not every recipe or run has all of them
            legend.getChildren().get(i).setVisible(known);
            legend.getChildren().get(i).setManaged(known);
            if (!known) continue;
            double value = run.figure(curve.metrics().get(i)).map(series -> Double.isNaN(at) ? series.last() : series.at(at))
                    .orElse(Double.NaN);
            values.get(i).setText(CurveTexts.words(value));
            spoken.append(", ").append(names.name(curve.metrics().get(i))).append(' ').append(values.get(i).getText());
        }
        plot.setAccessibleText(spoken.toString());
    }

    private void offer(List<Curve> curves) {
        offered = curves;
        ToggleGroup group = new ToggleGroup();
        title.getItems().setAll(curves.stream().map(each -> {
            RadioMenuItem item = new RadioMenuItem(names.title(each));
            item.setToggleGroup(group);
            item.setSelected(each.equals(curve));
            item.setOnAction(_ -> {
                picked = true;
                choose(each);
            });
            return item;
        }).toList());
    }
}
