package meander.app.explore;

import java.util.List;
import java.util.concurrent.Executor;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.Command;
import meander.app.base.Commands;
import meander.app.base.ErrorBanner;
import meander.app.base.FxThreads;
import meander.app.base.Question;
import meander.app.base.Texts;
import meander.app.model.LoadedModel;
import meander.app.widgets.Banner;
import meander.app.widgets.Icons;
import meander.app.widgets.Menus;
import meander.app.widgets.PicturePane;
import meander.app.widgets.PixelPainter;
import meander.app.widgets.SegmentedControl;
import meander.models.family.ModelInfo;
import meander.models.render.Frame;

/** The picture with the tools that float over it, the banner above it, and what stands there while there is no picture. */
final class StageView extends BorderPane {
    private static final PseudoClass PREVIEW = PseudoClass.getPseudoClass("preview");
    private static final double TOOLS = 52;

    /** How the picture is sized; the numbers are screen pixels per picture pixel. */
    private enum Size {
        FIT("stage.fit", 0), ONE("stage.oneToOne", 1), TWO("stage.twoToOne", 2);

        private final String key;
        private final int scale;

        Size(String key, int scale) {
            this.key = key;
            this.scale = scale;
        }
    }

    private final ExploreViewModel explore;
    private final Texts texts;
    private final PicturePane picture = new PicturePane();
    private final PixelPainter<Frame> painter;
    private final SegmentedControl<Size> sizes;
    private final SegmentedControl<Boolean> edges;
    private final Label pill = new Label();
    private final Banner banner;
    private final HBox tools;
    private final VBox empty;
    private final Label openingWords = new Label();
    private final ProgressBar openingBar = new ProgressBar();
    private final HBox opening;

    StageView(ExploreViewModel explore, Texts texts, FxThreads fx, Executor worker, Runnable chooseFile) {
        this.explore = explore;
        this.texts = texts;
        painter = new PixelPainter<>(picture, fx, worker,
                frame -> new PixelPainter.Source(frame.width(), frame.height(), frame.channels() == 4, frame::toArgb));
        picture.setTopMargin(TOOLS);
        sizes = new SegmentedControl<>(List.of(Size.values()), size -> texts.text(size.key),
                size -> texts.text(size.key + ".tip"));
        sizes.setId("stage-sizes");
        edges = new SegmentedControl<>(List.of(false, true), crisp -> texts.text(crisp ? "stage.crisp" : "stage.smooth"),
                crisp -> texts.text(crisp ? "stage.crisp.tip" : "stage.smooth.tip"));
        Button snapshot = Icons.button(Material2OutlinedMZ.PHOTO_CAMERA, texts.text("snapshots.take.tip"), explore::snapshot);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        pill.getStyleClass().add("pill");
        pill.setMinWidth(Region.USE_PREF_SIZE);
        tools = new HBox(sizes, edges, snapshot, gap, pill);
        tools.getStyleClass().add("stage-tools");
        tools.setPickOnBounds(false);
        // After a click the keys are commands again.
        tools.addEventHandler(MouseEvent.MOUSE_CLICKED, _ -> picture.requestFocus());
        tools.setMaxHeight(TOOLS);
        StackPane.setAlignment(tools, Pos.TOP_LEFT);
        wireTools();

        empty = emptyState(chooseFile);
        opening = openingCard();
        StackPane.setAlignment(opening, Pos.BOTTOM_CENTER);
        StackPane.setMargin(opening, new javafx.geometry.Insets(0, 16, 16, 16));
        setCenter(new StackPane(picture, empty, tools, opening));

        banner = new Banner(
                new Banner.Words(texts.text("banner.details"), texts.text("banner.copied"), texts.text("action.close")),
                this::copyFault, () -> {
                    explore.banner().dismissFault();
                    explore.banner().forgetPlace();
                    explore.banner().dismissQuestion();
                });
        setTop(banner.slot());
    }

    /** Follows the view model until the subscription ends. */
    Subscription follow() {
        return Subscription.combine(explore.frames().frame().subscribe(this::paint), explore.loaded().subscribe(this::loaded),
                explore.opening().subscribe(this::opening), explore.banner().fault().subscribe(_ -> trouble()),
                explore.banner().needsModel().subscribe(_ -> trouble()), explore.banner().question().subscribe(_ -> trouble()),
                painter.shown().subscribe(this::say));
    }

    /** The frame whose pixels are on the stage; null before the first. */
    ReadOnlyObjectProperty<Frame> shown() {
        return painter.shown();
    }

    /** What a right click on the picture offers. */
    void offer(Commands commands, List<String> ids) {
        ContextMenu menu = new ContextMenu();
        for (String id : ids) {
            Command command = commands.get(id);
            MenuItem item = Menus.item(texts.text(command.titleKey()), command::run);
            item.disableProperty().bind(Bindings.not(command.enabled()));
            menu.getItems().add(item);
        }
        picture.setOnContextMenuRequested(asked -> menu.show(picture, asked.getScreenX(), asked.getScreenY()));
    }

