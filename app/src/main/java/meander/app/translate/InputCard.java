package meander.app.translate;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;

import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.FxThreads;
import meander.app.picture.Raster;
import meander.app.picture.SamplePictures;
import meander.app.widgets.Icons;
import meander.app.widgets.Menus;
import meander.app.widgets.PicturePane;
import meander.app.widgets.SegmentedControl;

/** The picture that is translated, and what one draws on it with. */
final class InputCard extends VBox {
    private static final List<Integer> SHEETS = List.of(128, 256);

    private final TranslateViewModel translate;
    private final TranslateTexts words;
    private final RasterView picture;
    private final MenuButton menu = new MenuButton();
    private final HBox tools;
    private final ColorButton colour;
    private final HBox large;
    private final TranslateActions hands;

    InputCard(TranslateViewModel translate, TranslateTexts words, FxThreads fx, Executor worker, TranslateActions hands) {
        this.translate = translate;
        this.words = words;
        this.hands = hands;
        getStyleClass().addAll("m-card", "translate-card");
        setId("translate-input");
        Label title = new Label(text("translate.input"));
        title.getStyleClass().add("plain-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        menu.getStyleClass().add("caption-menu");
        menu.setId("translate-input-menu");
        menu.setOnShowing(_ -> fillMenu());
        menu.getItems().add(new MenuItem()); // one without items does not show
        HBox header = new HBox(title, gap(), menu);
        header.getStyleClass().add("translate-line");
        picture = new RasterView(fx, worker);
        VBox.setVgrow(picture, Priority.ALWAYS);
        colour = new ColorButton(translate.drawing().colour(), words.texts());
        tools = tools();
        large = large();
        getChildren().addAll(header, picture, new javafx.scene.layout.StackPane(tools, large));
        draw();
    }

    PicturePane pane() {
        return picture.pane();
    }

    /** Whether the newest picture is on the screen. */
    boolean settled() {
        return picture.shown() == translate.input().picture().get();
    }

    Subscription follow() {
        return Subscription.combine(translate.input().picture().subscribe(this::show), colour.follow());
    }

    private void show(Raster now) {
        picture.show(now, now);
        String what = translate.input().pictureName().isEmpty() ? text("translate.canvas") : translate.input().pictureName();
        String size = words.size(now);
        menu.setText(size + " · " + what);
        pane().setAccessibleText(words.texts().text("translate.input.says", size, what));
        tools.setVisible(translate.input().drawable());
        large.setVisible(!translate.input().drawable());
        pane().setCursor(translate.input().drawable() ? Cursor.CROSSHAIR : null);
    }

    private HBox tools() {
        DrawingViewModel drawing = translate.drawing();
        SegmentedControl<DrawingViewModel.Tool> tool = new SegmentedControl<>(List.of(DrawingViewModel.Tool.values()),
                each -> text("translate.tool." + each.id()), each -> text("translate.tool." + each.id() + ".tip"));
        tool.setId("translate-tools");
        tool.valueProperty().bindBidirectional(drawing.tool());
        SegmentedControl<DrawingViewModel.Width> width = new SegmentedControl<>(List.of(DrawingViewModel.Width.values()),
                each -> text("translate.width." + each.id()), each -> text("translate.width." + each.id() + ".tip"))
                .withGraphics(InputCard::dot);
        width.setId("translate-widths");
        width.valueProperty().bindBidirectional(drawing.width());
        Button undo = command(Material2OutlinedMZ.UNDO, "command.edit.undo", translate::undo);
        undo.disableProperty().bind(translate.undoable().not());
        Button redo = command(Material2OutlinedMZ.REDO, "command.edit.redo", translate::redo);
        redo.disableProperty().bind(translate.redoable().not());
        HBox row = new HBox(tool, width, colour, gap(), undo, redo);
        row.getStyleClass().add("translate-line");
        tool.setMinWidth(USE_PREF_SIZE);
        width.setMinWidth(USE_PREF_SIZE);
        return row;
    }

    /** What can be done with a picture that is too large to be drawn on. */
    private HBox large() {
        Button on = new Button(text("translate.large.draw"));
        on.setOnAction(_ -> translate.input().sheetOfPicture(256));
        Button edges = new Button(text("translate.large.edges"));
        edges.setOnAction(_ -> translate.input().sheetOfEdges(256));
        HBox row = new HBox(on, edges, gap());
        row.getStyleClass().add("translate-line");
        return row;
    }

    private Button command(org.kordamp.ikonli.Ikon icon, String key, Runnable action) {
        Button button = Icons.button(icon, text(key), action);
        button.getStyleClass().add("flat");
        return button;
    }

    private static Node dot(DrawingViewModel.Width width) {
        Region dot = new Region();
        dot.getStyleClass().addAll("dot", width.id());
        return dot;
    }

    /** The hand draws with the first button; all else moves the view as in every other pane. */
    private void draw() {
        PicturePane pane = pane();
        boolean[] drawing = new boolean[1];
        pane.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> {
            if (event.getButton() != MouseButton.PRIMARY) return;
            var at = pane.toPicture(event.getX(), event.getY());
            pane.requestFocus();
            if (event.isAltDown()) translate.drawing().pick(at.getX(), at.getY());
            else if (translate.drawing().press(at.getX(), at.getY())) drawing[0] = true;
            else
                return;
            event.consume();
        });
        pane.addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> {
            if (!drawing[0]) return;
            var at = pane.toPicture(event.getX(), event.getY());
            translate.drawing().drag(at.getX(), at.getY());
            event.consume();
        });
        pane.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> {
            if (!drawing[0] || event.getButton() != MouseButton.PRIMARY) return;
            drawing[0] = false;
            translate.drawing().release();
            event.consume();
        });
    }

    private void fillMenu() {
        Menu samples = new Menu(text("translate.samples"));
        for (SamplePictures sample : SamplePictures.values())
            samples.getItems().add(item("translate.sample." + sample.id(), () -> translate.input().sample(sample)));
        menu.getItems().setAll(item("command.translate.picture", hands::choosePicture),
                item("command.translate.paste", hands::paste), samples, new SeparatorMenuItem(),
                sizes("translate.sheet.new", translate.input()::newSheet),
                sizes("translate.sheet.picture", translate.input()::sheetOfPicture),
                sizes("translate.sheet.edges", translate.input()::sheetOfEdges), new SeparatorMenuItem(), tiles());
    }

    private Menu sizes(String key, IntConsumer make) {
        Menu sizes = new Menu(text(key));
        for (int side : SHEETS)
            sizes.getItems()
                    .add(size(words.texts().text("stage.size.rect", Integer.toString(side), Integer.toString(side)), side, make));
        translate.modelSide().filter(side -> !SHEETS.contains(side))
                .ifPresent(side -> sizes.getItems().add(size(words.texts().text("translate.sheet.model", side), side, make)));
        return sizes;
    }

    private static MenuItem size(String name, int side, IntConsumer make) {
        return Menus.item(name, () -> make.accept(side));
    }

    private Menu tiles() {
        Menu tiles = new Menu(text("translate.tiles"));
        ToggleGroup group = new ToggleGroup();
        for (int side : TranslateViewModel.TILES)
            tiles.getItems()
                    .add(Menus.choice(
                            side > 0
                                    ? words.texts().text("translate.tiles.side", Integer.toString(side))
                                    : text("translate.tiles.automatic"),
                            group, translate.tile().get() == side, () -> translate.tile().set(side)));
        return tiles;
    }

    private MenuItem item(String key, Runnable action) {
        return Menus.item(text(key), action);
    }

    private String text(String key) {
        return words.texts().text(key);
    }

    static Region gap() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }
}
