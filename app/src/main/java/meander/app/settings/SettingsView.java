package meander.app.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import meander.app.base.AppVersion;
import meander.app.base.Appearance;
import meander.app.base.Message;
import meander.app.base.Texts;
import meander.app.base.Theme;
import meander.app.gpu.GpuRows;
import meander.app.settings.AppSettings.Drawing;
import meander.app.widgets.ChoiceNames;
import meander.app.widgets.FormView;
import meander.app.widgets.SegmentedControl;
import meander.app.widgets.SettingRow;
import meander.ui.Messages;

/** The page of settings. What can be applied at once is; what cannot says when it counts. */
public final class SettingsView extends ScrollPane {
    private final SettingsViewModel model;
    private final Texts texts;
    private final SettingsActions hands;
    private final Appearance appearance;
    private final List<Runnable> refreshers = new ArrayList<>();
    private final List<Subscription> following = new ArrayList<>();

    public SettingsView(SettingsViewModel model, Texts texts, SettingsActions hands, Appearance appearance) {
        this.model = model;
        this.texts = texts;
        this.hands = hands;
        this.appearance = appearance;
        setId("settings-page");
        FormView.fill(this, texts.text("settings.title"), section("settings.look", theme(), language()),
                section("settings.work", drawing(), threads(), machine(), gpu()),
                section("settings.kept", runs(), cache(), room(), taken()),
                section("settings.about", about(), reports(), tour()));
        following.add(model.settings().subscribe(_ -> refresh()));
    }

    public void close() {
        following.forEach(Subscription::unsubscribe);
    }

    /** Looks anew at what may have changed while the page was away. */
    public void show() {
        if (model.machine().get() == null) model.look();
        model.measure();
        model.parts().gpu().look();
        refresh();
    }

    /** Whether there is nothing left to be found out. */
    public boolean settled() {
        return model.machine().get() != null && model.taken().get().isPresent();
    }

    private void refresh() {
        refreshers.forEach(Runnable::run);
    }

    private Node section(String key, Node... rows) {
        return FormView.section(texts.text(key).toUpperCase(texts.messages().locale()), FormView.box(rows));
    }

    private SettingRow row(String key, Region control, Runnable onReset) {
        control.setId(key.replace('.', '-'));
        return new SettingRow(new SettingRow.Words(texts.text(key), texts.text(key + ".about"), texts.text("settings.reset")),
                control, onReset);
    }

    private Node theme() {
        SegmentedControl<Theme> choice = segments(List.of(Theme.values()), each -> texts.text("settings.theme." + each.id()));
        choice.valueProperty().addListener((_, _, now) -> {
            if (now != appearance.theme().get()) appearance.apply(now);
        });
        SettingRow row = row("settings.theme", choice, () -> appearance.apply(Theme.DARK));
        following.add(appearance.theme().subscribe(worn -> {
            choice.valueProperty().set(worn);
            row.setChanged(worn != Theme.DARK);
        }));
        return row;
    }

    private Node language() {
        List<String> tags = Stream.concat(Stream.of(""), Messages.LANGUAGES.stream().map(Locale::toLanguageTag)).toList();
        SegmentedControl<String> choice = segments(tags,
                tag -> tag.isEmpty()
                        ? texts.text("settings.language.system")
                        : texts.text("settings.language." + Locale.forLanguageTag(tag).getLanguage()));
        choice.valueProperty().set(appearance.language());
        choice.valueProperty().addListener((_, _, now) -> appearance.setLanguage(now));
        SettingRow row = row("settings.language", choice, () -> appearance.setLanguage(""));
        row.setChanged(!appearance.language().isEmpty());
        return row;
    }

    private Node drawing() {
        SegmentedControl<Drawing> choice = segments(List.of(Drawing.values()),
                each -> texts.text("settings.drawing." + each.name()));
        return kept("settings.drawing", choice, choice.valueProperty(), AppSettings::drawing, AppSettings::withDrawing, () -> "");
    }

    private Node threads() {
        ComboBox<Integer> choice = numbers(model.threads(),
                each -> each == 0
                        ? texts.text("settings.threads.all", model.parts().cores())
                        : texts.text("settings.threads.some", each));
        return kept("settings.threads", choice, choice.valueProperty(), AppSettings::threads, AppSettings::withThreads,
                () -> model.threadsWait() ? texts.text("settings.nextStart") : "");
    }

    private Node room() {
        ComboBox<Integer> choice = numbers(model.rooms(),
                each -> each == 0 ? texts.text("settings.room.all") : texts.text("settings.gigabytes", each));
        return kept("settings.room", choice, choice.valueProperty(), AppSettings::room, AppSettings::withRoom, () -> "");
    }

    private Node runs() {
        return folder("settings.runs", model::runs, AppSettings::runs, AppSettings::withRuns, () -> false);
    }

    private Node cache() {
        return folder("settings.cache", model::cache, AppSettings::cache, AppSettings::withCache, model::cacheWaits);
    }

    /** A row whose value stands in the settings. @param waits what to say in place of the usual sentence; may be empty */
    private <T> Node kept(String key, Region control, ObjectProperty<T> value, Function<AppSettings, T> get,
            BiFunction<AppSettings, T, AppSettings> with, Supplier<String> waits) {
        T usual = get.apply(AppSettings.DEFAULT);
        SettingRow row = row(key, control, () -> model.change(settings -> with.apply(settings, usual)));
        value.addListener((_, _, now) -> model.change(settings -> with.apply(settings, now)));
        refreshers.add(() -> {
            T now = get.apply(model.settings().get());
            value.set(now);
            row.setChanged(!Objects.equals(now, usual));
            row.say(waits.get().isEmpty() ? texts.text(key + ".about") : waits.get(), false);
        });
        return row;
    }

