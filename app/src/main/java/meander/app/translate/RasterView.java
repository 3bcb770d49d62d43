package meander.app.translate;

import java.util.concurrent.Executor;

import javafx.scene.layout.StackPane;

import meander.app.base.FxThreads;
import meander.app.picture.Raster;
import meander.app.widgets.PicturePane;
import meander.app.widgets.PixelPainter;

/** A picture on its dark ground. */
final class RasterView extends StackPane {
    private static final double MARGIN = 16;

    private final PicturePane pane = new PicturePane();
    private final PixelPainter<Raster> painter;

    RasterView(FxThreads fx, Executor worker) {
        getStyleClass().add("well");
        pane.setMargin(MARGIN);
        painter = new PixelPainter<>(pane, fx, worker,
                picture -> new PixelPainter.Source(picture.width(), picture.height(), picture.seeThrough(), picture::toArgb));
        setMinSize(0, 0);
        getChildren().add(pane);
    }

    PicturePane pane() {
        return pane;
    }

    /** The picture that is on the screen; null before the first. */
    Raster shown() {
        return painter.shown().get();
    }

    /** @param like what takes the same place in its pane: a larger picture is shown at its size, so that both can be looked at in the same place */
    void show(Raster picture, Raster like) {
        boolean alike = Math.abs((double) picture.width() / picture.height() - (double) like.width() / like.height()) < 0.01;
        Raster size = alike ? like : picture;
        painter.paint(picture, size.width(), size.height());
    }
}
