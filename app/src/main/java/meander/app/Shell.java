package meander.app;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.widgets.Columns;
import meander.app.widgets.CommandPalette;
import meander.app.widgets.Icons;

/** The frame of the window: rail, list, stage, inspector, top bar and status bar, with what lies over them all for a moment. */
public final class Shell extends StackPane {
    private static final double LIST = 264;
    private static final double INSPECTOR = 376;

    /** What a workspace fills the frame with. */
    public record Parts(Node list, Node stage, Node inspector, Node breadcrumb, List<? extends Node> actions, Node status) {}

    private final Columns columns;
    private final CommandPalette palette;
    private final Button settings;
    private final StackPane veil = new StackPane();

    public Shell(Texts texts, Parts parts, CommandPalette palette) {
        this.palette = palette;
        getStyleClass().add("shell");
        parts.list().getStyleClass().add("list-column");
        parts.stage().getStyleClass().add("stage-column");
        parts.inspector().getStyleClass().add("inspector-column");
        columns = new Columns(parts.list(), LIST, parts.stage(), parts.inspector(), INSPECTOR, texts.text("column.drag"));

        Label name = new Label(texts.text("app.name"));
        name.getStyleClass().add("app-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox top = new HBox(name, parts.breadcrumb(), gap);
        top.getStyleClass().add("top-bar");
        top.getChildren().addAll(parts.actions());
        parts.actions().forEach(action -> ((Region) action).setMinWidth(Region.USE_PREF_SIZE));

        ToggleButton explore = new ToggleButton(texts.text("rail.explore"));
        explore.setGraphic(Icons.of(Material2OutlinedAL.EXPLORE));
        explore.getStyleClass().add("rail-item");
        explore.setSelected(true);
        explore.setOnAction(_ -> explore.setSelected(true));
        Region space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        Button list = flat(Icons.button(Material2OutlinedMZ.VERTICAL_SPLIT, texts.text("rail.list"), this::toggleList));
        list.setRotate(180);
        Button inspector = flat(Icons.button(Material2OutlinedMZ.TUNE, texts.text("rail.inspector"), this::toggleInspector));
        settings = flat(Icons.button(Material2OutlinedMZ.SETTINGS, texts.text("rail.settings"), () -> {}));
        VBox rail = new VBox(explore, space, list, inspector, settings);
        rail.getStyleClass().add("rail");

        BorderPane frame = new BorderPane(columns, top, null, parts.status(), rail);
        Label words = new Label(texts.text("stage.drop"));
        words.getStyleClass().add("words");
        StackPane target = new StackPane(words);
        target.getStyleClass().add("target");
        veil.getChildren().add(target);
        veil.getStyleClass().add("drop-veil");
        veil.setMouseTransparent(true);
        veil.setVisible(false);
        getChildren().addAll(frame, palette, veil);
    }

    public Columns columns() {
        return columns;
    }

    /** The button that a menu of looks and languages hangs on. */
    public Button settings() {
        return settings;
    }

    public CommandPalette palette() {
        return palette;
    }

    public void toggleList() {
        columns.toggleLeft();
    }

    public void toggleInspector() {
        columns.toggleRight();
    }

    /** Takes files anywhere in the window, and lights up while they hang over it. */
    public void acceptFiles(Predicate<java.io.File> welcome, Consumer<java.nio.file.Path> dropped) {
        addEventFilter(DragEvent.DRAG_OVER, event -> {
            if (event.getDragboard().hasFiles() && event.getDragboard().getFiles().stream().anyMatch(welcome)) {
                event.acceptTransferModes(TransferMode.COPY);
                light(true);
                event.consume();
            }
        });
        addEventFilter(DragEvent.DRAG_EXITED_TARGET, event -> {
            if (event.getTarget() == this) light(false);
        });
        addEventFilter(DragEvent.DRAG_DROPPED, event -> {
            light(false);
            event.getDragboard().getFiles().stream().filter(welcome).findFirst().ifPresent(file -> dropped.accept(file.toPath()));
            event.setDropCompleted(true);
            event.consume();
        });
    }

    /** Shows that files can be dropped here. */
    public void light(boolean on) {
        veil.setVisible(on);
    }

    private static Button flat(Button button) {
        button.getStyleClass().add("flat");
        return button;
    }
}
