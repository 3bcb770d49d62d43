package meander.app.library;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.Texts;
import meander.app.widgets.Icons;

/** The list of models: search, those that come along, recent ones, and where a file can be dropped. */
public final class LibraryView extends ScrollPane implements AutoCloseable {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final PseudoClass MISSING = PseudoClass.getPseudoClass("missing");
    private static final double THUMB = 44;

    private final LibraryViewModel library;
    private final Texts texts;
    private final Consumer<Path> open;
    private final Map<Path, Image> thumbnails = new HashMap<>();
    private final Label none = new Label();
    private final Subscription following;

    /** @param open is handed the file of the row that was clicked */
    public LibraryView(LibraryViewModel library, Texts texts, Consumer<Path> open, Runnable chooseFile) {
        this.library = library;
        this.texts = texts;
        this.open = open;
        TextField search = new TextField();
        search.setPromptText(texts.text("library.search"));
        search.setAccessibleText(texts.text("library.search"));
        search.textProperty().bindBidirectional(library.search());
        HBox.setHgrow(search, Priority.ALWAYS);
        HBox box = new HBox(Icons.of(Material2OutlinedMZ.SEARCH), search);
        box.getStyleClass().add("search-box");
        VBox bundled = section("library.bundled");
        VBox recent = section("library.recent");
        none.setText(texts.text("library.none"));
        none.getStyleClass().add("secondary");
        VBox column = new VBox(box, bundled, recent, none, dropBox(chooseFile));
        column.getStyleClass().add("library");
        setContent(column);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        following = Subscription.combine(follow(library.bundled(), bundled), follow(library.recent(), recent),
                () -> search.textProperty().unbindBidirectional(library.search()));
    }

    private Subscription follow(ObservableList<LibraryViewModel.Entry> entries, VBox section) {
        VBox rows = (VBox) section.getChildren().get(1);
        ListChangeListener<LibraryViewModel.Entry> listener = _ -> show(entries, section, rows);
        entries.addListener(listener);
        show(entries, section, rows);
        return () -> entries.removeListener(listener);
    }

    private void show(ObservableList<LibraryViewModel.Entry> entries, VBox section, VBox rows) {
        rows.getChildren().setAll(entries.stream().map(this::row).toList());
        section.setVisible(!entries.isEmpty());
        section.setManaged(!entries.isEmpty());
        boolean nothing = library.bundled().isEmpty() && library.recent().isEmpty() && !library.search().get().isBlank();
        none.setVisible(nothing);
        none.setManaged(nothing);
    }

    private VBox section(String key) {
        Label title = new Label(texts.text(key).toUpperCase(texts.messages().locale()));
        title.getStyleClass().add("section-title");
        VBox rows = new VBox();
        rows.getStyleClass().add("library-rows");
        return new VBox(title, rows);
    }

    private Button row(LibraryViewModel.Entry entry) {
        Label name = new Label(entry.name());
        name.getStyleClass().add("entry-name");
        Label line = new Label(entry.missing() ? texts.text("library.missing") : entry.line());
        line.getStyleClass().add("entry-line");
        VBox words = new VBox(name, line);
        words.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox body = new HBox(thumbnail(entry), words);
        body.getStyleClass().add("body");
        Button row = new Button();
        row.setGraphic(body);
        row.getStyleClass().add("library-entry");
        row.setMaxWidth(Double.MAX_VALUE);
        row.setAccessibleText(entry.name() + ", " + line.getText());
        row.pseudoClassStateChanged(CURRENT, entry.current());
        row.pseudoClassStateChanged(MISSING, entry.missing());
        row.setTooltip(new Tooltip(entry.file().toString()));
        row.setOnAction(_ -> open.accept(entry.file()));
        body.maxWidthProperty().bind(row.widthProperty().subtract(12));
        if (entry.section() == LibraryViewModel.Section.RECENT) {
            MenuItem forget = new MenuItem(texts.text("library.remove"));
            forget.setOnAction(_ -> library.forget(entry));
            row.setContextMenu(new ContextMenu(forget));
        }
        return row;
    }

    private Node thumbnail(LibraryViewModel.Entry entry) {
        StackPane frame = new StackPane();
        frame.getStyleClass().add("thumb");
        if (entry.thumbnail() == null) {
            frame.getChildren().add(Icons.of(Material2OutlinedAL.IMAGE));
            return frame;
        }
        Image image = thumbnails.computeIfAbsent(entry.thumbnail(),
                file -> new Image(file.toUri().toString(), 2 * THUMB, 2 * THUMB, true, true));
        ImageView view = new ImageView(image);
        view.setFitWidth(THUMB);
        view.setFitHeight(THUMB);
        Rectangle round = new Rectangle(THUMB, THUMB);
        round.setArcWidth(16);
        round.setArcHeight(16);
        view.setClip(round);
        frame.getChildren().add(view);
        return frame;
    }

    private Node dropBox(Runnable chooseFile) {
        Label words = new Label(texts.text("library.drop"));
        Button choose = new Button(texts.text("library.open"));
        choose.setId("library-open");
        choose.setOnAction(_ -> chooseFile.run());
        VBox box = new VBox(words, choose);
        box.getStyleClass().add("drop-box");
        return box;
    }

    /** Follows no more; the view model lives on. */
    @Override
    public void close() {
        following.unsubscribe();
    }
}
