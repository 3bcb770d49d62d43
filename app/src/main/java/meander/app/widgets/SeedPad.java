package meander.app.widgets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;

/**
 * The plane of seeds, dragged like a map under a fixed mark: what lies under the mark is the latent. Seeds near the mark are
 * brighter, as their share in the blend is larger. The marks are made once and moved, never made anew while dragging.
 */
public final class SeedPad extends ResizeHandle {
    private static final double SPACING = 64;
    private static final double ROW_SPACING = 36;
    private static final double HEIGHT = 120;

    private record Mark(Circle dot, Text text) {}

    private final BiFunction<Long, Long, String> seedAt;
    private final DoubleProperty x = new SimpleDoubleProperty(this, "x");
    private final DoubleProperty y = new SimpleDoubleProperty(this, "y");
    private final List<Mark> marks = new ArrayList<>();
    private final Region ring = new Region();
    private double gripX;
    private double gripY;
    private double startX;
    private double startY;

    /** @param seedAt names the seed so many steps to the right and so many rows up */
    public SeedPad(BiFunction<Long, Long, String> seedAt, DragGesture hand) {
        super("seed-pad", hand);
        this.seedAt = seedAt;
        ring.getStyleClass().add("ring");
        parts(ring);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        clip.setArcWidth(16);
        clip.setArcHeight(16);
        setClip(clip);
        x.addListener((_, _, _) -> requestLayout());
        y.addListener((_, _, _) -> requestLayout());
    }

    /** Steps to the right of the seed. */
    public DoubleProperty xProperty() {
        return x;
    }

    /** Rows above the seed. */
    public DoubleProperty yProperty() {
        return y;
    }

    /** Names the seeds anew, when the seed at the origin is another. */
    public void refresh() {
        requestLayout();
    }

    @Override
    void grip(MouseEvent event) {
        gripX = event.getX();
        gripY = event.getY();
        startX = x.get();
        startY = y.get();
    }

    @Override
    void pull(MouseEvent event) {
        double fine = event.isShiftDown() ? 10 : 1;
        move(startX - (event.getX() - gripX) / SPACING / fine, startY + (event.getY() - gripY) / ROW_SPACING / fine);
    }

    @Override
    void home() {
        move(0, 0);
    }

    @Override
    boolean turn(KeyEvent event) {
        double step = event.isShiftDown() ? 0.01 : 0.1;
        switch (event.getCode()) {
            case LEFT -> move(x.get() - step, y.get());
            case RIGHT -> move(x.get() + step, y.get());
            case UP -> move(x.get(), y.get() + step);
            case DOWN -> move(x.get(), y.get() - step);
            case HOME -> reset();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void move(double toX, double toY) {
        x.set(Math.rint(toX * 1000) / 1000);
        y.set(Math.rint(toY * 1000) / 1000);
    }

    @Override
    protected void layoutChildren() {
        int columns = (int) Math.ceil(getWidth() / SPACING) + 2;
        int rows = (int) Math.ceil(getHeight() / ROW_SPACING) + 2;
        while (marks.size() < columns * rows)
            marks.add(mark());
        long firstX = (long) Math.floor(x.get()) - columns / 2 + 1;
        long firstY = (long) Math.floor(y.get()) - rows / 2 + 1;
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            boolean used = i < columns * rows;
            mark.dot.setVisible(used);
            mark.text.setVisible(used);
            if (used) place(mark, firstX + i % columns, firstY + i / columns);
        }
        ring.resizeRelocate(getWidth() / 2 - 9, getHeight() / 2 - 9, 18, 18);
    }

    private void place(Mark mark, long column, long row) {
        double dx = column - x.get();
        double dy = row - y.get();
        double atX = getWidth() / 2 + dx * SPACING;
        double atY = getHeight() / 2 - dy * ROW_SPACING;
        double share = Math.max(0, 1 - Math.abs(dx)) * Math.max(0, 1 - Math.abs(dy));
        String name = seedAt.apply(column, row);
        if (!mark.text.getText().equals(name)) mark.text.setText(name);
        mark.dot.setOpacity(0.4 + 0.6 * share);
        mark.text.setOpacity(0.5 + 0.5 * share);
        mark.dot.relocate(atX - 2, atY - 2);
        mark.text.relocate(Math.rint(atX - mark.text.getLayoutBounds().getWidth() / 2), Math.rint(atY + 8));
    }

    private Mark mark() {
        Mark mark = new Mark(new Circle(2), new Text());
        mark.dot.getStyleClass().add("seed-dot");
        mark.text.getStyleClass().add("seed-name");
        mark.dot.setManaged(false);
        mark.text.setManaged(false);
        mark.dot.setMouseTransparent(true);
        mark.text.setMouseTransparent(true);
        getChildren().addAll(getChildren().size() - 1, List.of(mark.dot, mark.text));
        return mark;
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return HEIGHT;
    }
}
