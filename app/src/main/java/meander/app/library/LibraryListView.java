package meander.app.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.Texts;
import meander.app.library.LibraryViewModel.Entry;
import meander.app.widgets.Icons;
import meander.app.widgets.ListEntryView;
import meander.app.widgets.Menus;

/** The list of models: search, those that come along, the person's own, and where files can be dropped. */
public final class LibraryListView extends ScrollPane implements AutoCloseable {
    /** What a click on a row does, and so which row is marked. */
    public enum Use {
        /** Opens; the model on the stage is marked. */
        OPEN,
        /** Shows in detail; what is shown is marked. A double click opens. */
        DETAILS
    }

    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final PseudoClass MISSING = PseudoClass.getPseudoClass("missing");
    private static final PseudoClass TROUBLED = PseudoClass.getPseudoClass("troubled");
    private static final double THUMB = 44;

    /** A row, which lives as long as its model is listed: nothing flickers or loses the focus when figures come. */
    private final class Row {
        private final Button button = new Button();
        private final Label name = new Label();
        private final Label line = new Label();
        private final StackPane thumb = new StackPane();
        private final FontIcon mark = Icons.of(Material2OutlinedAL.ERROR_OUTLINE);
        private Entry entry;

        private Row() {
            thumb.getStyleClass().add("thumb");
            mark.getStyleClass().add("mark");
            HBox body = new HBox(thumb, new ListEntryView(name, line), mark);
            body.getStyleClass().add("body");
            button.setGraphic(body);
            button.getStyleClass().add("library-entry");
            button.setMaxWidth(Double.MAX_VALUE);
            button.setOnAction(_ -> pick.accept(entry.file()));
            button.setOnMouseClicked(event -> {
                if (use == Use.DETAILS && event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2)
                    hands.open(entry.file());
            });
            button.setOnKeyPressed(event -> {
                if (event.getCode() == KeyCode.DELETE && entry.item().source() != EntrySource.BUNDLED)
                    library.remove(entry.file());
            });
            body.maxWidthProperty().bind(button.widthProperty().subtract(12));
        }

        private void show(Entry now) {
            boolean first = entry == null;
            if (first || !now.name().equals(entry.name())) name.setText(now.name());
            line.setText(words(now));
            boolean troubled = now.trouble() != null && !now.missing();
            mark.setVisible(troubled || now.missing());
            mark.setManaged(mark.isVisible());
            button.pseudoClassStateChanged(MISSING, now.missing());
            button.pseudoClassStateChanged(TROUBLED, troubled);
            String about = now.name() + ", " + line.getText();
            button.setAccessibleText(troubled ? about + ", " + texts.say(now.trouble()) : about);
            button.setTooltip(new Tooltip(troubled ? now.file() + "\n" + texts.say(now.trouble()) : now.file().toString()));
            button.setContextMenu(menu(now));
            if (first || !java.util.Objects.equals(now.thumbnail(), entry.thumbnail())
                    || now.item().facts().translates() != entry.item().facts().translates())
                thumb.getChildren().setAll(pictures.of(now, THUMB));
            entry = now;
        }

        private String words(Entry now) {
            if (now.missing()) return texts.text("library.missing");
            if (now.trouble() != null) return texts.text("library.refused");
            List<String> words = new ArrayList<>();
            boolean tagged = !now.item().tags().isEmpty(); // a person's own words tell more than how many numbers it has
            if (now.item().facts().isProgram()) words.add(texts.text("library.program", now.item().facts().family()));
            String line = now.item().facts().isProgram() ? "" : tagged ? now.item().facts().shortLine() : now.line();
            if (!line.isEmpty()) words.add(line);
            now.item().tags().forEach(tag -> words.add("#" + tag));
            return words.isEmpty() ? texts.text("library.source." + now.item().source().id()) : String.join(" · ", words);
        }

        private ContextMenu menu(Entry now) {
            ContextMenu menu = new ContextMenu();
            List<MenuItem> items = menu.getItems();
            if (now.missing()) items.add(Menus.item(texts.text("library.locate"), () -> hands.locate(now.file())));
            else
                items.add(Menus.item(texts.text("library.use"), () -> hands.open(now.file())));
            items.add(Menus.item(texts.text("library.details"), () -> hands.details(now.file())));
            if (now.item().source() != EntrySource.BUNDLED)
                items.add(Menus.item(texts.text("library.remove"), () -> library.remove(now.file())));
            return menu;
        }
    }

