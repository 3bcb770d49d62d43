package meander.app.explore;

import java.util.HashMap;
import java.util.Map;

import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.util.Subscription;

import meander.app.base.Texts;

/** What was kept, newest first, under the picture; a click goes back to it. Takes no room while there is nothing. */
final class SnapshotStrip extends VBox {
    private static final double SIDE = 72;

    private final ExploreViewModel explore;
    private final Texts texts;
    private final HBox row = new HBox();
    private final Map<Snapshot, Button> buttons = new HashMap<>();

    SnapshotStrip(ExploreViewModel explore, Texts texts) {
        this.explore = explore;
        this.texts = texts;
        getStyleClass().add("strip");
        row.getStyleClass().add("strip-row");
        Label title = new Label(texts.text("snapshots.title").toUpperCase(texts.messages().locale()));
        title.getStyleClass().add("strip-title");
        ScrollPane scroll = new ScrollPane(row);
        scroll.setFitToHeight(true);
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.AS_NEEDED);
        scroll.setFocusTraversable(false);
        scroll.setMinHeight(104);
        getChildren().addAll(title, scroll);
        managedProperty().bind(visibleProperty());
    }

    Subscription follow() {
        ListChangeListener<Snapshot> changed = _ -> show();
        explore.snapshots().all().addListener(changed);
        show();
        return () -> explore.snapshots().all().removeListener(changed);
    }

    private void show() {
        setVisible(!explore.snapshots().all().isEmpty());
        buttons.keySet().retainAll(explore.snapshots().all());
        row.getChildren().setAll(
                explore.snapshots().all().reversed().stream().map(each -> buttons.computeIfAbsent(each, this::button)).toList());
    }

    private Button button(Snapshot snapshot) {
        ImageView image = new ImageView(FrameImages.image(snapshot.small()));
        image.setFitWidth(SIDE);
        image.setFitHeight(SIDE);
        Rectangle round = new Rectangle(SIDE, SIDE);
        round.setArcWidth(14);
        round.setArcHeight(14);
        image.setClip(round);
        StackPane frame = new StackPane(image);
        frame.getStyleClass().add("frame");
        Button button = new Button(texts.text("snapshots.seed", Long.toString(snapshot.place().request().point().seed())), frame);
        button.getStyleClass().add("snapshot");
        button.setTooltip(new Tooltip(texts.text("snapshots.restore")));
        button.setOnAction(_ -> explore.goTo(snapshot.place()));
        MenuItem remove = new MenuItem(texts.text("snapshots.remove"));
        remove.setOnAction(_ -> explore.snapshots().remove(snapshot));
        button.setContextMenu(new ContextMenu(remove));
        return button;
    }
}
