package meander.app.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.KeyBindings;
import meander.app.base.Texts;
import meander.app.base.WorkspaceModule;
import meander.app.base.WorkspaceView;
import meander.app.session.WindowStateStore;
import meander.app.widgets.Columns;
import meander.app.widgets.CommandPalette;
import meander.app.widgets.Icons;

/**
 * The frame of the window: rail, list, stage, inspector, top bar and status bar, with what lies over them all for a moment. One
 * workspace at a time fills it; the others are not in the scene and cost nothing.
 */
public final class WindowFrame extends StackPane {
    private static final double LIST = 264;
    private static final double INSPECTOR = 376;

    /** A workspace with what it fills the frame with. @param actions at the right of the top bar */
    record Content(WorkspaceModule workspace, WorkspaceView view, List<? extends Node> actions) {}

    private final Map<String, Content> contents = new LinkedHashMap<>();
    private final Map<String, ToggleButton> railButtons = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<String> shown = new ReadOnlyObjectWrapper<>(this, "shown");
    private final StackPane list = slot("list-column");
    private final StackPane stage = slot("stage-column");
    private final StackPane inspector = slot("inspector-column");
    private final VBox above = new VBox();
    private final HBox top = new HBox();
    private final Label name;
    private final Region gap = new Region();
    private final BorderPane frame;
    private final Texts texts;
    private final Columns columns;
    private final CommandPalette palette;
    private final Button listButton;
    private final Button inspectorButton;
    private final StackPane veil = new StackPane();
    private final Label dropWords = new Label();

