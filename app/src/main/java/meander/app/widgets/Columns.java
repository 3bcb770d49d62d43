package meander.app.widgets;

import java.util.function.DoubleConsumer;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/**
 * A middle with a column at either side. The columns keep their width in pixels, are dragged at their edge, and fold away: by
 * hand, or because the window has become narrow, the left one first.
 */
public final class Columns extends Region {
    private static final double GRIP = 5;
    private static final double MIDDLE = 420;

    private final Side left;
    private final Side right;
    private final Node middle;

    /** @param grip what a tooltip says of the edges */
    public Columns(Node leftNode, double leftWidth, Node middle, Node rightNode, double rightWidth, String grip) {
        this.middle = middle;
        this.left = new Side(leftNode, leftWidth, 200, 420, 1, grip);
        this.right = new Side(rightNode, rightWidth, 320, 560, -1, grip);
        getChildren().addAll(middle, leftNode, rightNode, left.grip, right.grip);
    }

    /** Shows or folds the left column; where there is no room for both, the other one gives way. */
    public void toggleLeft() {
        toggle(left, right);
    }

    /** Shows or folds the right column; where there is no room for both, the other one gives way. */
    public void toggleRight() {
        toggle(right, left);
    }

    private void toggle(Side side, Side other) {
        boolean show = !side.node.isVisible();
        side.open.set(show);
        if (show && other.node.isVisible() && getWidth() < MIDDLE + side.width.get() + other.width.get()) other.open.set(false);
        requestLayout();
    }

    public Side left() {
        return left;
    }

    public Side right() {
        return right;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        boolean showRight = right.there && right.open.get() && width >= MIDDLE + right.width.get();
        boolean showLeft = left.there && left.open.get()
                && width >= MIDDLE + left.width.get() + (showRight ? right.width.get() : 0);
        double leftWidth = showLeft ? left.width.get() : 0;
        double rightWidth = showRight ? right.width.get() : 0;
        left.place(showLeft, 0, leftWidth, leftWidth, height);
        right.place(showRight, width - rightWidth, rightWidth, width - rightWidth, height);
        double gap = showLeft ? 1 : 0;
        middle.resizeRelocate(leftWidth + gap, 0, Math.max(0, width - leftWidth - rightWidth - gap), height);
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 0;
    }

    /** One of the columns. */
    public final class Side {
        private final Node node;
        private final double usual;
        private final double least;
        private final double most;
        private final int direction;
        private final Region grip = new Region();
        private final DoubleProperty width = new SimpleDoubleProperty();
        private final BooleanProperty open = new SimpleBooleanProperty(true);
        private boolean there = true;
        private DoubleConsumer onDragged = _ -> {};
        private double gripX;
        private double startWidth;

        private Side(Node node, double usual, double least, double most, int direction, String name) {
            this.node = node;
            this.usual = usual;
            this.least = least;
            this.most = most;
            this.direction = direction;
            width.set(usual);
            grip.getStyleClass().add("column-grip");
            grip.setAccessibleText(name);
            width.addListener((_, _, _) -> requestLayout());
            open.addListener((_, _, _) -> requestLayout());
            grip.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
                gripX = event.getSceneX();
                startWidth = width.get();
                if (event.getClickCount() == 2) resize(usual);
                event.consume();
            });
            grip.addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> {
                resize(startWidth + direction * (event.getSceneX() - gripX));
                event.consume();
            });
            grip.addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> onDragged.accept(width.get()));
            grip.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
                if (event.getCode() == KeyCode.LEFT || event.getCode() == KeyCode.RIGHT) {
                    resize(width.get() + direction * (event.getCode() == KeyCode.RIGHT ? 8 : -8));
                    event.consume();
                }
            });
        }

        public void resize(double wanted) {
            width.set(Math.rint(Math.clamp(wanted, least, most)));
        }

        public double usual() {
            return usual;
        }

        public double width() {
            return width.get();
        }

        /** Whether a person wants to see it; a narrow window may fold it all the same. */
        public BooleanProperty openProperty() {
            return open;
        }

        /** Whether there is anything to show; without, the column takes no room. */
        public void setThere(boolean something) {
            there = something;
            requestLayout();
        }

        /** Told the width when a hand lets go of the edge. */
        public void setOnDragged(DoubleConsumer changed) {
            onDragged = changed;
        }

        private void place(boolean shown, double x, double columnWidth, double edge, double height) {
            node.setVisible(shown);
            grip.setVisible(shown);
            if (!shown) return;
            node.resizeRelocate(x, 0, columnWidth, height);
            grip.resizeRelocate(edge - (direction < 0 ? 3 : 2), 0, GRIP, height);
        }
    }
}
