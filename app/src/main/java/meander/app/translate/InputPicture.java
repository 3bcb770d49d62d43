package meander.app.translate;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.BannerTasks;
import meander.app.base.ErrorBanner;
import meander.app.base.FileNames;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.UndoHistory;
import meander.app.picture.Raster;
import meander.app.picture.SamplePictures;
import meander.models.files.OrdinaryFile;

/** The picture that is translated: drawn here, or opened. Every other one is a step of undo. */
public final class InputPicture {
    /** The side of a fresh sheet, in pixels. */
    public static final int SHEET = 128;

    private final UndoHistory<Canvas> history;
    private final RasterStore pictures;
    private final TranslateBanner banner;
    private final BannerTasks work;
    private final FxThreads fx;
    private final Supplier<Optional<Integer>> modelSide;
    private final ReadOnlyObjectWrapper<Raster> picture = new ReadOnlyObjectWrapper<>();

    /** @param modelSide the side of the pictures that the network at hand was made for, where its file tells */
    InputPicture(UndoHistory<Canvas> history, RasterStore pictures, TranslateBanner banner, BannerTasks work, FxThreads fx,
            Supplier<Optional<Integer>> modelSide) {
        this.history = history;
        this.pictures = pictures;
        this.banner = banner;
        this.work = work;
        this.fx = fx;
        this.modelSide = modelSide;
        picture.set(canvas().picture());
    }

    /** What is translated. */
    public ReadOnlyObjectProperty<Raster> picture() {
        return picture.getReadOnlyProperty();
    }

    /** The name of the file that it came from; empty for one that was drawn here. */
    public String pictureName() {
        return canvas().source().name();
    }

    /** Whether it can be drawn on. */
    public boolean drawable() {
        return DrawingViewModel.drawable(picture.get());
    }

    /** Takes another picture. @param name of its file; may be empty */
    public void take(Raster other, String name) {
        take(other, new Canvas.Source(name, ""));
    }

    private void take(Raster other, Canvas.Source source) {
        history.push(canvas().with(other, source));
    }

    /** Opens a picture of any size. */
    void open(Path file) {
        if (OrdinaryFile.isSpecial(file)) {
            banner.show(ErrorBanner.of(ErrorBanner.Kind.OPEN, Message.of("open.special", FileNames.of(file))));
            return;
        }
        work.start(ErrorBanner.Kind.OPEN, Message.of("task.open", FileNames.of(file)), _ -> {
            try {
                RasterStore.Read read = pictures.read(file);
                fx.later(() -> {
                    banner.clear(ErrorBanner.Kind.OPEN);
                    take(read.picture(), read.source());
                });
            } catch (UnusablePictureException e) {
                fx.later(() -> banner.show(ErrorBanner.of(ErrorBanner.Kind.OPEN, e.why())));
            }
            return null;
        });
    }

    /** An empty sheet. @param side in pixels */
    public void newSheet(int side) {
        take(Raster.filled(side, side, Raster.WHITE), Canvas.Source.DRAWN);
    }

    /** Wipes the sheet. */
    public void clearSheet() {
        history.push(canvas().with(Raster.filled(picture.get().width(), picture.get().height(), Raster.WHITE)));
    }

    /** A sheet with the picture on it, to be drawn on. */
    public void sheetOfPicture(int side) {
        history.push(canvas().with(picture.get().onSheet(side)));
    }

    /** A sheet with the edges of the picture, to be drawn on. */
    public void sheetOfEdges(int side) {
        history.push(canvas().with(EdgeDetector.of(picture.get().onSheet(side))));
    }

    public void sample(SamplePictures sample) {
        take(sample.picture(sheet()), Canvas.Source.DRAWN);
    }

    /** The side of a sheet that suits: that of the network at hand, or that of the sheet there is. */
    public int sheet() {
        Raster now = picture.get();
        if (now.width() == now.height() && drawable()) return now.width();
        return modelSide.get().orElse(SHEET);
    }

    /** Where a picture came from that was translated, which may have been drawn on since. */
    Canvas.Source sourceOf(Raster translated) {
        return translated == picture.get() ? canvas().source() : canvas().source().changed();
    }

    /** Follows the history. */
    void follow(Canvas now) {
        picture.set(now.picture());
    }

    private Canvas canvas() {
        return history.current().get();
    }
}
