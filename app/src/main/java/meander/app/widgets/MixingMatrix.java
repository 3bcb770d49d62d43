package meander.app.widgets;

import java.util.ArrayList;
import java.util.List;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

import org.kordamp.ikonli.material2.Material2OutlinedAL;

/**
 * Layers down, sources across: which seed each layer takes its style from, and how much of it. A click takes a layer from a
 * source, a drag down the column paints, shift and the wheel blend. By keyboard: arrows walk, Enter takes, plus and minus blend.
 */
public final class MixingMatrix extends Region {
    private static final PseudoClass CURSOR = PseudoClass.getPseudoClass("cursor");
    private static final double LABEL = 32;
    private static final double GAP = 4;
    private static final double CELL = 18;
    private static final double HEADER = 24;
    private static final double THUMB = 40;
    private static final double WIDEST = 56;

    /** What the matrix shows and changes. Source 0 is the sliders' own seed, the others are donors. */
    public interface Mix {
        int layers();

        /** The label at the start of a layer's row, its resolution. */
        String layer(int layer);

        int sources();

        /** A source's seed. */
        long seed(int source);

        /** 0 … 1; the shares of a layer add up to 1. */
        double share(int layer, int source);

        /** What a screen reader and a tooltip say of a cell. */
        String words(int layer, int source);

        /** A small picture of a source, or null while there is none. */
        Image picture(int source);

        void take(int layer, int source);

        /** Gives a source a share, the others what is left, in the proportions they have. */
        void share(int layer, int source, double share);

        void addDonor();

        void removeDonor(int source);

        void seed(int source, long seed);
    }

    /** Words of the matrix, in the person's language. */
    public record Words(String own, String donor, String add, String remove) {}

    private final Mix mix;
    private final Words words;
    private final DragGesture hand;
    private final List<Label> labels = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private final Button add;
    private int cursorLayer;
    private int cursorSource;
    private int painting = -1;

