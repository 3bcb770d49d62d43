package meander.app.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import javax.imageio.ImageIO;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

import javafx.animation.AnimationTimer;
import javafx.scene.Parent;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

import meander.app.explore.ExploreModule;
import meander.app.explore.ExploreViewModel;
import meander.app.explore.LoadState;

/** A picture of the window once what it shows has settled: the full frame is on the stage and the list has its small picture. */
final class WindowScreenshot {
    /** After the last change, layout and images need a pulse or two to come to rest. */
    private static final int PULSES = 4;
    /** A model without a small picture, because nothing can be written, must not be waited for. */
    private static final int PATIENCE = 300;
    /** Whatever the window waits for, whoever asked for its picture does not wait for ever. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final AppContext works;
    private final MainWindow window;
    private final ExploreViewModel explore;
    private final Path target;

    WindowScreenshot(AppContext works, Path target) {
        this.works = works;
        this.window = works.window();
        this.explore = works.explore();
        this.target = target;
    }

    /** @param turn what to do first, if anything, @param done told null, or why there is no picture */
    void take(Optional<Consumer<AppContext>> turn, Consumer<Throwable> done) {
        new AnimationTimer() {
            private Optional<Consumer<AppContext>> toTurn = turn;
            private int still;
            private int waited;
            private boolean laid;
            private long begun;

            @Override
            public void handle(long now) {
                if (settled() && toTurn.isPresent()) {
                    Consumer<AppContext> doing = toTurn.get();
                    toTurn = Optional.empty();
                    doing.accept(works);
                    return;
                }
                boolean pictured = explore.opened().get() != null
                        && works.store().thumbnails().containsKey(explore.opened().get().hash());
                if (begun == 0) begun = now;
                boolean ready = now - begun > LONGEST.toNanos() || failed() || settled() && (pictured || ++waited > PATIENCE);
                still = ready ? still + 1 : 0;
                if (still < PULSES) return;
                if (!laid) { // what is not on a screen would be laid out when its picture is taken only, and some things then change
                    lay();
                    laid = true;
                    still = 0;
                    return;
                }
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

    /** Something is said in place of a picture. */
    private boolean failed() {
        return explore.banner().needsModel().get() != null || explore.banner().question().get() != null
                || explore.opening().get() instanceof LoadState.Refused || explore.banner().fault().get() != null;
    }

    /** What the window begins with is opened in most cases; its small picture goes into the list. */
    private boolean settled() {
        boolean elsewhere = explore.opened().get() == null && explore.opening().get() instanceof LoadState.Idle
                && !window.isShown(ExploreModule.ID);
        return (explore.frames().frame().get() != null || elsewhere) && window.settled();
    }

    private void lay() {
        Parent root = window.scene().getRoot();
        root.resize(window.scene().getWidth(), window.scene().getHeight());
        root.applyCss();
        root.layout();
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