    void fit() {
        picture.fit();
    }

    void zoomTo(int scale) {
        picture.zoomTo(scale);
    }

    void toggleCrisp() {
        picture.crispProperty().set(!picture.crispProperty().get());
    }

    /** Where keys that stand for commands are not taken by a control. */
    void takeFocus() {
        picture.requestFocus();
    }

    private void wireTools() {
        sizes.valueProperty().addListener((_, _, size) -> {
            if (size == Size.FIT && !picture.fittedProperty().get()) picture.fit();
            else if (size != null && size != Size.FIT && picture.scaleProperty().get() != size.scale) picture.zoomTo(size.scale);
        });
        Runnable follow = () -> sizes.valueProperty()
                .set(picture.fittedProperty().get()
                        ? Size.FIT
                        : picture.scaleProperty().get() == 1 ? Size.ONE : picture.scaleProperty().get() == 2 ? Size.TWO : null);
        picture.fittedProperty().addListener((_, _, _) -> follow.run());
        picture.scaleProperty().addListener((_, _, _) -> follow.run());
        follow.run();
        edges.valueProperty().bindBidirectional(asObject(picture));
        edges.valueProperty().set(false);
    }

    private static javafx.beans.property.ObjectProperty<Boolean> asObject(PicturePane pane) {
        return pane.crispProperty().asObject();
    }

    private void paint(Frame frame) {
        LoadedModel model = explore.opened().get();
        if (frame == null || model == null) {
            picture.clear();
            return;
        }
        ModelInfo info = model.model().info();
        painter.paint(frame, frame.full() ? frame.width() : info.width(), frame.full() ? frame.height() : info.height());
    }

    private void say(Frame frame) {
        pill.setVisible(frame != null);
        if (frame == null) return;
        String size = frame.width() == frame.height()
                ? texts.text("stage.size", Integer.toString(frame.width()))
                : texts.text("stage.size.rect", Integer.toString(frame.width()), Integer.toString(frame.height()));
        pill.setText(texts.text(frame.full() ? "stage.full" : "stage.preview", size));
        pill.pseudoClassStateChanged(PREVIEW, !frame.full());
        picture.setAccessibleText(texts.text("stage.picture", pill.getText()));
    }

    private void loaded(boolean there) {
        tools.setVisible(there);
        empty.setVisible(!there && !(explore.opening().get() instanceof LoadState.Working));
    }

    private void opening(LoadState now) {
        opening.setVisible(now instanceof LoadState.Working);
        if (now instanceof LoadState.Working(var file, double progress)) {
            openingWords.setText(texts.text("stage.opening", file.getFileName().toString()));
            openingBar.setProgress(progress);
        }
        loaded(explore.loaded().get());
    }

    private void trouble() {
        ErrorBanner fault = explore.banner().fault().get();
        ViewBookmark needed = explore.banner().needsModel().get();
        Question question = explore.banner().question().get();
        if (question != null)
            banner.offer(texts.say(question.what()), texts.say(question.why()), texts.say(question.action()),
                    explore.banner()::acceptQuestion);
        else if (fault != null)
            banner.say(texts.text("fault." + fault.kind().name().toLowerCase(java.util.Locale.ROOT)), texts.say(fault.message()));
        else if (needed != null) banner.say(texts.text("banner.recipe"), texts.text("banner.recipe.what", needed.model()));
        else
            banner.setVisible(false);
    }

    private void copyFault() {
        ErrorBanner fault = explore.banner().fault().get();
        ViewBookmark needed = explore.banner().needsModel().get();
        ClipboardContent content = new ClipboardContent();
        content.putString(fault != null
                ? (texts.say(fault.message()) + "\n" + fault.details()).strip()
                : needed == null ? "" : needed.model() + " " + needed.hash());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private VBox emptyState(Runnable chooseFile) {
        Node icon = Icons.of(Material2OutlinedAL.EXPLORE);
        Label sentence = new Label(texts.text("stage.empty"));
        sentence.getStyleClass().add("sentence");
        Button open = new Button(texts.text("stage.empty.button"));
        open.getStyleClass().add("primary");
        open.setOnAction(_ -> chooseFile.run());
        Label hint = new Label(texts.text("stage.empty.drop"));
        hint.getStyleClass().add("hint");
        VBox box = new VBox(icon, sentence, open, hint);
        box.getStyleClass().add("empty-state");
        box.setMaxHeight(Region.USE_PREF_SIZE);
        return box;
    }

    private HBox openingCard() {
        openingWords.setMinWidth(0);
        Button cancel = new Button(texts.text("action.cancel"));
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(_ -> explore.cancelOpening());
        HBox card = new HBox(openingWords, openingBar, cancel);
        card.getStyleClass().add("opening");
        return card;
    }
}
