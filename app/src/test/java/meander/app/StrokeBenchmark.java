package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import javafx.animation.AnimationTimer;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import meander.app.picture.Raster;
import meander.app.translate.PaneViewModel;
import meander.app.translate.TranslationResult;
import meander.models.render.RenderSettings;
import meander.models.render.Renderers;

/**
 * Draws on the canvas with a robot for ten seconds, and prints how long after each piece of the stroke every pane shows it, and how far
 * apart the window's pulses lay. Figures, not a verdict: run it on a quiet machine as {@link DragBenchmark}, with
 * {@code -Dstroke.models=FILE,FILE}.
 */
@Tag("benchmark")
class StrokeBenchmark {
    private static final long NANOS = 10_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void drawing() throws Exception {
        List<Path> models = Arrays.stream(System.getProperty("stroke.models", "").split(",")).filter(name -> !name.isEmpty())
                .map(Path::of).toList();
        assertThat(models).as("-Dstroke.models=FILE,FILE").isNotEmpty();
        FxRobot robot = new FxRobot();
        try (TestApp rig = TestApp.open(folder, model -> Renderers.open(model, RenderSettings.DEFAULT))) {
            robot.clickOn("#rail-translate");
            for (Path model : models)
                robot.interact(() -> rig.window.open(model));
            rig.until(() -> rig.translate.panes().size() == models.size() && rig.window.settled());
            robot.interact(() -> rig.translate.input().newSheet(128));
            rig.until(() -> rig.window.settled());
            draw(robot, rig, NANOS / 5); // once before: what is measured is not the first time that code runs
            Hand hand = draw(robot, rig, NANOS);
            report("pulses apart, ms", hand.beats());
            for (PaneViewModel pane : rig.translate.panes())
                report(pane.state().get().opened().file().getFileName() + ", ms from pen to pane", hand.delays(pane));
        }
    }

    private static void report(String what, double[] sorted) {
        System.out.printf("%-60s %6d  median %6.1f  99 %% %6.1f  longest %6.1f%n", what, sorted.length, sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100], sorted[sorted.length - 1]);
    }

    private static Hand draw(FxRobot robot, TestApp rig, long nanos) throws Exception {
        Node pane = robot.lookup("#translate-input .picture-pane").query();
        Bounds bounds = rig.ask(() -> pane.localToScreen(pane.getBoundsInLocal()));
        Hand hand = rig.ask(() -> new Hand(rig, bounds, nanos));
        robot.interact(hand::press);
        hand.done.await();
        rig.until(() -> rig.window.settled());
        return hand;
    }

    /** Moves the pen once every pulse. */
    private static final class Hand extends AnimationTimer {
        private final Robot mouse = new Robot();
        private final Bounds pane;
        private final long nanos;
        private final CountDownLatch done = new CountDownLatch(1);
        private final Map<Raster, Long> drawn = new HashMap<>();
        private final Map<PaneViewModel, double[]> delays = new HashMap<>();
        private final Map<PaneViewModel, Integer> counts = new HashMap<>();
        private final double[] beats = new double[100_000];
        private int count;
        private long first;
        private long last;

        Hand(TestApp rig, Bounds pane, long nanos) {
            this.pane = pane;
            this.nanos = nanos;
            rig.translate.input().picture().addListener((_, _, picture) -> drawn.put(picture, System.nanoTime()));
            for (PaneViewModel each : rig.translate.panes()) {
                delays.put(each, new double[100_000]);
                counts.put(each, 0);
                each.answer().addListener((_, _, answer) -> shown(each, answer));
            }
        }

        private void shown(PaneViewModel each, TranslationResult answer) {
            Long since = drawn.get(answer.input());
            if (since == null || done.getCount() == 0) return;
            delays.get(each)[counts.merge(each, 1, Integer::sum) - 1] = (System.nanoTime() - since) / 1e6;
        }

        void press() {
            mouse.mouseMove(at(0.2), pane.getCenterY());
            mouse.mousePress(MouseButton.PRIMARY);
            start();
        }

        private double at(double share) {
            return pane.getMinX() + share * pane.getWidth();
        }

        @Override
        public void handle(long now) {
            long beat = System.nanoTime();
            if (last == 0) first = beat;
            else
                beats[count++] = (beat - last) / 1e6;
            last = beat;
            if (beat - first > nanos) {
                stop();
                mouse.mouseRelease(MouseButton.PRIMARY);
                done.countDown();
            } else
                mouse.mouseMove(at(0.5 + 0.3 * Math.sin(0.05 * count)),
                        pane.getCenterY() + 0.2 * pane.getWidth() * Math.cos(0.07 * count));
        }

        double[] beats() {
            return sorted(beats, count);
        }

        double[] delays(PaneViewModel each) {
            return sorted(delays.get(each), counts.get(each));
        }

        private static double[] sorted(double[] all, int count) {
            double[] sorted = Arrays.copyOf(all, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
