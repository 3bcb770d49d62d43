package meander.app.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.event.EventTarget;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.image.Image;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.Commands;
import meander.app.base.ErrorBanner;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Question;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.WorkspaceView;
import meander.app.picture.Raster;
import meander.app.session.WindowStateStore;
import meander.app.widgets.ActionButtons;
import meander.app.widgets.Banner;
import meander.app.widgets.Icons;
import meander.app.widgets.Menus;
import meander.app.widgets.PicturePane;
import meander.app.widgets.TaskStrip;

/** The Translate workspace on the screen: the parts that fill the frame, each following the view model. */
public final class TranslateView implements WorkspaceView {
    /** What the view shows and works with. @param device where networks run, @param worker turns large pictures into pixels, @param offers networks that come along */
    public record Parts(TranslateViewModel translate, ObservableValue<Message> device, Tasks tasks, WindowStateStore store,
            Texts texts, FxThreads fx, Executor worker, List<ModelSuggestion> offers) {}

    /** Least widths, in pixels: the tools and the controls must have room. */
    private static final double INPUT = 384;
    private static final double OUTPUT = 240;

    private final Parts parts;
    private final TranslateViewModel translate;
    private final Texts texts;
    private final TranslateTexts words;
    private final TranslateActions hands;
    private final InputCard input;
    private final CompareView compared;
    private final HBox row = new HBox();
    private final ScrollPane rows = new ScrollPane(row);
    private final VBox empty;
    private final Button add;
    private final StackPane middle = new StackPane();
    private final BorderPane stage;
    private final Banner banner;
    private final HBox breadcrumb;
    private final Label crumb = new Label();
    private final HBox status = new HBox();
    private final Label device = new Label();
    private final HBox speeds = new HBox();
    private final Map<PaneViewModel, OutputCard> cards = new HashMap<>();
    private final ObjectProperty<PicturePane.Sight> sight = new SimpleObjectProperty<>(PicturePane.Sight.FITTED);
    private final Subscription following;

    public TranslateView(Parts parts, TranslateActions hands) {
        this.parts = parts;
        this.translate = parts.translate();
        this.texts = parts.texts();
        this.hands = hands;
        words = new TranslateTexts(texts, translate.panes());
        input = new InputCard(translate, words, parts.fx(), parts.worker(), hands);
        compared = new CompareView(translate, words, parts.fx(), parts.worker());
        CompareCard strip = new CompareCard(translate, words);
        empty = emptyPane();
        add = Icons.button(Material2OutlinedAL.ADD, texts.text("translate.pane.add"), () -> {});
        add.setOnAction(_ -> choose(add));
        add.getStyleClass().add("add-pane");
        add.setId("translate-add");
        add.setMaxHeight(Double.MAX_VALUE);
        row.getStyleClass().add("translate-row");
        rows.setFitToWidth(true);
        rows.setFitToHeight(true);
        rows.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        rows.setFocusTraversable(false);
        List.of(input.pane(), compared.pane()).forEach(pane -> pane.sightProperty().bindBidirectional(sight));
        VBox.setVgrow(middle, Priority.ALWAYS);
        VBox page = new VBox(middle, strip);
        page.getStyleClass().add("translate-page");
        page.setMinSize(0, 0);
        banner = new Banner(
                new Banner.Words(texts.text("banner.details"), texts.text("banner.copied"), texts.text("action.close")),
                this::copy, translate.banner()::dismiss);
        StackPane slot = new StackPane(banner);
        slot.getStyleClass().addAll("banner-slot", "translate-banner");
        slot.visibleProperty().bind(banner.visibleProperty());
        slot.managedProperty().bind(banner.visibleProperty());
        stage = new BorderPane(page, slot, null, null, null);
        breadcrumb = ActionButtons.breadcrumb(texts.text("rail.translate"), crumb);
        TaskStrip tasks = new TaskStrip(parts.tasks(), parts.store(), texts);
        status.getStyleClass().add("status-bar");
        speeds.getStyleClass().add("translate-speeds");
        device.setMinWidth(Region.USE_PREF_SIZE);
        status.getChildren().addAll(device, speeds, tasks);
        ListChangeListener<PaneViewModel> changed = _ -> panes();
        translate.panes().addListener(changed);
        panes();
        following = Subscription.combine(input.follow(), compared.follow(), strip.follow(), tasks.follow(),
                translate.compare().way().subscribe(_ -> lay()), translate.banner().content().subscribe(this::say),
                translate.active().subscribe(_ -> crumb()),
                parts.device().subscribe(now -> device.setText(now == null ? "" : texts.say(now))),
                () -> translate.panes().removeListener(changed));
    }

