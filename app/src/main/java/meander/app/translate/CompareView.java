package meander.app.translate;

import java.util.Optional;
import java.util.concurrent.Executor;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Bounds;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import meander.app.base.FxThreads;
import meander.app.translate.CompareViewModel.Two;
import meander.app.widgets.PicturePane;
import meander.app.widgets.PixelPainter;

/** Two pictures laid over one another, in the place of the panes. A drag over them, or an arrow key, moves the line or the opacity. */
final class CompareView extends VBox {
    private static final double MARGIN = 16;
    private static final double STEP = 0.02;

    private final TranslateViewModel translate;
    private final CompareViewModel compare;
    private final TranslateTexts words;
    private final PicturePane pane = new PicturePane();
    private final PixelPainter<Comparison> painter;
    private final Region line = new Region();
    private final Label title = new Label();
    private final Label caption = new Label();
    private final StackPane well;
    private boolean held;

    CompareView(TranslateViewModel translate, TranslateTexts words, FxThreads fx, Executor worker) {
        this.translate = translate;
        this.compare = translate.compare();
        this.words = words;
        getStyleClass().addAll("m-card", "translate-card");
        setId("compare-stage");
        title.getStyleClass().add("plain-title");
        title.setMinWidth(0);
        caption.getStyleClass().add("secondary");
        caption.setMinWidth(0);
        HBox header = new HBox(title, InputCard.gap(), caption);
        header.getStyleClass().add("translate-line");
        pane.setMargin(MARGIN);
        painter = new PixelPainter<>(pane, fx, worker,
                two -> new PixelPainter.Source(two.under().width(), two.under().height(), false, two::toArgb));
        line.getStyleClass().add("wipe-line");
        line.setManaged(false);
        line.setMouseTransparent(true);
        well = new StackPane(pane, line);
        well.getStyleClass().add("well");
        well.setMinSize(0, 0);
        VBox.setVgrow(well, Priority.ALWAYS);
        getChildren().addAll(header, well);
        listen();
    }

    PicturePane pane() {
        return pane;
    }

    Subscription follow() {
        ObservableValue<Bounds> place = pane.placeProperty();
        return Subscription.combine(compare.shown().subscribe(_ -> show()), compare.way().subscribe(_ -> show()),
                compare.share().subscribe(_ -> show()), place.subscribe(_ -> line()));
    }

    private void show() {
        Optional<Two> two = compare.shown().get().two();
        Comparison.Way way = compare.way().get();
        if (way == null) return;
        caption.setText(words.texts().text("compare." + way.id() + ".hint"));
        title.setText(two.map(each -> words.texts().text("compare.title", name(each.under()), name(each.over()))).orElse(""));
        two.ifPresentOrElse(each -> painter.paint(new Comparison(each.below(), each.above(), way, compare.share().get()),
                each.below().width(), each.below().height()), pane::clear);
        pane.setAccessibleText(title.getText());
        line();
    }

    private String name(CompareViewModel.Key key) {
        return CompareCard.name(translate, words, key);
    }

    /** Puts the line where the pictures meet. */
    private void line() {
        Bounds place = pane.placeProperty().get();
        line.setVisible(compare.way().get() == Comparison.Way.WIPE && compare.shown().get().two().isPresent());
        double x = Math.rint(place.getMinX() + place.getWidth() * (1 - compare.share().get()));
        line.resizeRelocate(x - 1, Math.max(0, place.getMinY()), 2,
                Math.min(well.getHeight(), place.getMaxY()) - Math.max(0, place.getMinY()));
    }

    private void listen() {
        pane.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> {
            if (event.getButton() != MouseButton.PRIMARY || event.getClickCount() > 1
                    || compare.way().get() == Comparison.Way.DIFFERENCE)
                return;
            pane.requestFocus();
            held = true;
            move(event);
        });
        pane.addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> {
            if (held) move(event);
        });
        pane.addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> held = false);
        pane.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            double step = switch (event.getCode()) {
                case LEFT -> STEP;
                case RIGHT -> -STEP;
                default -> 0;
            };
            if (step == 0) return;
            compare.share().set(Math.clamp(compare.share().get() + step, 0, 1));
            event.consume();
        });
    }

    private void move(MouseEvent event) {
        Bounds place = pane.placeProperty().get();
        compare.share().set(Math.clamp(1 - (event.getX() - place.getMinX()) / Math.max(1, place.getWidth()), 0, 1));
        event.consume();
    }
}
