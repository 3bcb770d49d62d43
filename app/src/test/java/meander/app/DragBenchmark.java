package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import javafx.animation.AnimationTimer;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;

import meander.models.family.OpenResult;
import meander.models.family.style.stylegan2.StyleGan2;
import meander.models.family.style.stylegan2.StyleGan2Model;
import meander.models.render.RenderSettings;
import meander.models.render.Renderers;
import meander.training.recipe.Recipes;
import meander.training.run.LocalEngine;
import meander.training.run.TrainingEvent;
import meander.training.run.TrainingRun;
import meander.training.run.TrainingSpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/**
 * Drags controls with a robot, each for ten seconds, and prints how far apart the window's pulses lay and what memory did. Figures,
 * not a verdict: run it on a quiet machine with {@code mvn -pl app -am test -Dtests.excluded= -Dtest=DragBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("benchmark")
class DragBenchmark {
    private static final int SIZE = Integer.getInteger("drag.size", 256);
    private static final long DRAG_NANOS = 10_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void dragging() throws Exception {
        StyleGan2Model model = StyleGan2Model.untrained(StyleGan2.ofSize(SIZE, SIZE <= 256 ? 16384 : 32768), 0);
        FxRobot robot = new FxRobot();
        try (TestApp rig = TestApp.open(folder, (_, _, _, _) -> new OpenResult.Ready(model),
                opened -> Renderers.open(opened, RenderSettings.DEFAULT))) {
            Map<String, String> tracks = new LinkedHashMap<>();
            tracks.put("ψ", "#row-psi .track");
            tracks.put("cutoff", "#row-cutoff .track");
            tracks.put("seed plane", "#seed-pad");
            tracks.put("noise strength", "#row-noise .track");
            drag(robot, rig, "#row-psi .track", DRAG_NANOS); // once before: what is measured is not the first time that code runs
            System.out.printf("%-16s %8s %8s %8s %8s %8s %12s %12s%n", "control", "pulses", "median", "99 %", "longest",
                    "frames/s", "heap MB", "process MB");
            for (var track : tracks.entrySet()) {
                if (robot.lookup(track.getValue()).tryQuery().isEmpty()) {
                    System.out.println(track.getKey() + ": not in this window");
                    continue;
                }
                Hand hand = drag(robot, rig, track.getValue(), DRAG_NANOS);
                double[] sorted = hand.millis();
                System.out.printf("%-16s %8d %8.1f %8.1f %8.1f %8.1f %10.1f %8.1f %10.1f%n", track.getKey(), sorted.length,
                        sorted[sorted.length / 2], sorted[sorted.length * 99 / 100], sorted[sorted.length - 1],
                        hand.frames / (DRAG_NANOS / 1e9), hand.previews / hand.frames, heapMegabytes(), processMegabytes());
                assertThat(sorted).isNotEmpty();
            }
        }
    }

    /** The same with a training beside it, of StyleGAN2 at 64 × 64, that steps aside for the hand, and one that does not. */
    @Test
    void draggingWhileTraining() throws Exception {
        StyleGan2Model model = StyleGan2Model.untrained(StyleGan2.ofSize(SIZE, SIZE <= 256 ? 16384 : 32768), 0);
        FxRobot robot = new FxRobot();
        LocalEngine engine = new LocalEngine(Recipes.installed(), folder.resolve("cache"), () -> false);
        try (TestApp rig = TestApp.open(folder, (_, _, _, _) -> new OpenResult.Ready(model),
                opened -> Renderers.open(opened, RenderSettings.DEFAULT))) {
            drag(robot, rig, "#row-psi .track", DRAG_NANOS);
            System.out.printf("%-34s %8s %8s %8s %8s%n", "ψ, training", "median", "99 %", "longest", "frames/s");
            report("none", drag(robot, rig, "#row-psi .track", DRAG_NANOS));
            for (boolean polite : new boolean[]{true, false}) {
                CountDownLatch underway = new CountDownLatch(3);
                TrainingRun run = engine.start(
                        TrainingSpec.of("stylegan2", "bundled:emoji", 1000).with(Map.of("channel-base", "2048")),
                        folder.resolve("run-" + polite), event -> {
                            if (event instanceof TrainingEvent.Progress) underway.countDown();
                        });
                if (polite) run.stepAside(rig.explore::busy);
                underway.await();
                Hand hand = drag(robot, rig, "#row-psi .track", DRAG_NANOS);
                run.stop();
                report(polite ? "steps aside" : "does not", hand);
                System.out.println("  ended: " + run.ended().get().reason());
            }
        }
    }

    private static void report(String what, Hand hand) {
        double[] sorted = hand.millis();
        System.out.printf("%-34s %8.1f %8.1f %8.1f %8.1f%n", what, sorted[sorted.length / 2], sorted[sorted.length * 99 / 100],
                sorted[sorted.length - 1], hand.frames / (DRAG_NANOS / 1e9));
    }

    private static Hand drag(FxRobot robot, TestApp rig, String query, long nanos) throws Exception {
        Node track = robot.lookup(query).query();
        Bounds bounds = rig.ask(() -> track.localToScreen(track.getBoundsInLocal()));
        Hand hand = rig.ask(() -> new Hand(rig, bounds, nanos));
        robot.interact(hand::press);
        hand.done.await(); // asking again and again would take a processor from what is measured
        rig.until(rig::settled);
        return hand;
    }

    private static double heapMegabytes() throws InterruptedException {
        // Collected when a fresh object is: a request alone may be ignored.
        WeakReference<Object> fresh = new WeakReference<>(new Object());
        while (fresh.get() != null) {
            System.gc();
            Thread.onSpinWait();
        }
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    /** Resident memory, where the system tells. */
    private static double processMegabytes() throws Exception {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) return Double.NaN;
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS")).findFirst()
                .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1e3).orElse(Double.NaN);
    }

    /** Moves the mouse once every pulse, and counts how long pulses lie apart and how many pictures were shown. */
    private static final class Hand extends AnimationTimer {
        private static final double TURN = 0.05;

        private final Robot mouse = new Robot();
        private final Bounds track;
        private final long nanos;
        private final CountDownLatch done = new CountDownLatch(1);
        private final double[] millis = new double[100_000];
        private int count;
        private long first;
        private long last;
        private int frames;
        private double previews;

        Hand(TestApp rig, Bounds track, long nanos) {
            this.track = track;
            this.nanos = nanos;
            rig.app.shown().subscribe((_, frame) -> {
                frames++;
                previews += frame.millis();
            });
        }

        void press() {
            mouse.mouseMove(track.getCenterX(), track.getCenterY());
            mouse.mousePress(MouseButton.PRIMARY);
            start();
        }

        @Override
        public void handle(long now) {
            long beat = System.nanoTime();
            if (last == 0) first = beat;
            else if (count < millis.length) millis[count++] = (beat - last) / 1e6;
            last = beat;
            if (beat - first > nanos) {
                stop();
                mouse.mouseRelease(MouseButton.PRIMARY);
                done.countDown();
            } else
                mouse.mouseMove(track.getCenterX() + 0.4 * track.getWidth() * Math.sin(TURN * count), track.getCenterY());
        }

        double[] millis() {
            double[] sorted = Arrays.copyOf(millis, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