    @Override
    public Node stage() {
        return stage;
    }

    @Override
    public Node breadcrumb() {
        return breadcrumb;
    }

    @Override
    public Node status() {
        return status;
    }

    @Override
    public boolean settled() {
        return translate.settled() && input.settled() && cards.values().stream().allMatch(OutputCard::settled);
    }

    @Override
    public void takeFocus() {
        input.pane().requestFocus();
    }

    public void fit() {
        sight.set(PicturePane.Sight.FITTED);
    }

    public void zoomTo(int scale) {
        sight.set(new PicturePane.Sight(false, scale, 0, 0));
    }

    /** The pane that a place of the window belongs to, for what is dropped there; null where there is none. */
    public PaneViewModel at(EventTarget place) {
        for (Node node = place instanceof Node hit ? hit : null; node != null; node = node.getParent())
            if (node instanceof OutputCard card) return card.viewModel();
        return null;
    }

    @Override
    public List<Button> actions(Commands commands) {
        ActionButtons buttons = new ActionButtons(commands, texts, this::takeFocus);
        Button save = named(buttons.button("translate.save"), "translate.save");
        save.getStyleClass().add("primary");
        return List.of(buttons.palette(), named(buttons.button("translate.picture"), "translate.open"),
                named(buttons.button("translate.folder"), "translate.folder"), save);
    }

    private Button named(Button button, String key) {
        button.setText(texts.text(key));
        return button;
    }

    /** A picture as an image of its own, for the clipboard. */
    public static Image image(Raster picture) {
        WritableImage image = new WritableImage(picture.width(), picture.height());
        image.getPixelWriter().setPixels(0, 0, picture.width(), picture.height(), PixelFormat.getIntArgbInstance(),
                picture.argb(), 0, picture.width());
        return image;
    }

