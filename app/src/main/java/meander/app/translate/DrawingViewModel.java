package meander.app.translate;

import java.util.function.Supplier;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

import meander.app.picture.Raster;

/** What a hand draws with. A stroke is one step of undo, and the panes follow it while it is drawn. */
public final class DrawingViewModel {
    /** What a hand holds. */
    public enum Tool {
        PENCIL, ERASER, FILL;

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** How wide a line is on a sheet of 128 pixels; wider on a larger one. */
    public enum Width {
        THIN(2), MIDDLE(5), THICK(11);

        private final double pixels;

        Width(double pixels) {
            this.pixels = pixels;
        }

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        double on(Raster sheet) {
            return pixels * Math.max(1, Math.max(sheet.width(), sheet.height()) / 128.0);
        }
    }

    /** No longer side than that is drawn on: each stroke is kept for undo. */
    public static final int LARGEST = 512;
    /** Ink. */
    public static final int BLACK = 0xFF000000;

    /** What happens to the picture. */
    interface Sheet {
        void begin();

        void change(Raster changed);

        void end();
    }

    private final ObjectProperty<Tool> tool = new SimpleObjectProperty<>(this, "tool", Tool.PENCIL);
    private final ObjectProperty<Width> width = new SimpleObjectProperty<>(this, "width", Width.MIDDLE);
    private final IntegerProperty colour = new SimpleIntegerProperty(this, "colour", BLACK);
    private final Supplier<Raster> picture;
    private final Sheet sheet;
    private Stroke stroke;

    DrawingViewModel(Supplier<Raster> picture, Sheet sheet) {
        this.picture = picture;
        this.sheet = sheet;
    }

    public ObjectProperty<Tool> tool() {
        return tool;
    }

    public ObjectProperty<Width> width() {
        return width;
    }

    /** ARGB, opaque. */
    public IntegerProperty colour() {
        return colour;
    }

    /** Whether a picture can be drawn on. */
    static boolean drawable(Raster picture) {
        return Math.max(picture.width(), picture.height()) <= LARGEST;
    }

    /** The pen is set down, in pixels of the picture. @return whether it draws there */
    public boolean press(double x, double y) {
        Raster now = picture.get();
        if (!drawable(now)) return false;
        if (tool.get() == Tool.FILL) {
            if (x >= 0 && y >= 0 && x < now.width() && y < now.height())
                sheet.change(FloodFill.at(now, (int) x, (int) y, colour.get()));
            return true;
        }
        sheet.begin();
        stroke = new Stroke(now.onWhite(), tool.get() == Tool.ERASER ? Raster.WHITE : colour.get(), width.get().on(now), x, y);
        sheet.change(stroke.picture());
        return true;
    }

    /** The pen moves. */
    public void drag(double x, double y) {
        if (stroke != null) sheet.change(stroke.to(x, y));
    }

    /** The pen is lifted. */
    public void release() {
        if (stroke == null) return;
        stroke = null;
        sheet.end();
    }

    /** Takes a colour from the picture. */
    public void pick(double x, double y) {
        Raster now = picture.get();
        if (x >= 0 && y >= 0 && x < now.width() && y < now.height()) colour.set(now.onWhite().at((int) x, (int) y));
    }

    /** One wider or thinner. */
    public void widen(int by) {
        Width[] all = Width.values();
        width.set(all[Math.clamp(width.get().ordinal() + by, 0, all.length - 1)]);
    }
}
