package meander.app.train;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import meander.app.base.Texts;
import meander.app.widgets.Card;
import meander.app.widgets.FactRow;
import meander.training.recipe.Monitoring;
import meander.training.run.TrainingEvent;

/** The cards at the right of a run: its data, the moment that is looked at, what one should know. */
final class RunInspector extends ScrollPane {
    private static final PseudoClass CAREFUL = PseudoClass.getPseudoClass("careful");
    private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");
    private static final PseudoClass GOOD = PseudoClass.getPseudoClass("good");
    private static final int ALARMS = 40;

    private final TrainViewModel train;
    private final Texts texts;
    private final TrainTexts words;
    private final DataCard data;
    private final Card snapshot;
    private final Card alarms;
    private final VBox alarmLines = new VBox();
    private final CurveTexts names;
    private final VBox facts = new VBox();
    private final Button open;
    private final ToggleButton compare;
    private final ToggleButton keep;
    private final VBox column = new VBox();
    private final Map<String, Subscription> own = new HashMap<>();
    private List<AlarmText> said = List.of();

    RunInspector(TrainViewModel train, TrainTexts words) {
        this.train = train;
        this.texts = words.texts();
        this.words = words;
        names = new CurveTexts(texts);
        data = new DataCard(texts);
        snapshot = card("train.snapshot");
        open = new Button(texts.text("train.snapshot.open"));
        open.setId("train-snapshot-open");
        open.setOnAction(_ -> train.exploreMoment());
        compare = new ToggleButton(texts.text("train.compare"));
        compare.setTooltip(new Tooltip(texts.text("train.compare.tip")));
        compare.setOnAction(_ -> train.selected().get().toggleCompare());
        keep = new ToggleButton(texts.text("train.keep"));
        keep.setId("train-keep");
        compare.getStyleClass().add("toggle");
        keep.getStyleClass().add("toggle");
        keep.setTooltip(new Tooltip(texts.text("train.keep.tip")));
        keep.setOnAction(_ -> train.toggleKept());
        HBox buttons = new HBox(open, compare, keep);
        buttons.getStyleClass().add("card-buttons");
        CheckBox follow = new CheckBox(texts.text("train.follow"));
        follow.setId("train-follow");
        follow.setTooltip(new Tooltip(texts.text("train.follow.tip")));
        follow.selectedProperty().bindBidirectional(train.followInExplore());
        own.put("follow", () -> follow.selectedProperty().unbindBidirectional(train.followInExplore()));
        facts.getStyleClass().add("facts");
        snapshot.with(facts, buttons, follow);
        alarms = card("train.alarms");
        alarmLines.getStyleClass().add("alarms");
        alarms.with(alarmLines);
        column.getStyleClass().add("inspector");
        column.getChildren().addAll(data.card(), snapshot, alarms);
        setContent(column);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
    }

    Subscription follow() {
        return Subscription.combine(train.selected().subscribe(this::show),
                train.draft().subscribe(_ -> show(train.selected().get())),
                () -> own.values().forEach(Subscription::unsubscribe));
    }

    private Card card(String key) {
        String name = texts.text(key);
        Card card = new Card(name, texts.text("card.fold", name), texts.text("action.reset.tip"), () -> {});
        card.setId("card-" + key.replace('.', '-'));
        return card;
    }

    private void show(RunViewModel run) {
        Optional.ofNullable(own.remove("run")).ifPresent(Subscription::unsubscribe);
        Optional.ofNullable(own.remove("draft")).ifPresent(Subscription::unsubscribe);
        said = List.of();
        alarmLines.getChildren().clear();
        NewRunViewModel draft = train.draft().get();
        boolean shown = draft == null && run != null;
        snapshot.setVisible(shown);
        snapshot.setManaged(shown);
        alarms.setVisible(shown);
        alarms.setManaged(shown);
        data.card().setVisible(draft != null || run != null);
        if (draft != null) own.put("draft", draft.look().subscribe(look -> data.show(look)));
        else if (run != null) {
            own.put("run",
                    Subscription.combine(train.data().subscribe(look -> data.show(look)),
                            run.revision().subscribe(_ -> refresh(run)), run.moment().subscribe(_ -> moment(run)),
                            run.compared().subscribe(_ -> moment(run)), run.kept().subscribe(_ -> moment(run))));
        }
    }

    private void refresh(RunViewModel run) {
        moment(run);
        alarms(run.story().alarms());
    }

    private void moment(RunViewModel run) {
        Optional<TrainingEvent.Samples> at = run.sheet();
        snapshot.captionProperty().set(at.map(
                sheet -> texts.text("train.kimg", RunHistory.kimg(sheet.images())) + (run.isKept() || run.isBest() ? " ★" : ""))
                .orElse(""));
        Monitoring monitoring = run.story().monitoring();
        List<String> shown = monitoring.summary();
        while (facts.getChildren().size() < shown.size())
            facts.getChildren().add(new FactRow());
        facts.getChildren().remove(shown.size(), facts.getChildren().size());
        for (int i = 0; i < shown.size(); i++) {
            String value = CurveTexts.words(run.figureNow(shown.get(i)));
            boolean best = run.isBest() && shown.get(i).equals(monitoring.best().name());
            ((FactRow) facts.getChildren().get(i)).say(names.name(shown.get(i)),
                    best ? value + " · " + texts.text("train.best") : value);
        }
        Optional<TrainingEvent.Checkpoint> checkpoint = run.checkpoint();
        open.setDisable(checkpoint.isEmpty());
        open.setTooltip(
                new Tooltip(checkpoint.map(saved -> texts.text("train.snapshot.open.tip", RunHistory.kimg(saved.images())))
                        .orElse(texts.text("train.snapshot.none"))));
        compare.setSelected(run.compared().get() >= 0);
        compare.setDisable(run.story().samples().size() < 2);
        keep.setSelected(run.isKept());
        keep.setText(texts.text(run.isKept() ? "train.kept" : "train.keep"));
        keep.setDisable(at.isEmpty());
    }

    /** Newest first. */
    private void alarms(List<AlarmText> all) {
        if (all.equals(said) && !alarmLines.getChildren().isEmpty()) return;
        alarmLines.getChildren().setAll(all.reversed().stream().limit(ALARMS)
                .sorted(Comparator.comparingLong(AlarmText::at).reversed()).map(this::line).toList());
        if (all.isEmpty()) alarmLines.getChildren().add(hint());
        said = List.copyOf(all);
    }

    private Label hint() {
        Label hint = new Label(texts.text("train.alarms.none"));
        hint.getStyleClass().add("card-hint");
        return hint;
    }

    private HBox line(AlarmText alarm) {
        Region dot = new Region();
        dot.getStyleClass().add("dot");
        Label when = new Label(words.time(alarm.at(), Instant.now()));
        when.getStyleClass().add("when");
        when.setMinWidth(Region.USE_PREF_SIZE);
        Label what = new Label(texts.say(alarm.message()));
        what.getStyleClass().add("what");
        what.setMinHeight(Region.USE_PREF_SIZE);
        what.setMinWidth(0);
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox line = new HBox(dot, when, what);
        line.getStyleClass().add("alarm");
        line.setMinHeight(Region.USE_PREF_SIZE);
        line.pseudoClassStateChanged(CAREFUL, alarm.weight() == AlarmText.Weight.CAREFUL);
        line.pseudoClassStateChanged(BAD, alarm.weight() == AlarmText.Weight.BAD);
        line.pseudoClassStateChanged(GOOD, alarm.weight() == AlarmText.Weight.GOOD);
        return line;
    }
}
