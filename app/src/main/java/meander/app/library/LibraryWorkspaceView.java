package meander.app.library;

import java.util.List;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.Commands;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.WorkspaceView;
import meander.app.library.LibraryViewModel.Entry;
import meander.app.session.WindowStateStore;
import meander.app.widgets.ActionButtons;
import meander.app.widgets.Icons;
import meander.app.widgets.TaskStrip;

/** The Library workspace on the screen: the list, and one model in detail. */
public final class LibraryWorkspaceView implements WorkspaceView {
    private final LibraryViewModel library;
    private final Texts texts;
    private final LibraryListView list;
    private final ModelDetailsView page;
    private final HBox breadcrumb;
    private final HBox status = new HBox();
    private final Subscription following;

    public LibraryWorkspaceView(LibraryViewModel library, Tasks tasks, WindowStateStore store, Texts texts, LibraryActions hands,
            LibraryThumbnails pictures) {
        this.library = library;
        this.texts = texts;
        list = new LibraryListView(library, texts, LibraryListView.Use.DETAILS, hands, pictures);
        page = new ModelDetailsView(library, texts, hands, pictures);
        Label crumb = new Label();
        breadcrumb = ActionButtons.breadcrumb(texts.text("rail.library"), crumb);
        Label count = new Label();
        count.setMinWidth(Region.USE_PREF_SIZE);
        TaskStrip strip = new TaskStrip(tasks, store, texts);
        status.getStyleClass().add("status-bar");
        status.getChildren().addAll(count, strip);
        Runnable counted = () -> count.setText(texts.text("library.count", library.own().size() + library.bundled().size()));
        javafx.beans.InvalidationListener listener = _ -> counted.run();
        library.own().addListener(listener);
        library.bundled().addListener(listener);
        counted.run();
        following = Subscription.combine(strip.follow(), library.selected().subscribe(entry -> crumb.setText(name(entry))),
                () -> {
                    library.own().removeListener(listener);
                    library.bundled().removeListener(listener);
                });
    }

    private static String name(Entry entry) {
        return entry == null ? "" : entry.name();
    }

    @Override
    public Node list() {
        return list;
    }

    @Override
    public Node stage() {
        return page;
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
        return library.settled();
    }

    @Override
    public void takeFocus() {
        page.requestFocus();
    }

    /** Puts the focus where a person types what is looked for. */
    public void search() {
        list.search();
    }

    @Override
    public List<Button> actions(Commands commands) {
        ActionButtons buttons = new ActionButtons(commands, texts, this::takeFocus);
        Button undo = buttons.button("library.undo");
        undo.setGraphic(Icons.of(Material2OutlinedMZ.UNDO));
        undo.getStyleClass().add("icon-button");
        undo.setAccessibleText(texts.text("command.library.undo"));
        Button redo = buttons.button("library.redo");
        redo.setGraphic(Icons.of(Material2OutlinedMZ.REDO));
        redo.getStyleClass().add("icon-button");
        redo.setAccessibleText(texts.text("command.library.redo"));
        Button open = buttons.button("library.use");
        open.setText(texts.text("library.use"));
        open.getStyleClass().add("primary");
        return List.of(undo, redo, buttons.palette(), open);
    }

    @Override
    public void close() {
        following.unsubscribe();
        list.close();
        page.close();
    }
}
