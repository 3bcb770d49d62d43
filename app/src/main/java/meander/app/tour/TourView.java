package meander.app.tour;

import java.util.Optional;

import javafx.beans.InvalidationListener;
import javafx.collections.SetChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;

import meander.app.base.Texts;
import meander.app.base.TourStep;
import meander.app.widgets.Icons;

/**
 * A step of the tour: a ring around the control that it is about and a card beside it. All else stays within reach of mouse and keys. Where
 * the control is not to be seen, the card stands at the bottom alone.
 */
public final class TourView extends Pane {
    private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");
    private static final double WIDTH = 300;
    private static final double RING = 4;
    private static final double GAP = 20;
    private static final double MARGIN = 16;
    /** Below it the status bar must be readable. */
    private static final double BOTTOM = 28 + MARGIN;
    private static final double ARROW = 12;

    private final TourViewModel tour;
    private final Texts texts;
    private final TourActions hands;
    private final Region ring = new Region();
    private final Region arrow = new Region();
    private final Label count = new Label();
    private final Label title = new Label();
    private final Label words = new Label();
    private final Label done = new Label();
    private final Button next = new Button();
    private final Button back = new Button();
    private final VBox card;
    private final InvalidationListener moved = _ -> requestLayout();
    private Node anchor;

    public TourView(TourViewModel tour, Texts texts, TourActions hands) {
        this.tour = tour;
        this.texts = texts;
        this.hands = hands;
        setPickOnBounds(false);
        getStyleClass().add("tour");
        ring.getStyleClass().add("tour-ring");
        ring.setMouseTransparent(true);
        arrow.getStyleClass().add("tour-arrow");
        arrow.setRotate(45);
        arrow.setMouseTransparent(true);
        card = card();
        getChildren().addAll(ring, arrow, card);
        setVisible(false);
    }

    /** Follows the view model until the subscription ends. */
    public Subscription follow() {
        SetChangeListener<TourStep> changed = _ -> sayDone();
        tour.done().addListener(changed);
        return Subscription.combine(tour.step().subscribe(this::show), () -> {
            tour.done().removeListener(changed);
            hold(null);
        });
    }

    /** Puts the focus on the button that goes on. */
    public void takeFocus() {
        next.requestFocus();
    }

    private VBox card() {
        count.getStyleClass().add("tour-count");
        title.getStyleClass().add("tour-title");
        title.setWrapText(true);
        words.getStyleClass().add("tour-words");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        done.getStyleClass().add("tour-done");
        done.setGraphic(Icons.of(Material2OutlinedAL.CHECK));
        done.setText(texts.text("tour.done"));
        Button skip = Icons.button(Material2OutlinedAL.CLOSE, texts.text("tour.skip"), tour::end);
        skip.getStyleClass().add("flat");
        skip.setId("tour-skip");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(count, gap, skip);
        head.getStyleClass().add("tour-head");
        back.setText(texts.text("tour.back"));
        back.setId("tour-back");
        back.setOnAction(_ -> tour.back());
        next.setId("tour-next");
        next.getStyleClass().add("primary");
        next.setTooltip(new Tooltip(texts.text("tour.keys")));
        next.setOnAction(_ -> tour.next());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox end = new HBox(done, space, back, next);
        end.getStyleClass().add("tour-end");
        VBox box = new VBox(head, title, words, end);
        box.getStyleClass().add("tour-card");
        box.setAccessibleRole(AccessibleRole.DIALOG);
        return box;
    }

    private void show(TourStep step) {
        setVisible(step != null);
        if (step == null) {
            hold(null);
            return;
        }
        count.setText(texts.text("tour.count", tour.steps().indexOf(step) + 1, tour.steps().size()));
        title.setText(texts.text("tour." + step.id()));
        words.setText(texts.text("tour." + step.id() + ".what"));
        card.setAccessibleText(title.getText() + ". " + words.getText());
        back.setVisible(!tour.isFirst());
        next.setText(texts.text(tour.isLast() ? "tour.finish" : "tour.next"));
        sayDone();
        hands.reveal(step);
        hold(hands.find(step).orElse(null));
        requestLayout();
    }

    private void sayDone() {
        TourStep step = tour.step().get();
        boolean now = step != null && tour.done().contains(step);
        done.setVisible(now);
        ring.pseudoClassStateChanged(DONE, now);
    }

    /** Keeps to a control wherever it goes. */
    private void hold(Node wanted) {
        if (anchor != null) {
            anchor.localToSceneTransformProperty().removeListener(moved);
            anchor.layoutBoundsProperty().removeListener(moved);
        }
        anchor = wanted;
        if (anchor != null) {
            anchor.localToSceneTransformProperty().addListener(moved);
            anchor.layoutBoundsProperty().addListener(moved);
        }
    }

    @Override
    protected void layoutChildren() {
        TourStep step = tour.step().get();
        if (step == null) return;
        // Another model brings other controls.
        if (anchor == null || anchor.getScene() == null) hold(hands.find(step).orElse(null));
        double height = card.prefHeight(WIDTH);
        Optional<Bounds> about = seen().map(node -> sceneToLocal(node.localToScene(node.getLayoutBounds())))
                .filter(bounds -> bounds.getMaxY() > 0 && bounds.getMinY() < getHeight());
        ring.setVisible(about.isPresent());
        arrow.setVisible(about.isPresent());
        if (about.isEmpty()) {
            card.resizeRelocate(Math.round((getWidth() - WIDTH) / 2), getHeight() - height - BOTTOM, WIDTH, height);
            return;
        }
        Bounds bounds = about.get();
        ring.resizeRelocate(bounds.getMinX() - RING, bounds.getMinY() - RING, bounds.getWidth() + 2 * RING,
                bounds.getHeight() + 2 * RING);
        boolean leftOf = bounds.getCenterX() > getWidth() / 2;
        double x = leftOf ? bounds.getMinX() - GAP - WIDTH : bounds.getMaxX() + GAP;
        double middle = Math.clamp(bounds.getCenterY(), MARGIN, getHeight() - BOTTOM);
        double y = Math.clamp(middle - height / 2, MARGIN, Math.max(MARGIN, getHeight() - BOTTOM - height));
        card.resizeRelocate(Math.round(Math.clamp(x, MARGIN, Math.max(MARGIN, getWidth() - MARGIN - WIDTH))), Math.round(y),
                WIDTH, height);
        double tip = Math.clamp(middle, y + 2 * ARROW, y + height - 2 * ARROW);
        arrow.resizeRelocate((leftOf ? card.getLayoutX() + WIDTH : card.getLayoutX()) - ARROW / 2, Math.round(tip - ARROW / 2),
                ARROW, ARROW);
    }

    /** The control, if it and all that it stands in are shown. */
    private Optional<Node> seen() {
        for (Node node = anchor; node != null; node = node.getParent())
            if (!node.isVisible()) return Optional.empty();
        return Optional.ofNullable(anchor).filter(node -> node.getScene() != null);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 0;
    }
}
