package meander.app.widgets;

import java.util.List;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;

import meander.app.base.Commands;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.WorkspaceView;
import meander.app.session.WindowStateStore;

/** A page to be read, which takes all the room of the window. */
public class PageView implements WorkspaceView {
    private final ScrollPane page;
    private final Texts texts;
    private final HBox breadcrumb;
    private final HBox status;
    private final Subscription following;

    /** @param title of the page, at the left of the top bar */
    public PageView(ScrollPane page, String title, Tasks tasks, WindowStateStore store, Texts texts) {
        this.page = page;
        this.texts = texts;
        breadcrumb = ActionButtons.breadcrumb(title, new Label());
        TaskStrip strip = new TaskStrip(tasks, store, texts);
        status = new HBox(strip);
        status.getStyleClass().add("status-bar");
        following = strip.follow();
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
    public List<? extends Node> actions(Commands commands) {
        return List.of(new ActionButtons(commands, texts, page::requestFocus).palette());
    }

    @Override
    public Node status() {
        return status;
    }

    @Override
    public boolean settled() {
        return true;
    }

    @Override
    public void takeFocus() {
        page.requestFocus();
    }

    @Override
    public void close() {
        following.unsubscribe();
    }
}
