package meander.app.widgets;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/**
 * A slider's track: a line that fills from its start, or from the middle when zero lies there, and a knob.
 * Moving the knob lays out three regions and nothing else.
 */
public final class SliderTrack extends ResizeHandle {
    private static final double KNOB = 14;
    private static final double LINE = 4;

    private final Region line = new Region();
    private final Region fill = new Region();
    private final Region knob = new Region();
    private final double min;
    private final double max;
    private final double initial;
    private final double step;
    private final boolean bipolar;
    private final DoubleProperty value = new SimpleDoubleProperty(this, "value") {
        @Override
        protected void invalidated() {
            get();
            requestLayout();
            notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
        }
    };

    /** @param step what an arrow key adds; shift makes it ten times finer */
    public SliderTrack(double min, double max, double initial, double step, DragGesture hand) {
        super("track", hand);
        this.min = min;
        this.max = max;
        this.initial = initial;
        this.step = step;
        this.bipolar = min < 0 && max == -min;
        value.set(initial);
        line.getStyleClass().add("line");
        fill.getStyleClass().add("fill");
        knob.getStyleClass().add("knob");
        parts(line, fill, knob);
    }

    public DoubleProperty valueProperty() {
        return value;
    }

    /** One step up or down, ten times finer if asked for, within the track. */
    public void nudge(int direction, boolean fine) {
        move(snap(value.get() + direction * (fine ? step / 10 : step), fine ? step / 10 : step));
    }

    @Override
    void grip(MouseEvent event) {
        pull(event);
    }

    @Override
    void pull(MouseEvent event) {
        double share = (event.getX() - KNOB / 2) / (getWidth() - KNOB);
        double fine = event.isShiftDown() ? step / 10 : step;
        move(snap(min + share * (max - min), fine));
    }

    @Override
    void home() {
        value.set(initial);
    }

    @Override
    boolean turn(KeyEvent event) {
        switch (event.getCode()) {
            case RIGHT, UP -> nudge(1, event.isShiftDown());
            case LEFT, DOWN -> nudge(-1, event.isShiftDown());
            case PAGE_UP -> move(value.get() + 10 * step);
            case PAGE_DOWN -> move(value.get() - 10 * step);
            case HOME -> move(min);
            case END -> move(max);
            case BACK_SPACE, DELETE -> reset();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void move(double wanted) {
        value.set(Math.clamp(wanted, min, max));
    }

    private static double snap(double value, double step) {
        // Division by the inverse keeps 0.7 at 0.7 where a product would give 0.7000000000000001.
        double inverse = 1 / step;
        return inverse > 1 ? Math.rint(value * inverse) / inverse : Math.rint(value / step) * step;
    }

    @Override
    protected void layoutChildren() {
        double middle = getHeight() / 2;
        double span = Math.max(0, getWidth() - KNOB);
        double at = KNOB / 2 + span * Math.clamp((value.get() - min) / (max - min), 0, 1);
        double from = bipolar ? KNOB / 2 + span * -min / (max - min) : 0;
        line.resizeRelocate(0, middle - LINE / 2, getWidth(), LINE);
        fill.resizeRelocate(Math.min(from, at), middle - LINE / 2, Math.abs(at - from), LINE);
        knob.resizeRelocate(at - KNOB / 2, middle - KNOB / 2, KNOB, KNOB);
    }

    @Override
    protected double computePrefHeight(double width) {
        return 28;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 48;
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case VALUE -> value.get();
            case MIN_VALUE -> min;
            case MAX_VALUE -> max;
            case ORIENTATION -> javafx.geometry.Orientation.HORIZONTAL;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
        switch (action) {
            case INCREMENT -> nudge(1, false);
            case DECREMENT -> nudge(-1, false);
            case SET_VALUE -> move(((Number) parameters[0]).doubleValue());
            default -> super.executeAccessibleAction(action, parameters);
        }
    }
}
