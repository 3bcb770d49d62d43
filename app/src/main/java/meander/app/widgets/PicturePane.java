package meander.app.widgets;

import javafx.application.ConditionalFeature;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.SVGPath;
import javafx.stage.Window;

/**
 * A picture that is fitted, zoomed at the pointer and dragged about. A preview has fewer pixels than the picture it stands for
 * and takes the same place, so that nothing jumps when the full one arrives.
 */
public final class PicturePane extends Region {
    private static final double MARGIN = 24;
    private static final double RADIUS = 12;
    private static final double SMALLEST = 1.0 / 16;
    private static final double LARGEST = 64;
    /** A side of an enlarged picture, so that a frame costs no more than a few milliseconds. */
    private static final int LARGEST_ENLARGED = 2048;
    private static final boolean SOFTWARE = !Platform.isSupported(ConditionalFeature.SCENE3D);
    /** The part of a square outside a quarter circle, for the upper left corner. */
    private static final String CORNER = "M0,0 H12 A12,12 0 0 0 0,12 Z";

    /**
     * Which part of a picture is looked at, for several panes to look at the same.
     *
     * @param fitted whether the picture follows the size of the pane; the rest counts only if not
     * @param scale  screen pixels per picture pixel
     */
    public record Sight(boolean fitted, double scale, double panX, double panY) {
        /** All of it. */
        public static final Sight FITTED = new Sight(true, 1, 0, 0);
    }

    private final ImageView view = new ImageView();
    private final Region checker = new Region();
    private final SVGPath[] corners = new SVGPath[4];
    private final BooleanProperty crisp = new SimpleBooleanProperty(this, "crisp");
    private final ReadOnlyDoubleWrapper scale = new ReadOnlyDoubleWrapper(this, "scale", 1);
    private final ReadOnlyBooleanWrapper fitted = new ReadOnlyBooleanWrapper(this, "fitted", true);
    private double pictureWidth = 1;
    private double pictureHeight = 1;
    private final ObjectProperty<Sight> sight = new SimpleObjectProperty<>(this, "sight", Sight.FITTED);
    private double panX;
    private double panY;
    private double margin = MARGIN;
    private double topMargin = MARGIN;
    private Point2D grip;
    private DoubleBufferedImage pixels;
    private DoubleBufferedImage large;
    private int enlarged;

    public PicturePane() {
        getStyleClass().add("picture-pane");
        checker.getStyleClass().add("checker");
        checker.setVisible(false);
        view.setManaged(false);
        view.setPreserveRatio(false);
        checker.setManaged(false);
        getChildren().addAll(checker, view);
        for (int i = 0; i < corners.length; i++) {
            SVGPath corner = new SVGPath();
            corner.setContent(CORNER);
            corner.getStyleClass().add("corner");
            corner.setManaged(false);
            corner.setScaleX(i % 2 == 0 ? 1 : -1);
            corner.setScaleY(i < 2 ? 1 : -1);
            corner.setMouseTransparent(true);
            corners[i] = corner;
        }
        getChildren().addAll(corners);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        crisp.addListener((_, _, now) -> {
            view.setSmooth(!now);
            if (pixels != null) paint();
            requestLayout();
        });
        sight.addListener((_, _, now) -> look(now));
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> {
            grip = null;
            setCursor(null);
        });
        addEventHandler(ScrollEvent.SCROLL, this::scroll);
        addEventHandler(ZoomEvent.ZOOM, event -> zoomAt(scale.get() * event.getZoomFactor(), event.getX(), event.getY()));
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** How much room a fitted picture has around it. */
    public void setMargin(double changed) {
        margin = changed;
        setTopMargin(changed);
    }

    /** Keeps the upper part of a fitted picture free of the tools that float there. */
    public void setTopMargin(double changed) {
        topMargin = changed;
        requestLayout();
    }

    /**
     * Shows a picture.
     *
     * @param shown  its pixels, possibly fewer than it has
     * @param width  of the full picture, in pixels
     * @param height of the full picture, in pixels
     * @param alpha  whether one can see through it in places
     */
    public void show(DoubleBufferedImage shown, int width, int height, boolean alpha) {
        pixels = shown;
        paint();
        checker.setVisible(alpha);
        if (width != pictureWidth || height != pictureHeight) {
            pictureWidth = width;
            pictureHeight = height;
            requestLayout();
        }
        view.setVisible(true);
        for (SVGPath corner : corners)
            corner.setVisible(true);
    }

    /** Shows nothing. */
    public void clear() {
        view.setImage(null);
        pixels = null;
        view.setVisible(false);
        checker.setVisible(false);
        for (SVGPath corner : corners)
            corner.setVisible(false);
    }

    /** Whether pixels keep their edges; otherwise they are blended. */
    public BooleanProperty crispProperty() {
        return crisp;
    }

    /** Screen pixels per picture pixel. */
    public ReadOnlyDoubleProperty scaleProperty() {
        return scale.getReadOnlyProperty();
    }

    /** Whether the picture follows the size of the pane. */
    public ReadOnlyBooleanProperty fittedProperty() {
        return fitted.getReadOnlyProperty();
    }

    /** What is looked at. Panes whose pictures have the same size can share it. */
    public ObjectProperty<Sight> sightProperty() {
        return sight;
    }

    /** Where the picture lies in this pane. */
    public ReadOnlyObjectProperty<Bounds> placeProperty() {
        return view.boundsInParentProperty();
    }

