package meander.app.train;

import java.util.ArrayList;
import java.util.List;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;

/**
 * The pictures of a sheet, laid out so that they are as large as the room allows. Left of a line that a hand moves, the pictures
 * of another sheet can be shown in the same places.
 */
final class SampleGridView extends Region {
    private static final double GAP = 4;
    private static final double RADIUS = 6;
    /** Room for what rows show, left of them. */
    private static final double WORDS = 76;
    /** The part of a corner outside a quarter circle is drawn over; where the control points of its curve lie. */
    private static final double ROUND = 0.4477;

    /** A sheet with its pictures' places in it. @param words what each row shows; empty where rows mean nothing */
    record Sheet(Image image, int columns, int rows, double width, double height, List<String> words) {
        Sheet(Image image, int columns, int rows, double width, double height) {
            this(image, columns, rows, width, height, List.of());
        }

        int count() {
            return columns * rows;
        }
    }

    private final Canvas canvas = new Canvas();
    private final Line paper = new Line();
    private final Region divider = new Region();
    private final List<Label> words = new ArrayList<>();
    private final DoubleProperty wipe = new SimpleDoubleProperty(this, "wipe", 0.5);
    private Sheet sheet;
    private Sheet other;

    SampleGridView() {
        getStyleClass().add("sheet-grid");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        paper.getStyleClass().add("paper");
        paper.setOpacity(0);
        paper.setManaged(false);
        paper.strokeProperty().addListener((_, _, _) -> requestLayout());
        divider.getStyleClass().add("divider");
        divider.setManaged(false);
        divider.setMouseTransparent(true);
        divider.setVisible(false);
        canvas.setManaged(false);
        getChildren().addAll(paper, canvas, divider);
        wipe.addListener((_, _, _) -> requestLayout());
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::wipe);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::wipe);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            double step = switch (event.getCode()) {
                case LEFT -> -0.02;
                case RIGHT -> 0.02;
                default -> 0;
            };
            if (other == null || step == 0) return;
            wipe.set(Math.clamp(wipe.get() + step, 0, 1));
            event.consume();
        });
    }

    /** @param beside shown left of the line; null for none */
    void show(Sheet shown, Sheet beside) {
        sheet = shown;
        other = beside;
        divider.setVisible(other != null);
        word(sheet == null ? List.of() : sheet.words());
        setFocusTraversable(other != null);
        requestLayout();
    }

    private void word(List<String> rows) {
        while (words.size() < rows.size()) {
            Label label = new Label();
            label.getStyleClass().add("row-word");
            label.setManaged(false);
            words.add(label);
            getChildren().add(label);
        }
        for (int i = 0; i < words.size(); i++) {
            words.get(i).setVisible(i < rows.size());
            if (i < rows.size()) words.get(i).setText(rows.get(i));
        }
    }

    Sheet shown() {
        return sheet;
    }

    /** How much of the width the other sheet takes. */
    DoubleProperty wipe() {
        return wipe;
    }

    private void wipe(MouseEvent event) {
        if (other == null) return;
        requestFocus();
        wipe.set(Math.clamp(event.getX() / Math.max(1, getWidth()), 0, 1));
        event.consume();
    }

    @Override
    protected void layoutChildren() {
        double width = Math.max(1, getWidth());
        double height = Math.max(1, getHeight());
        canvas.setWidth(width);
        canvas.setHeight(height);
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.clearRect(0, 0, width, height);
        if (sheet == null) return;
        draw(pen, sheet, width, height, 0, width);
        placeWords(width, height);
        if (other == null) return;
        double split = Math.rint(width * wipe.get());
        pen.clearRect(0, 0, split, height);
        draw(pen, other, width, height, 0, split);
        divider.resizeRelocate(split - 1, 0, 2, height);
    }

    /**
     * Where pictures lie.
     *
     * @param across how many side by side
     * @param tile   width of one
     * @param high   height of one
     * @param gap    between them
     * @param left   where they begin
     */
    private record Places(int across, double tile, double high, double gap, double left) {
        static Places of(Sheet what, double width, double height) {
            double left = what.words().isEmpty() ? 0 : Math.min(WORDS, Math.floor(width / 5));
            double room = width - left;
            int across = what.words().isEmpty() ? fitting(what, room, height) : what.columns();
            int down = (what.count() + across - 1) / across;
            double ratio = what.height() / what.width();
            double tile = Math.floor(Math.min((room - GAP * (across - 1)) / across, (height - GAP * (down - 1)) / down / ratio));
            // What is left over goes between the pictures, as far as it does not tear them apart.
            double gap = across == 1 ? 0 : Math.min(GAP + 4, (room - across * tile) / (across - 1));
            return new Places(across, tile, Math.floor(tile * ratio), gap, left);
        }
    }

    private void placeWords(double width, double height) {
        if (sheet.words().isEmpty()) return;
        Places places = Places.of(sheet, width, height);
        for (int i = 0; i < sheet.words().size(); i++)
            words.get(i).resizeRelocate(0, i * (places.high + GAP), places.left - GAP, places.high);
    }

    private void draw(GraphicsContext pen, Sheet what, double width, double height, double from, double to) {
        Places places = Places.of(what, width, height);
        double tile = places.tile;
        double high = places.high;
        if (tile < 2) return;
        pen.save();
        pen.beginPath();
        pen.rect(from, 0, to - from, height);
        pen.clip();
        pen.setFill(paper.getStroke());
        for (int i = 0; i < what.count(); i++) {
            double x = Math.rint(places.left + i % places.across * (tile + places.gap));
            double y = i / places.across * (high + GAP);
            if (x > to || x + tile < from) continue;
            pen.drawImage(what.image(), i % what.columns() * what.width(), i / what.columns() * what.height(), what.width(),
                    what.height(), x, y, tile, high);
            double radius = Math.min(RADIUS, tile / 6);
            corner(pen, x, y, radius, radius);
            corner(pen, x + tile, y, -radius, radius);
            corner(pen, x, y + high, radius, -radius);
            corner(pen, x + tile, y + high, -radius, -radius);
        }
        pen.restore();
    }

    private static void corner(GraphicsContext pen, double x, double y, double dx, double dy) {
        pen.beginPath();
        pen.moveTo(x, y);
        pen.lineTo(x + dx, y);
        pen.bezierCurveTo(x + dx * ROUND, y, x, y + dy * ROUND, x, y + dy);
        pen.closePath();
        pen.fill();
    }

    /** How many pictures stand side by side, so that they are largest. */
    private static int fitting(Sheet what, double width, double height) {
        double ratio = what.height() / what.width();
        int best = 1;
        double largest = 0;
        for (int across = 1; across <= what.count(); across++) {
            int down = (what.count() + across - 1) / across;
            double tile = Math.min((width - GAP * (across - 1)) / across, (height - GAP * (down - 1)) / down / ratio);
            if (tile > largest + 0.01) {
                largest = tile;
                best = across;
            }
        }
        return best;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 64;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 96;
    }
}
