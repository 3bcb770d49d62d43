package meander.app.widgets;

import java.util.function.DoubleFunction;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;

import meander.app.base.NumberFormats;

/**
 * A number in one line: name (84), track, value (56). The value is typed, scrolled over or dragged on the track; a double click
 * resets it; a dot before the name shows that it was changed and resets it too.
 */
public final class SliderRow extends Region {
    private static final double NAME = 84;
    private static final double VALUE = 56;
    private static final double HEIGHT = 28;
    private static final double GAP = 8;
    private static final double DOT = 12;

    /**
     * What a row is for.
     *
     * @param name     shown before the track
     * @param about    one sentence: what it does to the picture
     * @param initial  where a reset leaves it
     * @param step     what an arrow key or a notch of the wheel adds
     * @param decimals of the value as it is shown
     * @param reset    what the dot says
     */
    public record Spec(String name, String about, double min, double max, double initial, double step, int decimals,
            String reset) {
        /** With steps and decimals that suit the range: about a hundred steps. */
        public static Spec of(String name, String about, double min, double max, double initial, boolean whole, String reset) {
            if (whole) return new Spec(name, about, min, max, initial, 1, 0, reset);
            double step = Math.pow(10, Math.round(Math.log10((max - min) / 200)));
            return new Spec(name, about, min, max, initial, step, (int) Math.max(1, Math.min(4, -Math.round(Math.log10(step)))),
                    reset);
        }
    }

    private final Label name;
    private final Button dot = new Button();
    private final SliderTrack track;
    private final TextField field = new TextField();
    private final Spec spec;
    private final boolean signed;
    private DoubleFunction<String> words;

    public SliderRow(Spec spec, DragGesture hand) {
        this.spec = spec;
        this.signed = spec.min() < 0 && spec.max() == -spec.min();
        this.words = value -> NumberFormats.format(value, spec.decimals(), signed);
        getStyleClass().add("slider-row");
        name = new Label(spec.name());
        name.getStyleClass().add("name");
        name.setTooltip(new Tooltip(spec.about().isEmpty() ? spec.name() : spec.about()));
        track = new SliderTrack(spec.min(), spec.max(), spec.initial(), spec.step(), hand);
        track.setAccessibleText(spec.name());
        track.setAccessibleHelp(spec.about());
        name.setLabelFor(track);
        field.getStyleClass().add("value-field");
        field.setAccessibleText(spec.name());
        dot.getStyleClass().add("changed-dot");
        dot.setAccessibleText(spec.reset());
        dot.setTooltip(new Tooltip(spec.reset()));
        dot.setFocusTraversable(false);
        dot.setOnAction(_ -> reset());
        getChildren().addAll(dot, name, track, field);

        ChangeListener<Object> shown = (_, _, _) -> show();
        valueProperty().addListener(shown);
        field.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) commit();
        });
        SelectAllOnFocus.install(field);
        field.setOnAction(_ -> {
            commit();
            field.selectAll();
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        field.addEventFilter(ScrollEvent.SCROLL, this::scroll);
        name.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) reset();
        });
        show();
    }

    /** The number; may be set outside the track by typing. */
    public DoubleProperty valueProperty() {
        return track.valueProperty();
    }

    /** Whether a hand holds the knob. */
    public ReadOnlyBooleanProperty heldProperty() {
        return track.heldProperty();
    }

    /** Writes some values as words, such as “all” for the last one. */
    public void setWords(DoubleFunction<String> changed) {
        words = changed;
        show();
    }

    public void reset() {
        valueProperty().set(spec.initial());
    }

    private void show() {
        String text = words.apply(valueProperty().get());
        if (!field.getText().equals(text)) field.setText(text);
        dot.setVisible(valueProperty().get() != spec.initial());
    }

    private void commit() {
        NumberFormats.parse(field.getText()).ifPresent(valueProperty()::set);
        show();
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case UP -> track.nudge(1, event.isShiftDown());
            case DOWN -> track.nudge(-1, event.isShiftDown());
            case ESCAPE -> show();
            default -> {
                return;
            }
        }
        field.selectAll();
        event.consume();
    }

    private void scroll(ScrollEvent event) {
        // With shift held some systems report a sideways scroll.
        double amount = event.getDeltaY() != 0 ? event.getDeltaY() : event.getDeltaX();
        if (amount != 0) track.nudge(amount > 0 ? 1 : -1, event.isShiftDown());
        event.consume();
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double width = getWidth() - left - snappedRightInset();
        // The dot stands in the card's padding, so that names keep their line.
        dot.resizeRelocate(left - DOT, 0, DOT, HEIGHT);
        name.resizeRelocate(left, 0, NAME, HEIGHT);
        double start = left + NAME + GAP;
        double end = left + width - VALUE - GAP;
        track.resizeRelocate(start, 0, Math.max(0, end - start), HEIGHT);
        field.resizeRelocate(left + width - VALUE, 2, VALUE, HEIGHT - 4);
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computePrefWidth(double height) {
        return NAME + GAP + 140 + GAP + VALUE;
    }
}
