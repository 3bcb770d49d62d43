package meander.app.explore;

import java.util.List;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.geometry.Side;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.material2.Material2OutlinedAL;

import meander.app.base.NumberFormats;
import meander.app.base.Texts;
import meander.app.widgets.DragGesture;
import meander.app.widgets.Icons;
import meander.app.widgets.SeedField;
import meander.app.widgets.SeedPad;
import meander.models.latent.SeedPlanePoint;

/** The seed with its steps, dice and history, and the plane of seeds. */
final class SeedCard extends VBox {
    private static final int HISTORY = 12;
    private static final long SEEDS = 1L << 32;

    private final ExploreViewModel explore;
    private final Texts texts;
    private final SeedField field;
    private final SeedPad pad;
    private final Label position = new Label();

    SeedCard(ExploreViewModel explore, Texts texts) {
        this.explore = explore;
        this.texts = texts;
        getStyleClass().addAll("card-content", "loose");
        field = new SeedField(texts.text("control.seed"), value -> explore.values().seed().set(value));
        field.setId("seed-field");
        HBox stepper = new HBox(
                Icons.button(Material2OutlinedAL.CHEVRON_LEFT, texts.text("control.seed.previous"),
                        explore.values()::previousSeed),
                field,
                Icons.button(Material2OutlinedAL.CHEVRON_RIGHT, texts.text("control.seed.next"), explore.values()::nextSeed));
        stepper.getStyleClass().add("stepper");
        Button random = Icons.button(Material2OutlinedAL.CASINO, texts.text("control.seed.random"), explore.values()::randomSeed);
        Button history = Icons.button(Material2OutlinedAL.HISTORY, texts.text("control.seed.history"), () -> {});
        history.setOnAction(_ -> history(history));
        Label name = new Label(texts.text("control.seed"));
        name.getStyleClass().add("row-name");
        name.setTooltip(new Tooltip(texts.text("control.seed.tip")));
        name.setLabelFor(field);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(name, stepper, gap, random, history);
        line.getStyleClass().add("control-row");

        pad = new SeedPad(this::seedAt, DragGesture.of(explore.editor()::begin, explore.editor()::end));
        pad.setId("seed-pad");
        pad.setAccessibleText(texts.text("control.pad"));
        pad.setAccessibleHelp(texts.text("control.pad.tip"));
        Tooltip.install(pad, new Tooltip(texts.text("control.pad.tip")));
        pad.xProperty().bindBidirectional(explore.values().x().value());
        pad.yProperty().bindBidirectional(explore.values().y().value());
        position.getStyleClass().add("pad-position");
        position.setMouseTransparent(true);
        StackPane.setAlignment(position, Pos.TOP_LEFT);
        StackPane.setMargin(position, new javafx.geometry.Insets(4));
        getChildren().addAll(line, new StackPane(pad, position));
    }

    void refresh() {
        SeedPlanePoint point = explore.editor().request().get().point();
        field.setSeed(point.seed());
        pad.refresh();
        position.setVisible(point.x() != 0 || point.y() != 0);
        position.setText(texts.text("control.pad.position", NumberFormats.format(point.x(), 2, true),
                NumberFormats.format(point.y(), 2, true)));
    }

    /** Seeds before 0 are those before 2³²; a short minus says so in less room. */
    private String seedAt(long right, long up) {
        long seed = explore.values().seed().get() + right + SeedPlanePoint.ROW * up;
        return seed < 0 ? NumberFormats.format(seed, 0, false) : Long.toString(seed % SEEDS);
    }

    private void history(Button under) {
        List<Long> seeds = explore.editor().seeds().stream().skip(1).limit(HISTORY).toList();
        ContextMenu menu = new ContextMenu();
        for (long seed : seeds) {
            MenuItem item = new MenuItem(Long.toString(seed));
            item.setOnAction(_ -> explore.values().seed().set(seed));
            menu.getItems().add(item);
        }
        if (seeds.isEmpty()) {
            MenuItem none = new MenuItem(texts.text("control.seed.history.none"));
            none.setDisable(true);
            menu.getItems().add(none);
        }
        menu.show(under, Side.BOTTOM, 0, 4);
    }
}
