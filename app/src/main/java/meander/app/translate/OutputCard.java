package meander.app.translate;

import java.util.List;
import java.util.concurrent.Executor;

import javafx.css.PseudoClass;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.AssumptionTexts;
import meander.app.base.FxThreads;
import meander.app.picture.Raster;
import meander.app.widgets.Icons;
import meander.app.widgets.Menus;
import meander.app.widgets.PicturePane;
import meander.app.widgets.SegmentedControl;
import meander.models.family.Translator;
import meander.models.request.Control;

/** A pane on the screen: the network, what it makes of the picture, and how it is run. */
final class OutputCard extends VBox {
    /** Below this width not everything has room at its full length. */
    private static final double NARROW = 390;
    private static final PseudoClass ACTIVE = PseudoClass.getPseudoClass("active");
    private static final PseudoClass PREVIEW = PseudoClass.getPseudoClass("preview");

    private final TranslateViewModel translate;
    private final PaneViewModel pane;
    private final TranslateTexts words;
    private final TranslateActions hands;
    private final RasterView picture;
    private final Label title = new Label();
    private final Label caption = new Label();
    private final HBox controls = new HBox();
    private final Label pill = new Label();
    private final Label error = new Label();
    private final Subscription following;
    private Subscription ofControls = Subscription.EMPTY;
    private OpenNetworks shownNetworks;
    private boolean shownNarrow;
    private boolean closed;