    private Node folder(String key, Supplier<Path> where, Function<AppSettings, Optional<Path>> get,
            BiFunction<AppSettings, Optional<Path>, AppSettings> with, BooleanSupplier waits) {
        Button choose = button("settings.choose", () -> hands
                .chooseStorage(chosen -> model.change(settings -> with.apply(settings, Optional.of(chosen.toAbsolutePath())))));
        Button open = button("settings.open", () -> hands.open(where.get()));
        HBox buttons = new HBox(open, choose);
        buttons.getStyleClass().add("setting-buttons");
        UnaryOperator<AppSettings> usual = settings -> with.apply(settings, Optional.empty());
        SettingRow row = row(key, buttons, () -> model.change(usual));
        refreshers.add(() -> {
            row.setChanged(get.apply(model.settings().get()).isPresent());
            String path = where.get().toString();
            row.say(waits.getAsBoolean() ? path + "\n" + texts.text("settings.nextStart") : path, false);
        });
        return row;
    }

    /** What was found, in plain sentences. */
    private Node machine() {
        VBox lines = new VBox();
        lines.setId("settings-machine");
        lines.getStyleClass().add("setting-lines");
        following.add(model.machine().subscribe(found -> {
            lines.getChildren().clear();
            if (found == null) lines.getChildren().add(line(texts.text("machine.looking")));
            else
                for (Message sentence : found.says())
                    lines.getChildren().add(line(texts.say(sentence)));
        }));
        Label title = new Label(texts.text("settings.machine"));
        title.getStyleClass().add("setting-name");
        VBox row = new VBox(title, lines);
        row.getStyleClass().addAll("setting", "indented");
        return row;
    }

    /** What is offered to those who have a card. */
    private Node gpu() {
        GpuRows rows = new GpuRows(model.parts().gpu(), texts, hands::choosePackages);
        following.add(rows::close);
        following.add(model.machine().subscribe(found -> {
            boolean shown = found != null && !found.cards().isEmpty();
            rows.setVisible(shown);
            rows.setManaged(shown);
        }));
        return rows;
    }

    private static Label line(String words) {
        Label line = new Label(words);
        line.getStyleClass().add("note");
        line.setMinHeight(Region.USE_PREF_SIZE);
        return line;
    }

    /** How much decoded pictures take, and a way to be rid of them that asks first. */
    private Node taken() {
        Button clear = button("settings.clear", model::askToClear);
        Button really = button("settings.clear.really", model::clear);
        really.getStyleClass().add("danger");
        really.setId("settings-clear-really");
        Button keep = button("action.cancel", model::keep);
        HBox buttons = new HBox(clear, keep, really);
        buttons.getStyleClass().add("setting-buttons");
        SettingRow row = row("settings.taken", buttons, () -> {});
        clear.setId("settings-clear");
        Runnable say = () -> {
            boolean asking = model.asking().get();
            show(clear, !asking);
            show(keep, asking);
            show(really, asking);
            clear.setDisable(!model.clearable());
            String now = model.taken().get().map(this::size).orElse("…");
            row.say(asking
                    ? texts.text("settings.clear.ask", now)
                    : model.held() ? texts.text("settings.clear.held", now) : texts.text("settings.taken.now", now), false);
        };
        refreshers.add(say);
        following.add(model.asking().subscribe(_ -> say.run()));
        following.add(model.taken().subscribe(_ -> say.run()));
        return row;
    }

    private static void show(Button button, boolean on) {
        button.setVisible(on);
        button.setManaged(on);
    }

    /** In megabytes or gigabytes, as disks are sold. */
    private String size(long bytes) {
        if (bytes < 1e9) return texts.text("settings.megabytes", Math.round(bytes / 1e6));
        return texts.text("settings.gigabytes", Math.round(bytes / 1e8) / 10.0);
    }

    private Node about() {
        Button open = button("settings.open", () -> hands.open(model.parts().own()));
        SettingRow row = row("settings.own", open, () -> {});
        row.say(texts.text("settings.own.about") + "\n" + model.parts().own(), false);
        Label version = new Label(texts.text("settings.version", AppVersion.current()));
        version.getStyleClass().add("setting-name");
        VBox quiet = new VBox(version, line(texts.text("settings.quiet")));
        quiet.getStyleClass().addAll("setting", "indented");
        return new VBox(quiet, row);
    }

    private Node reports() {
        return row("settings.reports", button("settings.open", () -> hands.open(model.parts().crashes())), () -> {});
    }

    private Node tour() {
        return row("settings.tour", button("settings.tour.begin", hands::beginTour), () -> {});
    }

    private Button button(String key, Runnable action) {
        Button button = new Button(texts.text(key));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private static <T> SegmentedControl<T> segments(List<T> choices, Function<T, String> names) {
        SegmentedControl<T> segments = new SegmentedControl<>(choices, names, _ -> "");
        segments.setMinWidth(Region.USE_PREF_SIZE);
        return segments;
    }

    private static ComboBox<Integer> numbers(List<Integer> numbers, Function<Integer, String> names) {
        ComboBox<Integer> choice = new ComboBox<>();
        choice.getItems().setAll(numbers);
        choice.setConverter(ChoiceNames.named(names));
        choice.setMinWidth(Region.USE_PREF_SIZE);
        return choice;
    }
}
