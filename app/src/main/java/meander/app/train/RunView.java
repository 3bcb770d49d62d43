package meander.app.train;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import meander.app.base.Texts;
import meander.training.recipe.Curve;
import meander.training.run.TrainingEvent;

/** A run on the stage: how far it is and how it fares, its curves, its time line. */
final class RunView extends Region {
    private static final PseudoClass CAREFUL = PseudoClass.getPseudoClass("careful");
    private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");
    private static final double PAD = 16;
    private static final double GAP = 12;
    private static final double LEAST_CHARTS = 220;

    private final Texts texts;
    private final TrainTexts words;
    private final Label far = new Label();
    private final Label speed = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final HBox pills = new HBox();
    private final HBox header;
    private final List<CurveCard> charts = new ArrayList<>();
    private final GridPane chartGrid = new GridPane();
    private final TimelineView line;
    private RunViewModel run;
    private Subscription following = Subscription.EMPTY;

    RunView(TrainTexts words, SampleGridLoader sheets) {
        this.texts = words.texts();
        this.words = words;
        getStyleClass().add("run-page");
        far.getStyleClass().add("plain-title");
        far.setMinWidth(Region.USE_PREF_SIZE);
        speed.getStyleClass().add("card-caption");
        speed.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox sentence = new HBox(far, gap, speed);
        sentence.getStyleClass().add("line-header");
        bar.setMaxWidth(Double.MAX_VALUE);
        VBox progress = new VBox(sentence, bar);
        progress.getStyleClass().add("run-progress");
        progress.setMinWidth(0);
        HBox.setHgrow(progress, Priority.ALWAYS);
        pills.getStyleClass().add("pills");
        pills.managedProperty().bind(Bindings.isNotEmpty(pills.getChildren()));
        header = new HBox(progress, pills);
        header.getStyleClass().addAll("m-card", "run-header");
        DoubleProperty hover = new SimpleDoubleProperty(Double.NaN);
        List<Curve> first = CurveTexts.first(new RunHistory());
        for (int i = 0; i < first.size(); i++) {
            CurveCard card = new CurveCard(first.get(i), texts, hover);
            card.setId("curve-" + i);
            charts.add(card);
            GridPane.setHgrow(card, Priority.ALWAYS);
            GridPane.setVgrow(card, Priority.ALWAYS);
            card.setMinSize(0, 0);
            card.setPrefSize(100, 100);
            card.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
            chartGrid.add(card, i % 2, i / 2);
        }
        chartGrid.setHgap(GAP);
        chartGrid.setVgap(GAP);
        line = new TimelineView(texts, sheets);
        getChildren().addAll(header, chartGrid, line);
    }

    TimelineView line() {
        return line;
    }

    /** Shows a run; null for none. */
    void show(RunViewModel changed) {
        if (changed == run) return;
        following.unsubscribe();
        run = changed;
        line.show(run);
        charts.forEach(chart -> chart.build(run));
        following = run == null
                ? Subscription.EMPTY
                : Subscription.combine(run.revision().subscribe(_ -> refresh()), run.moment().subscribe(_ -> moment()),
                        run.following().subscribe(_ -> moment()));
        requestLayout();
    }

    void close() {
        following.unsubscribe();
        line.close();
    }

    private void moment() {
        charts.forEach(CurveCard::refresh);
    }

    private void refresh() {
        RunHistory story = run.story();
        List<Curve> first = CurveTexts.first(story);
        for (int i = 0; i < Math.min(charts.size(), first.size()); i++)
            charts.get(i).suggest(first.get(i));
        charts.forEach(CurveCard::refresh);
        RunState state = run.state().get();
        Optional<TrainingEvent.Preparing> preparing = story.preparing().filter(_ -> state == RunState.PREPARING);
        far.setText(preparing.map(stage -> texts.text("train.preparing." + stage.stage()))
                .orElseGet(() -> texts.text("train.kimg.of", RunHistory.kimg(story.images()), RunHistory.kimg(run.of()))));
        double share = preparing.map(TrainingEvent.Preparing::share).orElse(run.share());
        bar.setProgress(Double.isNaN(share) ? ProgressBar.INDETERMINATE_PROGRESS : Math.max(0, share));
        speed.setText(speed(story, state));
        pills(story, state);
    }

    private String speed(RunHistory story, RunState state) {
        List<String> said = new ArrayList<>();
        if (state.live()) {
            run.left().filter(_ -> state == RunState.RUNNING).map(texts::left).ifPresent(said::add);
            story.progress().ifPresent(now -> {
                if (state == RunState.RUNNING && Double.isFinite(now.imagesPerSecond()))
                    said.add(texts.text("train.speed", speed(now.imagesPerSecond())));
                if (now.memory() >= 0) said.add(words.bytes(now.memory()));
            });
        } else if (story.lastAt() > 0)
            said.add(texts.text("train.last." + state.id(), words.time(story.lastAt(), Instant.now())));
        return String.join(" · ", said);
    }

    private static String speed(double imagesPerSecond) {
        return meander.app.base.NumberFormats.format(imagesPerSecond, imagesPerSecond < 10 ? 1 : 0, false);
    }

    private void pills(RunHistory story, RunState state) {
        List<String> keys = new ArrayList<>();
        switch (state) {
            case PAUSED -> keys.add("train.health.paused");
            case CRASHED -> keys.add("train.health.crashed");
            case ELSEWHERE -> keys.add("train.health.elsewhere");
            case FAILED -> keys.add("train.health.failed");
            default -> {
            }
        }
        if (state.goesOn()) story.troubles().forEach(what -> keys.add("train.health." + what));
        boolean well = keys.isEmpty() && state == RunState.RUNNING;
        if (well) keys.add("train.health.well");
        while (pills.getChildren().size() < keys.size()) {
            Label pill = new Label();
            pill.getStyleClass().addAll("pill", "health");
            pill.setMinWidth(Region.USE_PREF_SIZE);
            pills.getChildren().add(pill);
        }
        pills.getChildren().remove(keys.size(), pills.getChildren().size());
        for (int i = 0; i < keys.size(); i++) {
            Label pill = (Label) pills.getChildren().get(i);
            pill.setText(texts.text(keys.get(i)));
            pill.pseudoClassStateChanged(BAD, keys.get(i).endsWith("crashed") || keys.get(i).endsWith("failed"));
            pill.pseudoClassStateChanged(CAREFUL, !well);
        }
    }

    /** The time line takes what its pictures need, as far as the charts stay legible; the charts take the rest. */
    @Override
    protected void layoutChildren() {
        double width = getWidth() - 2 * PAD;
        double top = header.prefHeight(width);
        header.resizeRelocate(PAD, PAD, width, top);
        double rest = getHeight() - 2 * PAD - top - 2 * GAP;
        double below = Math.clamp(line.wish(width), 160, Math.max(160, Math.min(rest - LEAST_CHARTS, rest * 0.56)));
        double charts = Math.max(0, rest - below);
        chartGrid.resizeRelocate(PAD, PAD + top + GAP, width, charts);
        line.resizeRelocate(PAD, PAD + top + GAP + charts + GAP, width, below);
    }

    @Override
    protected double computeMinHeight(double width) {
        return 0;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    /** How long ago a checkpoint was made, by the run's own clock; empty where there is none. */
    static Optional<Duration> sinceCheckpoint(RunHistory story) {
        return story.checkpoints().isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, story.lastAt() - story.checkpoints().getLast().at())));
    }
}
