package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import meander.models.family.Model;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.render.RenderResult;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.RenderRequest;

/** A renderer that takes its time must not take the window's. */
class SlowRendererTest {
    private static final long SLOW_MILLIS = 2000;
    private static final long LONGEST_GAP_MILLIS = 100;
    private static final int ROUNDS = 3;

    @TempDir
    Path folder;

    @Test
    void aRendererThatTakesTwoSecondsNeverHoldsTheWindowForATenthOfOne() throws Exception {
        AtomicBoolean slow = new AtomicBoolean();
        FxRobot robot = new FxRobot();
        try (TestApp rig = TestApp.open(folder, model -> new Slow(Renderers.open(model, RenderSettings.DEFAULT), slow))) {
            Node track = robot.lookup("#row-psi .track").query();
            // Once before, so that what is measured is not the first time that code runs.
            drag(robot, track);
            rig.until(rig::settled);
            slow.set(true);
            List<Long> longest = new ArrayList<>();
            // A freeze comes back each time; a pause of a busy machine does not.
            for (int round = 0; round < ROUNDS && (longest.isEmpty() || Collections.min(longest) >= limit()); round++) {
                Heartbeat heartbeat = rig.ask(Heartbeat::new);
                robot.interact(heartbeat::start);
                drag(robot, track);
                long end = System.nanoTime() + 3 * SLOW_MILLIS * 1_000_000;
                rig.until(() -> System.nanoTime() > end || rig.settled());
                robot.interact(heartbeat::stop);
                assertThat(heartbeat.gaps).hasSizeGreaterThan(60);
                longest.add(Collections.max(heartbeat.gaps));
            }
            assertThat(Collections.min(longest)).as("the longest gaps between pulses of each round, in ms: %s", longest)
                    .isLessThan(limit());
        }
    }

    /** Where others want the processors too, all takes longer by as much. */
    private static long limit() {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        double busy = Math.max(1, machine.getSystemLoadAverage() / machine.getAvailableProcessors());
        return (long) Math.min(SLOW_MILLIS / 2, LONGEST_GAP_MILLIS * busy);
    }

    private static void drag(FxRobot robot, Node track) {
        robot.drag(track, MouseButton.PRIMARY);
        for (int i = 0; i < 20; i++)
            robot.moveBy(i % 2 == 0 ? 6 : -4, 0);
        robot.drop();
    }

    /** How long the window's pulses lie apart. */
    private static final class Heartbeat extends AnimationTimer {
        private final List<Long> gaps = new ArrayList<>();
        private long last;

        @Override
        public void handle(long now) {
            long beat = System.nanoTime();
            if (last != 0) gaps.add((beat - last) / 1_000_000);
            last = beat;
        }
    }

    /** Another renderer, two seconds later. */
    private record Slow(Renderer fast, AtomicBoolean slow) implements Renderer {
        @Override
        public Model model() {
            return fast.model();
        }

        @Override
        public RenderResult render(RenderRequest request, Quality quality, BooleanSupplier superseded, Consumer<Frame> refined) {
            if (slow.get()) try {
                Thread.sleep(SLOW_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return fast.render(request, quality, superseded, refined);
        }

        @Override
        public Tensor styles(RenderRequest request) {
            return fast.styles(request);
        }

        @Override
        public void close() {
            fast.close();
        }
    }
}
