package meander.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

import javax.imageio.ImageIO;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

import javafx.animation.AnimationTimer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

import meander.app.explore.ExploreViewModel;
import meander.app.explore.Opening;
import meander.models.render.Frame;

/** A picture of the window once what it shows has settled: the full frame is on the stage and the list has its small picture. */
final class Portrait {
    /** After the last change, layout and images need a pulse or two to come to rest. */
    private static final int PULSES = 4;
    /** A model without a small picture, because nothing can be written, must not be waited for. */
    private static final int PATIENCE = 300;

    private final MainWindow window;
    private final ExploreViewModel explore;
    private final SessionStore store;
    private final Path target;

    Portrait(MainWindow window, ExploreViewModel explore, SessionStore store, Path target) {
        this.window = window;
        this.explore = explore;
        this.store = store;
        this.target = target;
    }

    /** @param turn what to do first, if anything, @param done told null, or why there is no picture */
    void take(Optional<Consumer<ExploreViewModel>> turn, Consumer<Throwable> done) {
        new AnimationTimer() {
            private Optional<Consumer<ExploreViewModel>> toTurn = turn;
            private int still;
            private int waited;

            @Override
            public void handle(long now) {
                if (settled() && toTurn.isPresent()) {
                    Consumer<ExploreViewModel> doing = toTurn.get();
                    toTurn = Optional.empty();
                    doing.accept(explore);
                    return;
                }
                boolean pictured = explore.opened().get() != null
                        && store.thumbnails().containsKey(explore.opened().get().hash());
                boolean ready = failed() || settled() && (pictured || ++waited > PATIENCE);
                still = ready ? still + 1 : 0;
                if (still < PULSES) return;
                stop();
                try {
                    save();
                    done.accept(null);
                } catch (IOException | RuntimeException e) {
                    done.accept(e);
                }
            }
        }.start();
    }

    private boolean failed() {
        return explore.opening().get() instanceof Opening.Refused || explore.fault().get() != null;
    }

    private boolean settled() {
        Frame shown = window.shown().get();
        return shown != null && shown.full() && shown.request().equals(explore.request().get()) && shown == explore.frame().get();
    }

    private void save() throws IOException {
        WritableImage image = window.scene().snapshot(null);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) copy.getRaster().getDataBuffer()).getData();
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        if (target.toAbsolutePath().getParent() != null) Files.createDirectories(target.toAbsolutePath().getParent());
        if (!ImageIO.write(copy, "png", target.toFile())) throw new IOException(target + " cannot be written");
    }
}
