package meander.app.train;

import java.util.ArrayList;
import java.util.List;

import javafx.collections.MapChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;

import meander.app.base.Texts;
import meander.app.widgets.FormView;
import meander.app.widgets.Icons;
import meander.app.widgets.SegmentedControl;
import meander.app.widgets.SettingRow;
import meander.training.recipe.Setting;
import meander.training.run.DurationPreset;
import meander.training.run.TrainingEngine.Offer;

/** The page of a new run: data, recipe, length, name, and everything else only for those who want it. */
final class NewRunView extends ScrollPane {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final TrainViewModel train;
    private final NewRunViewModel draft;
    private final Texts texts;
    private final TrainTexts words;
    private final List<Subscription> following = new ArrayList<>();
    private final VBox settings = new VBox();
    private final Label dataLine = new Label();
    private Subscription ofSettings = Subscription.EMPTY;

    NewRunView(TrainViewModel train, NewRunViewModel draft, TrainTexts words, TrainActions hands) {
        this.train = train;
        this.draft = draft;
        this.texts = words.texts();
        this.words = words;
        settings.getStyleClass().add("settings");
        FormView.fill(this, texts.text("train.new.title"), section("train.new.data", data(hands), dataLine),
                section("train.new.recipe", recipes()), section("train.new.length", length()), section("train.new.name", name()),
                section("train.new.settings", settings), end());
    }

    void close() {
        following.forEach(Subscription::unsubscribe);
        ofSettings.unsubscribe();
    }

    private void follow(Subscription subscription) {
        following.add(subscription);
    }

    private VBox section(String key, Node... content) {
        return FormView.section(texts.text(key).toUpperCase(texts.messages().locale()), content);
    }

    private Node data(TrainActions hands) {
        FlowPane choices = new FlowPane();
        choices.getStyleClass().add("choices");
        List<ToggleButton> ready = new ArrayList<>();
        for (DatasetInspector.Ready each : draft.ready()) {
            ToggleButton choice = new ToggleButton(texts.messages().textOr("train.data." + each.name(), each.name()));
            choice.setId("data-" + each.name());
            choice.setUserData(each.data());
            choice.setOnAction(_ -> draft.choose(each.data()));
            choice.getStyleClass().add("choice");
            ready.add(choice);
        }
        choices.getChildren().addAll(ready);
        Button folder = new Button(texts.text("train.new.folder"));
        folder.setOnAction(_ -> hands.chooseFolder(path -> draft.choose(path.toString())));
        Button file = new Button(texts.text("train.new.file"));
        file.setOnAction(_ -> hands.chooseFile(path -> draft.choose(path.toString())));
        choices.getChildren().addAll(folder, file);
        dataLine.getStyleClass().add("note");
        dataLine.setMinHeight(Region.USE_PREF_SIZE);
        follow(draft.data().subscribe(now -> ready.forEach(choice -> choice.setSelected(choice.getUserData().equals(now)))));
        follow(draft.look().subscribe(this::say));
        return choices;
    }

    private void say(NewRunViewModel.Look look) {
        dataLine.pseudoClassStateChanged(WRONG, look instanceof NewRunViewModel.Look.Refused);
        dataLine.setText(switch (look) {
            case NewRunViewModel.Look.None() -> texts.text("train.new.data.hint");
            case NewRunViewModel.Look.Looking() -> texts.text("train.data.looking");
            case NewRunViewModel.Look.Refused(var why) -> texts.say(why);
            case NewRunViewModel.Look.Found(DatasetInspector.Summary found) -> found(found);
        });
    }

    private String found(DatasetInspector.Summary found) {
        String name = draft.data().get().startsWith("bundled:") ? words.data(draft.data().get()) : found.name();
        String line = texts.text("train.new.data.found", name, texts.text("train.data.pictures", found.pictures()),
                texts.text("train.data.size", Integer.toString(found.width()), Integer.toString(found.height())));
        int skipped = found.left();
        return skipped == 0 ? line : line + " · " + texts.text("train.data.skipped", skipped);
    }