    /** Where a place of this pane lies in the picture, in pixels of the picture. */
    public Point2D toPicture(double x, double y) {
        return new Point2D((x - view.getLayoutX()) / view.getFitWidth() * pictureWidth,
                (y - view.getLayoutY()) / view.getFitHeight() * pictureHeight);
    }

    public void fit() {
        sight.set(Sight.FITTED);
    }

    /** One picture pixel as so many screen pixels, about the middle. */
    public void zoomTo(double wanted) {
        look(wanted, 0, 0);
    }

    private void look(double wanted, double x, double y) {
        sight.set(new Sight(false, Math.clamp(wanted, SMALLEST, LARGEST), x, y));
    }

    private void look(Sight now) {
        fitted.set(now.fitted());
        if (!now.fitted()) scale.set(now.scale());
        panX = now.panX();
        panY = now.panY();
        requestLayout();
    }

    private void zoomAt(double wanted, double x, double y) {
        double before = scale.get();
        double factor = Math.clamp(wanted, SMALLEST, LARGEST) / before;
        double fromX = x - getWidth() / 2 - panX;
        double fromY = y - middle() - panY;
        look(before * factor, panX + fromX - fromX * factor, panY + fromY - fromY * factor);
    }

    private void scroll(ScrollEvent event) {
        if (event.getDeltaY() != 0) zoomAt(scale.get() * Math.pow(1.1, event.getDeltaY() / 40), event.getX(), event.getY());
        event.consume();
    }

    private void press(MouseEvent event) {
        requestFocus();
        if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) fit();
        else if (!fitted.get() && (event.getButton() == MouseButton.PRIMARY || event.getButton() == MouseButton.MIDDLE)) {
            grip = new Point2D(event.getX() - panX, event.getY() - panY);
            setCursor(Cursor.CLOSED_HAND);
        }
    }

    private void drag(MouseEvent event) {
        if (grip == null) return;
        look(scale.get(), event.getX() - grip.getX(), event.getY() - grip.getY());
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case PLUS, EQUALS, ADD -> zoomAt(scale.get() * 1.25, getWidth() / 2, middle());
            case MINUS, SUBTRACT -> zoomAt(scale.get() / 1.25, getWidth() / 2, middle());
            default -> {
                return;
            }
        }
        event.consume();
    }

    /**
     * Puts the pixels on the screen. Hard edges are made here, by enlarging to the next whole scale: the software pipeline blends
     * pixels whatever it is told. There soft edges are made here too: it takes ten times as long.
     */
    private void paint() {
        enlarged = wide();
        DoubleBufferedImage source = pixels;
        if (enlarged != pixels.width()) {
            int high = (int) Math.rint((double) enlarged * pixels.height() / pixels.width());
            if (large == null || !large.fits(enlarged, high)) large = new DoubleBufferedImage(enlarged, high);
            if (crisp.get()) large.write(target -> pixels.enlarge(enlarged / pixels.width(), target));
            else
                large.write(target -> pixels.blend(enlarged, high, target));
            large.flip();
            source = large;
        }
        if (view.getImage() != source.image()) view.setImage(source.image());
        view.setViewport(source.viewport());
    }

    /** How many pixels wide the picture is made before it goes to the screen. */
    private int wide() {
        double onScreen = scale.get() * pictureWidth;
        if (!crisp.get()) {
            boolean here = SOFTWARE && onScreen > pixels.width() && onScreen * pictureHeight / pictureWidth <= LARGEST_ENLARGED
                    && onScreen <= LARGEST_ENLARGED;
            return here ? (int) Math.rint(onScreen) : pixels.width();
        }
        int most = Math.max(1, LARGEST_ENLARGED / Math.max(pixels.width(), pixels.height()));
        return pixels.width() * (int) Math.clamp(Math.ceil(onScreen / pixels.width() - 1e-6), 1, most);
    }

    private double middle() {
        return fitted.get() ? topMargin + (getHeight() - topMargin - margin) / 2 : getHeight() / 2;
    }

    /** Layout pixels per screen pixel. */
    private double unit() {
        Window window = getScene() == null ? null : getScene().getWindow();
        return window == null ? 1 : 1 / window.getOutputScaleX();
    }

    @Override
    protected void layoutChildren() {
        if (fitted.get()) {
            double room = Math.min((getWidth() - 2 * margin) / pictureWidth, (getHeight() - topMargin - margin) / pictureHeight);
            double fit = Math.max(SMALLEST, room / unit());
            // Hard-edged pixels are all of one size only at whole scales.
            scale.set(crisp.get() && fit > 2 ? Math.floor(fit) : fit);
        }
        if (pixels != null && wide() != enlarged) paint();
        double width = Math.max(1, Math.rint(pictureWidth * scale.get() * unit()));
        double height = Math.max(1, Math.rint(pictureHeight * scale.get() * unit()));
        double x = Math.rint(getWidth() / 2 + panX - width / 2);
        double y = Math.rint(middle() + panY - height / 2);
        view.setFitWidth(width);
        view.setFitHeight(height);
        view.relocate(x, y);
        checker.resizeRelocate(x, y, width, height);
        boolean round = Math.min(width, height) >= 4 * RADIUS;
        for (int i = 0; i < corners.length; i++) {
            corners[i].setOpacity(round ? 1 : 0);
            corners[i].relocate(i % 2 == 0 ? x : x + width - RADIUS, i < 2 ? y : y + height - RADIUS);
        }
    }
}
