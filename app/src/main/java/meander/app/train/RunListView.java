package meander.app.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;

import meander.app.base.Texts;
import meander.app.widgets.FactRow;
import meander.app.widgets.Icons;
import meander.app.widgets.ListEntryView;
import meander.training.metric.MetricNames;
import meander.training.recipe.Setting;
import meander.training.run.TrainingEngine.Offer;

/** The list of runs, the way to a new one, and what the run at hand is made of. */
final class RunListView extends ScrollPane {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final double THUMB = 44;
    /** The card is a summary; the page of a new run has them all. */
    private static final int SETTINGS = 5;

    /** A row of the list, which lives as long as its run is in the list: nothing flickers when figures change. */
    private final class Entry {
        private final Button button = new Button();
        private final Label name = new Label();
        private final Label line = new Label();
        private final StackPane thumb = new StackPane();
        private final ImageView picture = new ImageView();
        private RunRow row;

        private Entry() {
            thumb.getStyleClass().add("thumb");
            picture.setFitWidth(THUMB);
            picture.setFitHeight(THUMB);
            Rectangle round = new Rectangle(THUMB, THUMB);
            round.setArcWidth(16);
            round.setArcHeight(16);
            picture.setClip(round);
            thumb.getChildren().setAll(Icons.of(Material2OutlinedAL.BAR_CHART));
            HBox body = new HBox(thumb, new ListEntryView(name, line));
            body.getStyleClass().add("body");
            button.setGraphic(body);
            button.getStyleClass().addAll("library-entry", "run-entry");
            button.setMaxWidth(Double.MAX_VALUE);
            button.setOnAction(_ -> train.select(row.folder()));
            body.maxWidthProperty().bind(button.widthProperty().subtract(12));
        }

        private void show(RunRow now) {
            boolean pictured = row == null || !row.sheet().equals(now.sheet());
            row = now;
            name.setText(now.name());
            line.setText(words.line(now.state(), now.images(), now.of()));
            button.setAccessibleText(now.name() + ", " + line.getText());
            button.setTooltip(new Tooltip(now.folder().toString()));
            for (RunState each : RunState.values())
                button.pseudoClassStateChanged(PseudoClass.getPseudoClass(each.id()), each == now.state());
            button.setContextMenu(train.catalog().isElsewhere(now) ? forget(now) : null);
            if (pictured) now.sheet().ifPresent(file -> sheets.read(file, image -> {
                if (row != now && !row.sheet().equals(now.sheet())) return;
                picture.setImage(image);
                picture.setViewport(new Rectangle2D(0, now.telling() * image.getHeight() / now.rows(),
                        image.getWidth() / now.columns(), image.getHeight() / now.rows()));
                thumb.getChildren().setAll(picture);
            }));
        }

        private ContextMenu forget(RunRow now) {
            MenuItem item = new MenuItem(texts.text("library.remove"));
            item.setOnAction(_ -> train.catalog().forget(now));
            return new ContextMenu(item);
        }
    }

    private final TrainViewModel train;
    private final Texts texts;
    private final TrainTexts words;
    private final SampleGridLoader sheets;
    private final Map<java.nio.file.Path, Entry> entries = new HashMap<>();
    private final VBox rows = new VBox();
    private final Label none = new Label();
    private final VBox about = new VBox();
    private final VBox facts = new VBox();

    RunListView(TrainViewModel train, TrainTexts words, SampleGridLoader sheets) {
        this.train = train;
        this.texts = words.texts();
        this.words = words;
        this.sheets = sheets;
        rows.getStyleClass().add("library-rows");
        none.setText(texts.text("train.runs.none"));
        none.getStyleClass().add("card-hint");
        Button fresh = new Button(texts.text("train.new"));
        fresh.setId("train-new");
        fresh.setMaxWidth(Double.MAX_VALUE);
        fresh.setOnAction(_ -> train.newRun());
        fresh.setTooltip(new Tooltip(texts.text("command.train.new")));
        VBox list = new VBox(title("train.runs"), rows, none);
        if (train.canTrain()) list.getChildren().add(fresh);
        list.getStyleClass().add("run-list");
        facts.getStyleClass().addAll("m-card", "facts");
        about.getStyleClass().add("run-about");
        about.getChildren().addAll(title("train.this"), facts);
        VBox column = new VBox(list, about);
        column.getStyleClass().add("library");
        setContent(column);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
    }

    Subscription follow() {
        ListChangeListener<RunRow> listener = _ -> list();
        train.rows().addListener(listener);
        list();
        return Subscription.combine(() -> train.rows().removeListener(listener), train.selected().subscribe(_ -> mark()),
                train.draft().subscribe(_ -> mark()));
    }

    private Label title(String key) {
        Label title = new Label(texts.text(key).toUpperCase(texts.messages().locale()));
        title.getStyleClass().add("section-title");
        return title;
    }

    private void list() {
        List<Node> shown = new ArrayList<>();
        for (RunRow row : train.rows()) {
            Entry entry = entries.computeIfAbsent(row.folder(), _ -> new Entry());
            entry.show(row);
            shown.add(entry.button);
        }
        entries.keySet().retainAll(train.rows().stream().map(RunRow::folder).toList());
        if (!rows.getChildren().equals(shown)) rows.getChildren().setAll(shown);
        none.setVisible(shown.isEmpty());
        none.setManaged(shown.isEmpty());
        mark();
    }

    private void mark() {
        RunViewModel looked = train.draft().get() == null ? train.selected().get() : null;
        entries.forEach((folder, entry) -> entry.button.pseudoClassStateChanged(CURRENT,
                looked != null && looked.folder().equals(folder)));
        about.setVisible(looked != null);
        facts(looked);
    }

    /** The run has gone on. */
    void refresh() {
        facts(train.draft().get() == null ? train.selected().get() : null);
    }

    private void facts(RunViewModel run) {
        if (run == null) return;
        List<String[]> lines = new ArrayList<>();
        lines.add(line("train.this.data", words.data(run.spec().data())));
        Optional<Offer> offer = train.offer(run.spec());
        lines.add(line("train.this.recipe", offer.map(Offer::title).orElse(run.spec().recipe())));
        offer.ifPresent(known -> {
            List<Setting> first = new ArrayList<>(TrainTexts.mainFirst(known.settings()));
            // What was changed says most about a run.
            first.sort(java.util.Comparator.comparing((Setting each) -> !run.spec().settings().containsKey(each.key())));
            first.stream().limit(SETTINGS).forEach(
                    each -> lines.add(new String[]{words.setting(each), TrainTexts.setting(known, run.spec(), each.key())}));
        });
        if (offer.isEmpty())
            run.spec().settings()
                    .forEach((key, value) -> lines.add(new String[]{texts.messages().textOr("setting." + key, key), value}));
        run.figure(MetricNames.AUGMENTATION).ifPresent(p -> lines.add(line("train.this.augment", CurveTexts.words(p.last()))));
        run.story().started().ifPresent(started -> lines.add(line("train.this.device", started.device())));
        for (int i = 0; i < lines.size(); i++) {
            if (i == facts.getChildren().size()) facts.getChildren().add(new FactRow());
            ((FactRow) facts.getChildren().get(i)).say(lines.get(i)[0], lines.get(i)[1]);
        }
        facts.getChildren().remove(lines.size(), facts.getChildren().size());
    }

    private String[] line(String key, String value) {
        return new String[]{texts.text(key), value};
    }
}