    private final LibraryViewModel library;
    private final Texts texts;
    private final Use use;
    private final LibraryActions hands;
    private final LibraryThumbnails pictures;
    private final Consumer<Path> pick;
    private final Map<Path, Row> rows = new HashMap<>();
    private final TextField search = new TextField();
    private final VBox bundled;
    private final VBox own;
    private final Label none = new Label();
    private final Label more = new Label();
    private final Subscription following;

    public LibraryListView(LibraryViewModel library, Texts texts, Use use, LibraryActions hands, LibraryThumbnails pictures) {
        this.library = library;
        this.texts = texts;
        this.use = use;
        this.hands = hands;
        this.pictures = pictures;
        this.pick = use == Use.OPEN ? hands::open : library::select;
        search.setPromptText(texts.text("library.search"));
        search.setAccessibleText(texts.text("library.search"));
        search.getStyleClass().add("library-search");
        search.textProperty().bindBidirectional(library.search());
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
                search.clear();
                event.consume();
            }
        });
        HBox.setHgrow(search, Priority.ALWAYS);
        HBox box = new HBox(Icons.of(Material2OutlinedMZ.SEARCH), search);
        box.getStyleClass().add("search-box");
        own = section("library.own");
        bundled = section("library.bundled");
        none.setText(texts.text("library.none"));
        none.getStyleClass().add("secondary");
        more.getStyleClass().add("secondary");
        more.setWrapText(true);
        VBox column = new VBox(box, own, more, bundled, none, dropBox());
        column.getStyleClass().add("library");
        setContent(column);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        ListChangeListener<Entry> listener = _ -> show();
        library.bundled().addListener(listener);
        library.own().addListener(listener);
        following = Subscription.combine(library.selected().subscribe(_ -> mark()), () -> {
            library.bundled().removeListener(listener);
            library.own().removeListener(listener);
        }, () -> search.textProperty().unbindBidirectional(library.search()));
        show();
    }

    /** Puts the focus where a person types what is looked for. */
    public void search() {
        search.requestFocus();
        search.selectAll();
    }

    private void show() {
        Set<Path> listed = new HashSet<>();
        fill(own, library.own(), listed);
        fill(bundled, library.bundled(), listed);
        rows.keySet().retainAll(listed);
        boolean nothing = listed.isEmpty() && !library.search().get().isBlank();
        none.setVisible(nothing);
        none.setManaged(nothing);
        more.setText(texts.text("library.more", library.hidden().get()));
        more.setVisible(library.hidden().get() > 0);
        more.setManaged(more.isVisible());
        mark();
    }

    private void fill(VBox section, ObservableList<Entry> entries, Set<Path> listed) {
        List<Node> nodes = new ArrayList<>();
        for (Entry entry : entries) {
            listed.add(entry.file());
            Row row = rows.computeIfAbsent(entry.file(), _ -> new Row());
            row.show(entry);
            nodes.add(row.button);
        }
        VBox box = (VBox) section.getChildren().get(1);
        if (!box.getChildren().equals(nodes)) {
            box.getChildren().clear(); // a row may come from the other section
            box.getChildren().setAll(nodes);
        }
        section.setVisible(!nodes.isEmpty());
        section.setManaged(!nodes.isEmpty());
    }

    private void mark() {
        Entry looked = library.selected().get();
        rows.forEach((file, row) -> row.button.pseudoClassStateChanged(CURRENT,
                use == Use.OPEN ? row.entry.current() : looked != null && looked.file().equals(file)));
    }

    private VBox section(String key) {
        Label title = new Label(texts.text(key).toUpperCase(texts.messages().locale()));
        title.getStyleClass().add("section-title");
        VBox box = new VBox();
        box.getStyleClass().add("library-rows");
        return new VBox(title, box);
    }

    private Node dropBox() {
        Label words = new Label(texts.text("library.drop"));
        Button choose = new Button(texts.text("library.open"));
        if (use == Use.OPEN) choose.setId("library-open");
        choose.setOnAction(_ -> hands.chooseModels());
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