    private Node recipes() {
        if (draft.offers().isEmpty()) {
            Label none = new Label(texts.text("train.new.recipe.none"));
            none.getStyleClass().add("note");
            return none;
        }
        TilePane tiles = new TilePane();
        tiles.getStyleClass().add("offers");
        List<ToggleButton> buttons = new ArrayList<>();
        for (Offer offer : draft.offers()) {
            Label name = new Label(offer.title());
            name.getStyleClass().add("offer-title");
            Label paper = new Label(offer.paper());
            paper.getStyleClass().add("offer-paper");
            VBox about = new VBox(name, paper);
            ToggleButton button = new ToggleButton();
            button.setGraphic(about);
            button.setId("recipe-" + offer.name());
            button.setAccessibleText(offer.title() + ", " + offer.paper());
            button.setUserData(offer);
            button.getStyleClass().add("offer");
            button.setMaxWidth(Double.MAX_VALUE);
            button.setOnAction(_ -> {
                button.setSelected(true);
                draft.offer().set(offer);
            });
            buttons.add(button);
        }
        tiles.getChildren().addAll(buttons);
        follow(draft.offer().subscribe(now -> {
            buttons.forEach(button -> button.setSelected(button.getUserData() == now));
            settings(now);
        }));
        return tiles;
    }

    private Node length() {
        SegmentedControl<DurationPreset> lengths = new SegmentedControl<>(List.of(DurationPreset.values()), this::words,
                this::words);
        lengths.setId("train-preset");
        lengths.setMaxWidth(440);
        HBox.setHgrow(lengths, Priority.ALWAYS);
        TextField field = new TextField();
        field.getStyleClass().add("number-field");
        field.setId("train-kimg");
        field.setAccessibleText(texts.text("train.new.kimg"));
        field.setTooltip(new Tooltip(texts.text("train.new.kimg.tip")));
        field.textProperty().bindBidirectional(draft.kimg());
        follow(() -> field.textProperty().unbindBidirectional(draft.kimg()));
        follow(draft.kimg().subscribe(_ -> field.pseudoClassStateChanged(WRONG, !draft.kimgWillDo())));
        follow(draft.preset().subscribe(now -> lengths.valueProperty().set(now)));
        lengths.valueProperty().addListener((_, _, now) -> {
            if (now != null && now != draft.preset().get()) draft.choose(now);
        });
        Label unit = new Label(texts.text("train.new.kimg"));
        unit.getStyleClass().add("note");
        unit.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(lengths, field, unit);
        line.getStyleClass().add("control-row");
        Label what = new Label(texts.text("train.new.preset.what"));
        what.getStyleClass().add("note");
        what.setWrapText(true);
        what.setMinHeight(Region.USE_PREF_SIZE);
        return new VBox(6, line, what);
    }

    private String words(DurationPreset preset) {
        String key = "train.new.preset." + preset.id();
        return texts.text(key) + " · " + texts.text(key + ".about");
    }

    private Node name() {
        TextField field = new TextField();
        field.setId("train-name");
        field.setAccessibleText(texts.text("train.new.name"));
        field.textProperty().bindBidirectional(draft.name());
        follow(() -> field.textProperty().unbindBidirectional(draft.name()));
        Label where = new Label();
        where.getStyleClass().add("note");
        where.setMinHeight(Region.USE_PREF_SIZE);
        Runnable say = () -> {
            var objection = draft.nameObjection().get();
            field.pseudoClassStateChanged(WRONG, objection != null);
            where.pseudoClassStateChanged(WRONG, objection != null);
            where.setText(objection != null
                    ? texts.say(objection)
                    : draft.name().get().isBlank()
                            ? texts.text("train.new.name.empty")
                            : texts.text("train.new.folder.is", draft.folder().toString()));
        };
        follow(draft.name().subscribe(_ -> say.run()));
        follow(draft.nameObjection().subscribe(_ -> say.run()));
        return new VBox(6, field, where);
    }

    /** One row for each setting of the recipe. */
    private void settings(Offer offer) {
        ofSettings.unsubscribe();
        settings.getChildren().clear();
        if (offer == null) return;
        List<Runnable> rows = new ArrayList<>();
        VBox others = new VBox();
        for (Setting setting : TrainTexts.mainFirst(offer.settings()))
            (TrainTexts.isMain(setting) ? settings : others).getChildren()
                    .add(row(setting, words.about(setting, offer.name()), rows));
        if (!others.getChildren().isEmpty()) settings.getChildren().addAll(more(others), others);
        if (offer.settings().isEmpty()) {
            Label none = new Label(texts.text("train.new.settings.none"));
            none.getStyleClass().add("note");
            settings.getChildren().add(none);
        }
        MapChangeListener<String, String> listener = _ -> rows.forEach(Runnable::run);
        draft.changes().addListener(listener);
        rows.forEach(Runnable::run);
        ofSettings = () -> draft.changes().removeListener(listener);
    }

