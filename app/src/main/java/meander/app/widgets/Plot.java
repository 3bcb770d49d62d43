package meander.app.widgets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleFunction;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Line;

import meander.app.base.NumberFormats;

/**
 * Curves of {@link PlotSeries} over one position. However many points they have, a drawing takes what its width takes: where points
 * are denser than pixels, a band shows the extremes of each column and a line the mean. It is drawn at most once a pulse. The
 * stylesheet inks it: {@code .ink-0}, {@code .ink-1} … the curves, {@code .grid} the lines behind, {@code .tick} the figures.
 */
public final class Plot extends Region {
    private static final double LEFT = 44;
    private static final double TOP = 6;
    private static final double RIGHT = 4;
    private static final double BOTTOM = 6;
    private static final int TICKS = 4;
    private static final double TICK_ROOM = 28;
    private static final double BAND = 0.28;

    private final Canvas canvas = new Canvas();
    private final List<Line> inks = new ArrayList<>();
    private final Line grid = ink("grid");
    private final Line cursorLine = new Line();
    private final Line hoverLine = new Line();
    private final List<Label> ticks = new ArrayList<>();
    private final DoubleProperty cursor = new SimpleDoubleProperty(this, "cursor", Double.NaN);
    private final DoubleProperty hover = new SimpleDoubleProperty(this, "hover", Double.NaN);
    private List<PlotSeries> curves = List.of();
    private DoubleFunction<String> words = value -> NumberFormats.format(value, 2, false);
    private DoubleConsumer onPick = _ -> {};
    private double end = 1;
    private boolean dirty = true;

