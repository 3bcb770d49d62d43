package meander.app.widgets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/**
 * A line of moments, of which one is looked at: the knob goes from moment to moment, marks stand where something is worth a
 * look. The line grows to the right with the last moment.
 */
public final class TimelineTrack extends ResizeHandle {
    private static final double KNOB = 14;
    private static final double LINE = 4;

    private final Region line = new Region();
    private final Region fill = new Region();
    private final Region other = new Region();
    private final Region knob = new Region();
    private final List<Region> marks = new ArrayList<>();
    private final IntConsumer onMove;
    private final IntConsumer onMoveOther;
    private boolean holdsOther;
    private double[] moments = {};
    private double end = 1;
    private int index = -1;
    private int second = -1;

    /** A moment that stands out. @param kind a style class, {@code best} for instance */
    public record Mark(int index, String kind) {}

    private List<Mark> marked = List.of();

    /**
     * @param onMove      told the index of the moment that a hand or a key goes to
     * @param onMoveOther told the index of the other moment, which has a knob of its own; keys with shift move it
     */
    public TimelineTrack(DragGesture hand, IntConsumer onMove, IntConsumer onMoveOther) {
        super("track", hand);
        getStyleClass().add("time-track");
        this.onMove = onMove;
        this.onMoveOther = onMoveOther;
        line.getStyleClass().add("line");
        fill.getStyleClass().add("fill");
        other.getStyleClass().add("other");
        knob.getStyleClass().add("knob");
        parts(line, fill, other, knob);
    }

    /** Shows moments. @param positions from left to right, @param reach where the right end stands, @param at the one looked at, @param compared another one, or −1 */
    public void show(double[] positions, double reach, int at, int compared, List<Mark> worthALook) {
        moments = positions.clone();
        end = Math.max(1e-9, reach);
        second = compared;
        if (at != index) {
            index = at;
            notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
        }
        if (!worthALook.equals(marked)) {
            marked = List.copyOf(worthALook);
            getChildren().removeAll(marks);
            marks.clear();
            for (Mark mark : marked) {
                Region dot = new Region();
                dot.getStyleClass().addAll("mark", mark.kind());
                marks.add(dot);
            }
            parts(marks.toArray(Region[]::new));
        }
        requestLayout();
    }

    /** Where a moment stands, in pixels from the left. */
    public double x(double position) {
        return KNOB / 2 + Math.max(0, getWidth() - KNOB) * Math.clamp(position / end, 0, 1);
    }

    @Override
    void grip(MouseEvent event) {
        double toOther = two() ? Math.abs(event.getX() - x(moments[second])) : Double.MAX_VALUE;
        double toKnob = index < 0 ? Double.MAX_VALUE : Math.abs(event.getX() - x(moments[index]));
        holdsOther = toOther <= KNOB && toOther < toKnob;
        pull(event);
    }

    private boolean two() {
        return second >= 0 && second < moments.length;
    }

    @Override
    void pull(MouseEvent event) {
        double wanted = (event.getX() - KNOB / 2) / Math.max(1, getWidth() - KNOB) * end;
        int nearest = -1;
        for (int i = 0; i < moments.length; i++)
            if (nearest < 0 || Math.abs(moments[i] - wanted) <= Math.abs(moments[nearest] - wanted)) nearest = i;
        if (!holdsOther) move(nearest);
        else if (nearest >= 0 && nearest != second) onMoveOther.accept(nearest);
    }

    @Override
    void home() {
        move(moments.length - 1);
    }

    @Override
    boolean turn(KeyEvent event) {
        if (event.isShiftDown() && two()) switch (event.getCode()) {
            case RIGHT, UP -> onMoveOther.accept(Math.min(second + 1, moments.length - 1));
            case LEFT, DOWN -> onMoveOther.accept(Math.max(second - 1, 0));
            default -> {
                return false;
            }
        }
        else
            return turnKnob(event);
        return true;
    }

    private boolean turnKnob(KeyEvent event) {
        switch (event.getCode()) {
            case RIGHT, UP -> move(index + 1);
            case LEFT, DOWN -> move(index - 1);
            case PAGE_UP -> move(index + 10);
            case PAGE_DOWN -> move(index - 10);
            case HOME -> move(0);
            case END -> move(moments.length - 1);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void move(int wanted) {
        if (moments.length == 0) return;
        int to = Math.clamp(wanted, 0, moments.length - 1);
        if (to != index) onMove.accept(to);
    }

    @Override
    protected void layoutChildren() {
        double middle = getHeight() / 2;
        double at = index < 0 || index >= moments.length ? x(0) : x(moments[index]);
        line.resizeRelocate(0, middle - LINE / 2, getWidth(), LINE);
        fill.resizeRelocate(0, middle - LINE / 2, at, LINE);
        other.setVisible(two());
        if (two()) other.resizeRelocate(x(moments[second]) - KNOB / 2, middle - KNOB / 2, KNOB, KNOB);
        for (int i = 0; i < marks.size(); i++) {
            int of = marked.get(i).index();
            marks.get(i).setVisible(of >= 0 && of < moments.length);
            if (marks.get(i).isVisible()) marks.get(i).resizeRelocate(x(moments[of]) - 1.5, middle - 9, 3, 6);
        }
        fill.setVisible(moments.length > 0);
        knob.setVisible(moments.length > 0);
        knob.resizeRelocate(at - KNOB / 2, middle - KNOB / 2, KNOB, KNOB);
        knob.toFront();
    }

    @Override
    protected double computePrefHeight(double width) {
        return 28;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 96;
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case VALUE -> (double) index;
            case MIN_VALUE -> 0.0;
            case MAX_VALUE -> (double) Math.max(0, moments.length - 1);
            case ORIENTATION -> javafx.geometry.Orientation.HORIZONTAL;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
        switch (action) {
            case INCREMENT -> move(index + 1);
            case DECREMENT -> move(index - 1);
            case SET_VALUE -> move(((Number) parameters[0]).intValue());
            default -> super.executeAccessibleAction(action, parameters);
        }
    }
}