    /** Folds and unfolds what few people change. */
    private Node more(VBox others) {
        ToggleButton more = new ToggleButton(texts.text("train.new.more", others.getChildren().size()));
        more.setId("train-more");
        more.getStyleClass().add("sub-title");
        more.setGraphic(Icons.of(Material2OutlinedAL.EXPAND_MORE));
        others.visibleProperty().bind(more.selectedProperty());
        others.managedProperty().bind(more.selectedProperty());
        HBox line = new HBox(more);
        line.getStyleClass().add("setting");
        return line;
    }

    private Node row(Setting setting, String what, List<Runnable> refresh) {
        Region control = control(setting, refresh);
        control.setId("setting-" + setting.key());
        SettingRow row = new SettingRow(
                new SettingRow.Words(words.setting(setting), what, texts.text("slider.reset", setting.initial())), control,
                () -> draft.change(setting, setting.initial()));
        refresh.add(() -> {
            boolean wrong = !draft.objection(setting).isEmpty();
            row.setChanged(draft.changes().containsKey(setting.key()));
            row.say(wrong ? objection(setting) : what, wrong);
        });
        return row;
    }

    /** What is wrong with a value, in the person's language. */
    private String objection(Setting setting) {
        return switch (setting.kind()) {
            case Setting.Kind.Whole(long min, long max) -> texts.text("train.new.whole", Long.toString(min), Long.toString(max));
            case Setting.Kind.Real(double min, double max) -> texts.text("train.new.real", plain(min), plain(max));
            case Setting.Kind.Switch _,Setting.Kind.Choice _ -> draft.objection(setting);
        };
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }

    private Region control(Setting setting, List<Runnable> refresh) {
        return switch (setting.kind()) {
            case Setting.Kind.Switch() -> {
                SegmentedControl<String> choice = new SegmentedControl<>(List.of("off", "on"),
                        each -> texts.text("train.new." + each), _ -> "");
                yield segments(setting, choice, refresh);
            }
            case Setting.Kind.Choice(List<String> options) -> {
                SegmentedControl<String> choice = new SegmentedControl<>(options,
                        each -> texts.messages().textOr("setting." + setting.key() + "." + each, each), _ -> "");
                yield segments(setting, choice, refresh);
            }
            case Setting.Kind.Whole _,Setting.Kind.Real _ -> {
                TextField field = new TextField();
                field.getStyleClass().add("number-field");
                field.textProperty().addListener((_, _, typed) -> draft.change(setting, typed.strip().replace(',', '.')));
                refresh.add(() -> {
                    String value = draft.value(setting);
                    if (!field.getText().strip().replace(',', '.').equals(value)) field.setText(value);
                    field.pseudoClassStateChanged(WRONG, !draft.objection(setting).isEmpty());
                });
                yield field;
            }
        };
    }

    private Region segments(Setting setting, SegmentedControl<String> choice, List<Runnable> refresh) {
        choice.valueProperty().addListener((_, _, now) -> draft.change(setting, now));
        refresh.add(() -> choice.valueProperty().set(draft.value(setting)));
        choice.setMinWidth(Region.USE_PREF_SIZE);
        return choice;
    }

    /** What to say instead of how long it takes. */
    private String missing() {
        if (draft.startable().get()) return "train.new.estimate.none";
        return draft.look().get() instanceof NewRunViewModel.Look.Found ? "train.new.unfit" : "train.new.incomplete";
    }

    private Node end() {
        Label estimate = new Label();
        estimate.getStyleClass().add("estimate");
        estimate.setMinWidth(0);
        Runnable say = () -> estimate.setText(train.live().get() != null
                ? texts.text("train.new.busy", train.live().get().name())
                : draft.shortage().get().map(texts::say)
                        .or(() -> draft.estimate().get().map(time -> texts.text("train.new.estimate", texts.lasting(time))))
                        .orElse(texts.text(missing())));
        follow(draft.shortage().subscribe(_ -> say.run()));
        follow(draft.estimate().subscribe(_ -> say.run()));
        follow(draft.startable().subscribe(_ -> say.run()));
        follow(train.live().subscribe(_ -> say.run()));
        follow(draft.look().subscribe(_ -> say.run()));
        Button cancel = new Button(texts.text("action.cancel"));
        cancel.setOnAction(_ -> train.cancelNewRun());
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        Button start = new Button(texts.text("train.start"));
        start.setId("train-start");
        start.getStyleClass().add("primary");
        start.setMinWidth(Region.USE_PREF_SIZE);
        start.setOnAction(_ -> train.start());
        start.disableProperty().bind(draft.startable().not().or(javafx.beans.binding.Bindings.isNotNull(train.live())));
        follow(() -> start.disableProperty().unbind());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(estimate, gap, cancel, start);
        line.getStyleClass().add("page-end");
        return line;
    }
}