    /** An image as a picture. */
    public static Raster raster(Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] argb = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        return new Raster(width, height, argb);
    }

    private void crumb() {
        PaneViewModel active = translate.active().get();
        crumb.setText(active == null ? "" : words.way(active.state().get()));
    }

    /** A card for each pane, each with its speed in the status bar. */
    private void panes() {
        List<PaneViewModel> now = translate.panes();
        cards.entrySet().removeIf(each -> {
            if (now.contains(each.getKey())) return false;
            each.getValue().pane().sightProperty().unbindBidirectional(sight);
            each.getValue().close();
            return true;
        });
        for (PaneViewModel pane : now)
            cards.computeIfAbsent(pane, fresh -> {
                OutputCard card = new OutputCard(translate, fresh, words, parts.fx(), parts.worker(), hands);
                card.pane().sightProperty().bindBidirectional(sight);
                return card;
            });
        List<Node> nodes = new ArrayList<>(List.of(input));
        now.forEach(pane -> nodes.add(cards.get(pane)));
        if (now.isEmpty()) nodes.add(empty);
        else if (now.size() < TranslateViewModel.MOST_PANES) nodes.add(add);
        for (Node node : nodes)
            if (node instanceof VBox card) {
                HBox.setHgrow(card, Priority.ALWAYS);
                card.setMinWidth(card == input ? INPUT : OUTPUT);
                card.setPrefWidth(INPUT);
            }
        row.getChildren().setAll(nodes);
        speeds.getChildren().setAll(now.stream().map(this::speed).toList());
        lay();
    }

    private Label speed(PaneViewModel pane) {
        Label label = new Label();
        label.textProperty().bind(Bindings.createStringBinding(() -> {
            TranslationResult answer = pane.answer().get();
            return answer == null || Double.isNaN(answer.millis())
                    ? words.title(pane)
                    : words.title(pane) + " " + words.millis(answer);
        }, pane.answer()));
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private void lay() {
        boolean compares = translate.compare().way().get() != null && !translate.panes().isEmpty();
        middle.getChildren().setAll(compares ? compared : rows);
    }

    private void say(TranslateBanner.Content now) {
        switch (now) {
            case null -> banner.setVisible(false);
            case TranslateBanner.Content.Asks(Question question) -> banner.offer(texts.say(question.what()),
                    texts.say(question.why()), texts.say(question.action()), translate.banner()::acceptQuestion);
            case TranslateBanner.Content.Trouble(ErrorBanner fault) -> banner.say(
                    texts.text("fault." + fault.kind().name().toLowerCase(java.util.Locale.ROOT)), texts.say(fault.message()));
            case TranslateBanner.Content.Broken(List<SkippedFiles> pictures) ->
                banner.say(texts.text("fault.folder"), texts.text("translate.folder.broken", pictures.size(),
                        pictures.getFirst().name(), texts.say(pictures.getFirst().why()), pictures.size() - 1));
            case TranslateBanner.Content.LeftAlone(int count, Runnable overwrite) ->
                banner.offer(texts.text("translate.folder.there", count), texts.text("translate.folder.there.what"),
                        texts.text("translate.folder.overwrite"), overwrite);
        }
    }

    private void copy() {
        switch (translate.banner().content().get()) {
            case TranslateBanner.Content.Trouble(ErrorBanner fault) ->
                hands.copy((texts.say(fault.message()) + "\n" + fault.details()).strip());
            case TranslateBanner.Content.Broken(List<SkippedFiles> pictures) -> hands.copy(
                    pictures.stream().map(each -> each.name() + ": " + texts.say(each.why())).collect(Collectors.joining("\n")));
            case TranslateBanner.Content.LeftAlone _,TranslateBanner.Content.Asks _ -> {
            }
            case null -> {
            }
        }
    }

    /** Offers what comes along, and files. */
    private void choose(Button under) {
        if (parts.offers().isEmpty()) {
            hands.chooseTranslator();
            return;
        }
        ContextMenu menu = new ContextMenu();
        for (ModelSuggestion offer : parts.offers())
            menu.getItems().add(Menus.item(offer.name(), () -> translate.open(offer.file())));
        menu.getItems().addAll(new SeparatorMenuItem(), Menus.item(texts.text("translate.pane.file"), hands::chooseTranslator));
        menu.show(under, Side.BOTTOM, 0, 4);
    }

    private VBox emptyPane() {
        Label sentence = new Label(texts.text("translate.empty"));
        sentence.getStyleClass().add("sentence");
        Button open = new Button(texts.text("translate.empty.button"));
        open.getStyleClass().add("primary");
        open.setId("translate-empty-open");
        open.setOnAction(_ -> choose(open));
        Label hint = new Label(texts.text("translate.empty.drop"));
        hint.getStyleClass().add("hint");
        VBox box = new VBox(Icons.of(Material2OutlinedMZ.SWAP_HORIZ), sentence, open, hint);
        box.getStyleClass().add("empty-state");
        box.setMaxHeight(Region.USE_PREF_SIZE);
        StackPane inside = new StackPane(box);
        VBox.setVgrow(inside, Priority.ALWAYS);
        VBox card = new VBox(inside);
        card.getStyleClass().addAll("m-card", "translate-card");
        return card;
    }

    @Override
    public void close() {
        following.unsubscribe();
        cards.values().forEach(OutputCard::close);
    }
}