    /** @param contents in the order of the rail; the first one is shown */
    WindowFrame(Texts texts, List<Content> contents, CommandPalette palette) {
        this.texts = texts;
        this.palette = palette;
        getStyleClass().add("shell");
        columns = new Columns(list, LIST, stage, inspector, INSPECTOR, texts.text("column.drag"));

        name = new Label(texts.text("app.name"));
        name.getStyleClass().add("app-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(gap, Priority.ALWAYS);
        top.getStyleClass().add("top-bar");

        VBox rail = new VBox();
        rail.getStyleClass().add("rail");
        VBox pages = new VBox();
        pages.getStyleClass().add("rail-pages");
        for (Content content : contents) {
            WorkspaceModule workspace = content.workspace();
            ToggleButton button = railButton(workspace);
            this.contents.put(workspace.id(), content);
            railButtons.put(workspace.id(), button);
            (workspace.isPage() ? pages : rail).getChildren().add(button);
        }
        Region space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        listButton = flat(Icons.button(Material2OutlinedMZ.VERTICAL_SPLIT, texts.text("rail.list"), this::toggleList));
        listButton.setRotate(180);
        inspectorButton = flat(Icons.button(Material2OutlinedMZ.TUNE, texts.text("rail.inspector"), this::toggleInspector));
        rail.getChildren().addAll(space, listButton, inspectorButton, pages);

        frame = new BorderPane(columns, above, null, null, rail);
        above.getChildren().add(top);
        dropWords.getStyleClass().add("words");
        StackPane target = new StackPane(dropWords);
        target.getStyleClass().add("target");
        veil.getChildren().add(target);
        veil.getStyleClass().add("drop-veil");
        veil.setMouseTransparent(true);
        veil.setVisible(false);
        getChildren().addAll(frame, palette, veil);
        show(contents.getFirst().workspace().id());
    }

    /** The id of the workspace that fills the frame. */
    public ReadOnlyObjectProperty<String> shown() {
        return shown.getReadOnlyProperty();
    }

    /** Fills the frame with another workspace. @param id of the workspace */
    public void show(String id) {
        railButtons.forEach((each, button) -> button.setSelected(each.equals(id)));
        if (id.equals(shown.get())) return;
        Content content = contents.get(id);
        WorkspaceView view = content.view();
        fill(list, columns.left(), listButton, view.list());
        stage.getChildren().setAll(view.stage());
        fill(inspector, columns.right(), inspectorButton, view.inspector());
        top.getChildren().setAll(name, view.breadcrumb(), gap);
        top.getChildren().addAll(content.actions());
        content.actions().forEach(action -> ((Region) action).setMinWidth(Region.USE_PREF_SIZE));
        frame.setBottom(view.status());
        dropWords.setText(texts.text(content.workspace().dropText()));
        shown.set(id);
    }

    private static void fill(StackPane slot, Columns.Side column, Button fold, Node content) {
        if (content == null) slot.getChildren().clear();
        else
            slot.getChildren().setAll(content);
        column.setThere(content != null);
        fold.setVisible(content != null);
        fold.setManaged(content != null);
    }

    public Columns columns() {
        return columns;
    }

    /** Lays the columns out as they were left, and keeps how they are. */
    void rememberColumns(WindowStateStore store) {
        remember(store, "list", columns.left());
        remember(store, "inspector", columns.right());
    }

    /** A column's width is kept by its name; 0 is folded. */
    private static void remember(WindowStateStore store, String name, Columns.Side side) {
        Double kept = store.session().get().columns().get(name);
        if (kept != null && kept > 0) side.resize(kept);
        side.openProperty().set(kept == null || kept != 0);
        side.setOnDragged(width -> store.update(session -> session.withColumn(name, width)));
        side.openProperty()
                .addListener((_, _, open) -> store.update(session -> session.withColumn(name, open ? side.width() : 0)));
    }

    /** Puts something below the top bar, in every workspace. */
    public void putAbove(Node notice) {
        above.getChildren().add(notice);
    }

    /** Lays something over the frame; the palette and what is said over everything stay above it. */
    public void lay(Node over) {
        getChildren().add(1, over);
    }

    public CommandPalette palette() {
        return palette;
    }

    public void toggleList() {
        if (!list.getChildren().isEmpty()) columns.toggleLeft();
    }

    public void toggleInspector() {
        if (!inspector.getChildren().isEmpty()) columns.toggleRight();
    }

    /** Takes files anywhere in the window, and lights up while they hang over it. @param dropped told the files and where they fell */
    public void acceptFiles(Predicate<File> welcome, BiConsumer<List<Path>, EventTarget> dropped) {
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
        // On some systems the last word of a drag comes after the drop. While something is dragged the mouse does not move.
        addEventFilter(MouseEvent.MOUSE_MOVED, _ -> {
            if (veil.isMouseTransparent()) light(false);
        });
        addEventFilter(DragEvent.DRAG_DROPPED, event -> {
            light(false);
            List<Path> files = event.getDragboard().getFiles().stream().filter(welcome).map(File::toPath).toList();
            if (!files.isEmpty()) dropped.accept(files, event.getTarget());
            event.setDropCompleted(true);
            event.consume();
        });
    }

    /** Says something over everything; nothing else can be done from now on. */
    public void say(String sentence) {
        dropWords.setText(sentence);
        veil.setMouseTransparent(false);
        veil.setVisible(true);
    }

    /** Shows that files can be dropped here. */
    public void light(boolean on) {
        veil.setVisible(on);
    }

    private ToggleButton railButton(WorkspaceModule workspace) {
        String id = workspace.id();
        ToggleButton button = new ToggleButton(texts.text("rail." + id));
        button.setId("rail-" + id);
        button.setGraphic(Icons.of(workspace.icon()));
        String keys = KeyBindings.words(workspace.shortcut());
        button.setTooltip(new Tooltip(texts.text("command.workspace." + id) + "  " + keys));
        button.getStyleClass().add("rail-item");
        button.setOnAction(_ -> show(id));
        return button;
    }

    private static StackPane slot(String styleClass) {
        StackPane slot = new StackPane();
        slot.getStyleClass().add(styleClass);
        slot.setMinSize(0, 0);
        return slot;
    }

    private static Button flat(Button button) {
        button.getStyleClass().add("flat");
        return button;
    }
}