    public Plot() {
        getStyleClass().add("plot");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        cursorLine.getStyleClass().add("cursor");
        hoverLine.getStyleClass().add("hover");
        canvas.setManaged(false);
        getChildren().addAll(grid, canvas, hoverLine, cursorLine);
        for (Line line : List.of(cursorLine, hoverLine)) {
            line.setManaged(false);
            line.setMouseTransparent(true);
            line.setVisible(false);
        }
        for (int i = 0; i < TICKS + 2; i++) {
            Label tick = new Label();
            tick.getStyleClass().add("tick");
            tick.setManaged(false);
            tick.setMouseTransparent(true);
            tick.setVisible(false);
            ticks.add(tick);
            getChildren().add(tick);
        }
        grid.strokeProperty().addListener((_, _, _) -> refresh());
        cursor.addListener((_, _, _) -> requestLayout());
        hover.addListener((_, _, _) -> requestLayout());
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> hover.set(position(event.getX())));
        addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> {
            hover.set(position(event.getX()));
            if (event.getButton() == MouseButton.PRIMARY) onPick.accept(position(event.getX()));
        });
        addEventHandler(MouseEvent.MOUSE_EXITED, _ -> hover.set(Double.NaN));
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            if (event.getButton() == MouseButton.PRIMARY) onPick.accept(position(event.getX()));
        });
    }

    /** Shows other curves. */
    public void show(List<PlotSeries> changed) {
        curves = List.copyOf(changed);
        while (inks.size() < curves.size()) {
            Line ink = ink("ink-" + inks.size());
            ink.strokeProperty().addListener((_, _, _) -> refresh());
            inks.add(ink);
            getChildren().addFirst(ink);
        }
        refresh();
    }

    /** The curves have grown. @param reach where the right edge stands */
    public void refresh(double reach) {
        end = Math.max(1, reach);
        refresh();
    }

    private void refresh() {
        dirty = true;
        requestLayout();
    }

    /** Writes the figures of the scale. */
    public void setWords(DoubleFunction<String> changed) {
        words = changed;
    }

    /** Told the position where a hand presses or drags. */
    public void setOnPick(DoubleConsumer changed) {
        onPick = changed;
    }

    /** The position of a dashed line; NaN for none. */
    public DoubleProperty momentProperty() {
        return cursor;
    }

    /** The position under the mouse; NaN for none. Bind several to let them move together. */
    public DoubleProperty pointedProperty() {
        return hover;
    }

    private double position(double x) {
        return end * Math.clamp((x - LEFT) / Math.max(1, getWidth() - LEFT - RIGHT), 0, 1);
    }

    @Override
    protected void layoutChildren() {
        double width = Math.max(1, getWidth());
        double height = Math.max(1, getHeight());
        if (canvas.getWidth() != width || canvas.getHeight() != height) {
            canvas.setWidth(width);
            canvas.setHeight(height);
            dirty = true;
        }
        if (dirty) draw(width, height);
        dirty = false;
        place(cursorLine, cursor.get(), width, height);
        place(hoverLine, hover.get(), width, height);
    }

    private void place(Line line, double at, double width, double height) {
        boolean there = !Double.isNaN(at) && at <= end;
        line.setVisible(there);
        if (!there) return;
        double x = Math.rint(LEFT + at / end * (width - LEFT - RIGHT)) + 0.5;
        line.setStartX(x);
        line.setEndX(x);
        line.setStartY(TOP);
        line.setEndY(height - BOTTOM);
    }

    private void draw(double width, double height) {
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.clearRect(0, 0, width, height);
        int columns = (int) Math.max(1, width - LEFT - RIGHT);
        Scale scale = Scale.of(curves, (int) Math.clamp((height - TOP - BOTTOM) / TICK_ROOM, 2, TICKS - 1));
        pen.setLineWidth(1);
        pen.setStroke(paint(grid));
        for (int i = 0; i < ticks.size(); i++) {
            double value = scale.low + i * scale.step;
            Label tick = ticks.get(i);
            tick.setVisible(scale.any && value <= scale.high + scale.step / 2);
            if (!tick.isVisible()) continue;
            double y = Math.rint(y(value, scale, height)) + 0.5;
            pen.strokeLine(LEFT, y, width - RIGHT, y);
            tick.setText(words.apply(value));
            double wide = tick.prefWidth(-1);
            double high = tick.prefHeight(-1);
            tick.resizeRelocate(LEFT - 8 - wide, y - high / 2, wide, high);
        }
        if (!scale.any) for (int i = 0; i < TICKS; i++) {
            double y = Math.rint(TOP + (height - TOP - BOTTOM) * i / (TICKS - 1)) + 0.5;
            pen.strokeLine(LEFT, y, width - RIGHT, y);
        }
        for (int i = 0; i < curves.size(); i++)
            curve(pen, curves.get(i), paint(inks.get(i)), scale, columns, height);
    }

    private void curve(GraphicsContext pen, PlotSeries series, Paint ink, Scale scale, int columns, double height) {
        pen.setStroke(ink);
        pen.setFill(ink);
        pen.setLineWidth(1.5);
        if (series.size() <= columns) {
            pen.beginPath();
            for (int i = 0; i < series.size(); i++) {
                double x = LEFT + series.x(i) / end * columns;
                double y = y(series.y(i), scale, height);
                if (i == 0) pen.moveTo(x, y);
                else
                    pen.lineTo(x, y);
            }
            pen.stroke();
            if (series.size() == 1) pen.fillOval(LEFT + series.x(0) / end * columns - 2, y(series.y(0), scale, height) - 2, 4, 4);
            return;
        }
        PlotSeries.Stretch[] stretches = series.columns(0, end, columns);
        pen.setGlobalAlpha(BAND);
        for (int column = 0; column < columns; column++)
            if (stretches[column] != null) {
                double top = y(stretches[column].max(), scale, height);
                double low = y(stretches[column].min(), scale, height);
                pen.fillRect(LEFT + column, top, 1, Math.max(1, low - top));
            }
        pen.setGlobalAlpha(1);
        pen.beginPath();
        boolean first = true;
        for (int column = 0; column < columns; column++)
            if (stretches[column] != null) {
                double y = y(stretches[column].mean(), scale, height);
                if (first) pen.moveTo(LEFT + column + 0.5, y);
                else
                    pen.lineTo(LEFT + column + 0.5, y);
                first = false;
            }
        pen.stroke();
    }

    private static double y(double value, Scale scale, double height) {
        return height - BOTTOM - (value - scale.low) / (scale.high - scale.low) * (height - TOP - BOTTOM);
    }

    private static Paint paint(Line ink) {
        return ink.getStroke() == null ? Color.TRANSPARENT : ink.getStroke();
    }

    /** A line of no length, whose stroke the stylesheet decides. */
    private static Line ink(String name) {
        Line ink = new Line();
        ink.getStyleClass().add(name);
        ink.setManaged(false);
        ink.setMouseTransparent(true);
        ink.setOpacity(0);
        return ink;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 48;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 120;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 240;
    }

    /** A scale with round figures about all that the curves reach. */
    private record Scale(double low, double high, double step, boolean any) {
        static Scale of(List<PlotSeries> curves, int intervals) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (PlotSeries series : curves)
                if (series.size() > 0) {
                    PlotSeries.Stretch all = series.stretch(0, series.size());
                    low = Math.min(low, all.min());
                    high = Math.max(high, all.max());
                }
            if (low > high) return new Scale(0, 1, 1, false);
            if (low >= 0 && low < 0.4 * high) low = 0;
            if (high - low < 1e-9 * Math.max(1, Math.abs(high))) {
                double room = Math.max(Math.abs(high) * 0.1, 1e-6);
                low -= room;
                high += room;
            }
            double step = round((high - low) / intervals);
            return new Scale(Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step, step, true);
        }

        private static double round(double step) {
            double power = Math.pow(10, Math.floor(Math.log10(step)));
            double share = step / power;
            return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 2.5 ? 2.5 : share <= 5 ? 5 : 10);
        }
    }
}