    public MixingMatrix(Mix mix, Words words, DragGesture hand) {
        this.mix = mix;
        this.words = words;
        this.hand = hand;
        getStyleClass().add("mixing-matrix");
        for (int layer = 0; layer < mix.layers(); layer++) {
            Label label = new Label(mix.layer(layer));
            label.getStyleClass().add("layer");
            labels.add(label);
        }
        getChildren().addAll(labels);
        add = Icons.button(Material2OutlinedAL.ADD, words.add(), mix::addDonor);
        add.getStyleClass().add("add-donor");
        getChildren().add(add);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::paint);
        addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> {
            if (painting >= 0) hand.end();
            painting = -1;
        });
        focusedProperty().addListener((_, _, _) -> cursor());
        refresh();
    }

    /** Shows what the mix now is. */
    public void refresh() {
        while (columns.size() > mix.sources())
            getChildren().removeAll(columns.removeLast().nodes());
        while (columns.size() < mix.sources()) {
            Column column = new Column(columns.size());
            columns.add(column);
            getChildren().addAll(getChildren().size() - 1, column.nodes());
        }
        columns.forEach(Column::refresh);
        cursorSource = Math.min(cursorSource, columns.size() - 1);
        cursor();
        requestLayout();
    }

    private void cursor() {
        for (Column column : columns)
            for (int layer = 0; layer < column.cells.size(); layer++)
                column.cells.get(layer).pseudoClassStateChanged(CURSOR,
                        isFocused() && layer == cursorLayer && column.source == cursorSource);
        setAccessibleText(mix.words(cursorLayer, cursorSource));
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }

    private void press(MouseEvent event, int layer, int source) {
        if (event.getButton() != MouseButton.PRIMARY) return;
        requestFocus();
        hand.begin();
        painting = source;
        cursorLayer = layer;
        cursorSource = source;
        mix.take(layer, source);
        cursor();
        event.consume();
    }

    private void paint(MouseEvent event) {
        if (painting < 0) return;
        int layer = (int) Math.floor((event.getY() - top()) / (CELL + GAP));
        if (layer >= 0 && layer < labels.size() && layer != cursorLayer) {
            cursorLayer = layer;
            mix.take(layer, painting);
            cursor();
        }
        event.consume();
    }

    private void scroll(ScrollEvent event, int layer, int source) {
        if (!event.isShiftDown()) return;
        double amount = event.getDeltaY() != 0 ? event.getDeltaY() : event.getDeltaX();
        blend(layer, source, amount > 0 ? 0.1 : -0.1);
        event.consume();
    }

    private void blend(int layer, int source, double change) {
        mix.share(layer, source, Math.clamp(Math.rint((mix.share(layer, source) + change) * 100) / 100, 0, 1));
    }

    private void key(KeyEvent event) {
        if (event.getTarget() != this) return;
        double step = event.isShiftDown() ? 0.01 : 0.1;
        switch (event.getCode()) {
            case UP -> cursorLayer = Math.max(0, cursorLayer - 1);
            case DOWN -> cursorLayer = Math.min(labels.size() - 1, cursorLayer + 1);
            case LEFT -> cursorSource = Math.max(0, cursorSource - 1);
            case RIGHT -> cursorSource = Math.min(columns.size() - 1, cursorSource + 1);
            case ENTER, SPACE -> mix.take(cursorLayer, cursorSource);
            case PLUS, EQUALS, ADD -> blend(cursorLayer, cursorSource, step);
            case MINUS, SUBTRACT -> blend(cursorLayer, cursorSource, -step);
            default -> {
                return;
            }
        }
        cursor();
        event.consume();
    }

    private boolean pictures() {
        return columns.stream().anyMatch(column -> column.thumb.getImage() != null);
    }

    private double top() {
        return (pictures() ? THUMB + GAP : 0) + HEADER + GAP;
    }

    @Override
    protected void layoutChildren() {
        double room = getWidth() - LABEL - GAP - 28 - GAP;
        double width = Math.floor(Math.min(WIDEST, (room - GAP * (columns.size() - 1)) / columns.size()));
        double header = pictures() ? THUMB + GAP : 0;
        for (int layer = 0; layer < labels.size(); layer++)
            labels.get(layer).resizeRelocate(0, top() + layer * (CELL + GAP), LABEL, CELL);
        for (Column column : columns)
            column.layout(LABEL + GAP + column.source * (width + GAP), width, header);
        add.resizeRelocate(LABEL + GAP + columns.size() * (width + GAP), header, 24, HEADER);
    }

    @Override
    protected double computePrefHeight(double width) {
        return top() + labels.size() * (CELL + GAP) - GAP;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    /** One source: its picture, its seed, a cell for every layer. */
    private final class Column {
        private final int source;
        private final ImageView thumb = new ImageView();
        private final Rectangle round = new Rectangle();
        private final Label own = new Label();
        private final SeedField seed;
        private final Button remove;
        private final List<Region> cells = new ArrayList<>();

        Column(int source) {
            this.source = source;
            thumb.setManaged(false);
            thumb.setClip(round);
            own.getStyleClass().add("own");
            own.setTooltip(new Tooltip(words.own()));
            seed = new SeedField(words.donor(), value -> mix.seed(source, value));
            remove = Icons.button(Material2OutlinedAL.CLOSE, words.remove(), () -> mix.removeDonor(source));
            remove.getStyleClass().add("remove-donor");
            remove.visibleProperty().bind(
                    seed.hoverProperty().or(remove.hoverProperty()).or(seed.focusedProperty()).or(remove.focusedProperty()));
            for (int i = 0; i < mix.layers(); i++) {
                int layer = i;
                Region fill = new Region();
                fill.getStyleClass().add("fill");
                Cell cell = new Cell(fill);
                cell.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> press(event, layer, source));
                cell.addEventHandler(ScrollEvent.SCROLL, event -> scroll(event, layer, source));
                cells.add(cell);
            }
        }

        List<Node> nodes() {
            List<Node> nodes = new ArrayList<>(cells);
            nodes.add(thumb);
            if (source == 0) nodes.add(own);
            else
                nodes.addAll(List.of(seed, remove));
            return nodes;
        }

        void refresh() {
            thumb.setImage(mix.picture(source));
            own.setText(Long.toString(mix.seed(source)));
            seed.setSeed(mix.seed(source));
            for (int layer = 0; layer < cells.size(); layer++) {
                double share = mix.share(layer, source);
                ((Cell) cells.get(layer)).fill.setOpacity(share == 0 ? 0 : 0.2 + 0.8 * share);
            }
        }

        void layout(double x, double width, double header) {
            double side = Math.min(width, THUMB);
            thumb.setFitWidth(side);
            thumb.setFitHeight(side);
            round.setWidth(side);
            round.setHeight(side);
            round.setArcWidth(12);
            round.setArcHeight(12);
            thumb.relocate(x + Math.floor((width - side) / 2), 0);
            own.resizeRelocate(x, header, width, HEADER);
            seed.resizeRelocate(x, header, width, HEADER);
            remove.resizeRelocate(x + width - 16, header - 4, 16, 16);
            for (int layer = 0; layer < cells.size(); layer++)
                cells.get(layer).resizeRelocate(x, top() + layer * (CELL + GAP), width, CELL);
        }
    }

    /** One layer from one source; its fill's opacity is the share. */
    private static final class Cell extends Region {
        private final Region fill;

        Cell(Region fill) {
            this.fill = fill;
            getStyleClass().add("cell");
            fill.setManaged(false);
            fill.setMouseTransparent(true);
            getChildren().add(fill);
        }

        @Override
        protected void layoutChildren() {
            fill.resizeRelocate(0, 0, getWidth(), getHeight());
        }
    }
}
