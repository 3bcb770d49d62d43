package meander.app.widgets;

import java.util.function.DoubleConsumer;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

import meander.app.base.NumberFormats;

/** A small bar about zero with its number and value written on it, for grids of hundreds. Dragging is relative: a press alone changes nothing. */
public final class MiniSlider extends ResizeHandle {
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");

    private final Region fill = new Region();
    private final Label name = new Label();
    private final Label number = new Label();
    private final double range;
    private DoubleConsumer onValue = _ -> {};
    private double value;
    private double gripX;
    private double start;

    /** @param range how far the bar reaches to either side */
    public MiniSlider(double range, DragGesture hand) {
        super("mini-slider", hand);
        this.range = range;
        fill.getStyleClass().add("fill");
        name.getStyleClass().add("name");
        number.getStyleClass().add("number");
        parts(fill, name, number);
    }

    /** Makes it the slider of something else, as a virtualised list does. */
    public void show(String shownName, String about, double shownValue, DoubleConsumer changed) {
        onValue = _ -> {};
        name.setText(shownName);
        setAccessibleText(about);
        setValue(shownValue);
        onValue = changed;
    }

    /** Shows a value without telling anyone. */
    public void setValue(double shown) {
        value = shown;
        pseudoClassStateChanged(CHANGED, shown != 0);
        number.setText(shown == 0 ? "" : NumberFormats.format(shown, 2, true));
        notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
        requestLayout();
    }

    private void move(double wanted) {
        double taken = Math.rint(Math.clamp(wanted, -range, range) * 100) / 100;
        if (taken != value) {
            setValue(taken);
            onValue.accept(taken);
        }
    }

    @Override
    void grip(MouseEvent event) {
        gripX = event.getX();
        start = value;
    }

    @Override
    void pull(MouseEvent event) {
        move(start + (event.getX() - gripX) / getWidth() * 2 * range / (event.isShiftDown() ? 10 : 1));
    }

    @Override
    void home() {
        move(0);
    }

    @Override
    boolean turn(KeyEvent event) {
        double step = event.isShiftDown() ? 0.01 : 0.1;
        switch (event.getCode()) {
            case RIGHT -> move(value + step);
            case LEFT -> move(value - step);
            case BACK_SPACE, DELETE, HOME -> reset();
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    protected void layoutChildren() {
        double middle = getWidth() / 2;
        double at = middle + Math.clamp(value / range, -1, 1) * (middle - 1);
        fill.resizeRelocate(Math.min(middle, at), 1, Math.abs(at - middle), getHeight() - 2);
        name.resizeRelocate(6, 0, 32, getHeight());
        number.resizeRelocate(getWidth() - 50, 0, 44, getHeight());
    }

    @Override
    protected double computePrefHeight(double width) {
        return 24;
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case VALUE -> value;
            case MIN_VALUE -> -range;
            case MAX_VALUE -> range;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
        switch (action) {
            case INCREMENT -> move(value + 0.1);
            case DECREMENT -> move(value - 0.1);
            case SET_VALUE -> move(((Number) parameters[0]).doubleValue());
            default -> super.executeAccessibleAction(action, parameters);
        }
    }
}