    OutputCard(TranslateViewModel translate, PaneViewModel pane, TranslateTexts words, FxThreads fx, Executor worker,
            TranslateActions hands) {
        this.translate = translate;
        this.pane = pane;
        this.words = words;
        this.hands = hands;
        getStyleClass().addAll("m-card", "translate-card", "output-card");
        setId("translate-pane-" + pane.id());
        title.getStyleClass().add("plain-title");
        title.setMinWidth(USE_PREF_SIZE);
        caption.getStyleClass().add("secondary");
        caption.setMinWidth(0);
        Button more = Icons.button(Material2OutlinedMZ.MORE_VERT, text("translate.pane.more"), () -> {});
        more.getStyleClass().addAll("flat", "more");
        more.setOnAction(_ -> menu().show(more, Side.BOTTOM, 0, 4));
        HBox header = new HBox(title, InputCard.gap(), caption, more);
        header.getStyleClass().add("translate-line");
        picture = new RasterView(fx, worker);
        VBox.setVgrow(picture, Priority.ALWAYS);
        controls.getStyleClass().add("translate-line");
        pill.getStyleClass().add("pill");
        pill.setMinWidth(Region.USE_PREF_SIZE);
        error.getStyleClass().add("secondary");
        error.setMinWidth(0);
        error.setTooltip(new Tooltip(text("translate.cycle.tip")));
        HBox footer = new HBox(controls, InputCard.gap(), error, pill);
        footer.getStyleClass().add("translate-line");
        getChildren().addAll(header, picture, footer);
        addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> translate.activate(pane));
        following = Subscription.combine(pane.state().subscribe(now -> become(now)), pane.answer().subscribe(_ -> show()),
                pane.cancelled().subscribe(_ -> show()), widthProperty().subscribe(_ -> {
                    // Not in the middle of a layout, which would not lay out what is new.
                    if (narrow() != shownNarrow) fx.later(() -> {
                        if (!closed) become(pane.state().get());
                    });
                }), translate.active().subscribe(_ -> mark()));
    }

    PaneViewModel viewModel() {
        return pane;
    }

    PicturePane pane() {
        return picture.pane();
    }

    boolean settled() {
        return pane.settled(translate.input().picture().get()) && pane.answer().get().picture() == picture.shown();
    }

    /** What is on the screen; null before the first. */
    Raster shown() {
        return picture.shown();
    }

    void close() {
        closed = true;
        following.unsubscribe();
        ofControls.unsubscribe();
    }

    private boolean narrow() {
        return getWidth() > 0 && getWidth() < NARROW;
    }

    private void mark() {
        pseudoClassStateChanged(ACTIVE, translate.active().get() == pane && translate.panes().size() > 1);
    }

    private void become(PaneState state) {
        title.setText(words.title(pane));
        title.setTooltip(new Tooltip(words.about(pane)));
        boolean narrow = narrow();
        if (state.opened() != shownNetworks || narrow != shownNarrow) {
            shownNetworks = state.opened();
            shownNarrow = narrow;
            ofControls.unsubscribe();
            controls.getChildren().clear();
            if (state.opened().paired()) controls.getChildren().add(directions());
            else if (state.opened().modes().size() > 1) controls.getChildren().add(narrow ? modeChoice() : modes());
        }
        controls.getChildren().removeIf(node -> node.getStyleClass().contains("dice"));
        if (state.mode().dropout() && !(narrow && state.opened().paired())) controls.getChildren().add(seed(state));
        show();
        mark();
    }

    private void show() {
        TranslationResult answer = pane.answer().get();
        PaneState state = pane.state().get();
        pill.setVisible(answer != null);
        pill.setManaged(answer == null || answer.cycle().isEmpty() || !answer.full());
        error.setVisible(answer != null && answer.full() && answer.cycle().isPresent());
        error.setManaged(error.isVisible());
        caption.setText(answer == null || Double.isNaN(answer.millis())
                ? words.way(state)
                : words.way(state) + " · " + words.millis(answer));
        if (answer == null) return;
        picture.show(answer.picture(), answer.input());
        boolean live = answer.full();
        pill.setText(
                text(pane.cancelled().get() && !live ? "translate.cancelled" : live ? "translate.live" : "translate.preview"));
        pill.pseudoClassStateChanged(PREVIEW, !live);
        answer.cycle().ifPresent(check -> error.setText(
                words.texts().text(shownNarrow ? "translate.cycle.short" : "translate.cycle", words.error(check.error()))));
        pane().setAccessibleText(words.texts().text("translate.pane.says", title.getText(), words.way(state), pill.getText()));
    }

    private SegmentedControl<Direction> directions() {
        SegmentedControl<Direction> directions = new SegmentedControl<>(List.of(Direction.values()),
                each -> text("translate.direction." + each.id()), each -> text("translate.direction." + each.id() + ".tip"));
        directions.getStyleClass().add("directions");
        directions.setMinWidth(USE_PREF_SIZE);
        directions.valueProperty().addListener((_, _, wanted) -> {
            if (wanted != null && wanted != pane.state().get().direction()) translate.direction(pane, wanted);
        });
        ofControls = pane.state().subscribe(now -> directions.valueProperty().set(now.direction()));
        return directions;
    }

    private SegmentedControl<Translator.Mode> modes() {
        SegmentedControl<Translator.Mode> modes = new SegmentedControl<>(pane.state().get().opened().modes(), words::mode,
                words::modeTip);
        modes.getStyleClass().add("modes");
        modes.setMinWidth(USE_PREF_SIZE);
        modes.valueProperty().addListener((_, _, wanted) -> {
            if (wanted != null && !wanted.equals(pane.state().get().mode())) translate.mode(pane, wanted);
        });
        ofControls = pane.state().subscribe(now -> modes.valueProperty().set(now.mode()));
        return modes;
    }

    /** The same in less room. */
    private MenuButton modeChoice() {
        MenuButton choice = new MenuButton();
        choice.getStyleClass().add("modes");
        choice.setMinWidth(USE_PREF_SIZE);
        choice.setAccessibleText(text("translate.mode"));
        ofControls = pane.state().subscribe(now -> {
            choice.setText(words.mode(now.mode()));
            choice.setTooltip(new Tooltip(words.modeTip(now.mode())));
            choice.getItems().setAll(modeMenu(now.opened()).getItems());
        });
        return choice;
    }

    private Button seed(PaneState state) {
        Button seed = Icons.button(Material2OutlinedAL.CASINO,
                words.texts().text("translate.seed", Long.toString(state.dropoutSeed())),
                () -> translate.dropoutSeed(pane, state.dropoutSeed() + 1));
        seed.getStyleClass().add("dice");
        seed.setMinWidth(USE_PREF_SIZE);
        seed.setText(Long.toString(state.dropoutSeed()));
        return seed;
    }

    private ContextMenu menu() {
        ContextMenu menu = new ContextMenu();
        menu.getItems().addAll(item("translate.pane.open", () -> hands.chooseTranslator(pane)), save("translate.pane.save", 1),
                save("command.translate.save2", 2), save("command.translate.save4", 4), item("translate.pane.copy", () -> {
                    if (pane.answer().get() != null) hands.copy(pane.answer().get().picture());
                }));
        OpenNetworks opened = pane.state().get().opened();
        if (opened.paired() && opened.modes().size() > 1) menu.getItems().add(modeMenu(opened));
        for (Control control : opened.chosen().translator().controls())
            if (control instanceof Control.Guess guess) menu.getItems().add(guess(guess));
        menu.getItems().addAll(new SeparatorMenuItem(), item("translate.pane.close", () -> translate.remove(pane)));
        return menu;
    }

    private MenuItem save(String key, int factor) {
        return item(key, () -> {
            translate.activate(pane);
            hands.chooseTarget(factor);
        });
    }

    private Menu modeMenu(OpenNetworks opened) {
        Menu menu = new Menu(text("translate.mode"));
        ToggleGroup group = new ToggleGroup();
        for (Translator.Mode mode : opened.modes())
            menu.getItems().add(Menus.choice(words.mode(mode), group, mode.equals(pane.state().get().mode()),
                    () -> translate.mode(pane, mode)));
        return menu;
    }

    private Menu guess(Control.Guess guess) {
        AssumptionTexts asked = new AssumptionTexts(words.texts().messages());
        Menu menu = new Menu(asked.name(guess));
        ToggleGroup group = new ToggleGroup();
        for (String option : guess.options())
            menu.getItems().add(Menus.choice(asked.option(guess, option), group, option.equals(guess.chosen()),
                    () -> translate.answer(pane, guess.id(), option)));
        return menu;
    }

    private MenuItem item(String key, Runnable action) {
        return Menus.item(text(key), action);
    }

    private String text(String key) {
        return words.texts().text(key);
    }
}
