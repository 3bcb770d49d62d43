package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import meander.app.picture.Raster;
import meander.app.translate.StrawEngine;
import meander.app.translate.StrawTranslator;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.render.RenderResult;
import meander.models.render.Renderer;
import meander.models.request.RenderRequest;

/** Translating, by mouse and keys. */
class TranslateWindowTest {
    @TempDir
    Path folder;
    private final FxRobot robot = new FxRobot();
    private final List<StrawEngine> engines = Collections.synchronizedList(new ArrayList<>());
    private TestApp rig;

    @BeforeEach
    void open() throws Exception {
        rig = TestApp.open(folder,
                (file, answers, progress, cancelled) -> file.toString().endsWith(".pth")
                        ? StrawTranslator.open(file, answers)
                        : Families.installed().open(file, answers, progress, cancelled),
                StillRenderer::new, network -> {
                    StrawEngine engine = new StrawEngine(network);
                    engines.add(engine);
                    return engine;
                });
    }

    @AfterEach
    void close() throws Exception {
        engines.forEach(engine -> engine.endless = false);
        rig.close();
    }

    /** Explore is not what is tested here. */
    private record StillRenderer(Model model) implements Renderer {
        @Override
        public RenderResult render(RenderRequest request, Quality quality, BooleanSupplier superseded, Consumer<Frame> refined) {
            return new Frame(Tensor.zeros(3, 32, 32), true, 1, request);
        }

        @Override
        public Tensor styles(RenderRequest request) {
            return null;
        }

        @Override
        public void close() {}
    }

    private Path model(String name) throws Exception {
        return Files.writeString(folder.resolve(name), "content of " + name);
    }

    private void twoPanes() throws Exception {
        robot.clickOn("#rail-translate");
        for (String name : List.of("first.pth", "own.pth")) {
            Path file = model(name);
            robot.interact(() -> rig.window.open(file));
        }
        rig.until(() -> rig.translate.panes().size() == 2 && rig.window.settled());
    }

    private Point2D on(String card, double x, double y) {
        return rig.ask(() -> {
            Node pane = robot.lookup(card + " .picture-pane").query();
            Bounds bounds = pane.localToScreen(pane.getBoundsInLocal());
            return new Point2D(bounds.getMinX() + x * bounds.getWidth(), bounds.getMinY() + y * bounds.getHeight());
        });
    }

    private Raster shown(int pane) {
        return rig.ask(() -> rig.translate.panes().get(pane).answer().get().picture());
    }

    private String text(String selector) {
        return rig.ask(() -> ((Labeled) robot.lookup(selector).query()).getText());
    }

    @Test
    void aStrokeChangesBothPanesAndIsTakenBack() throws Exception {
        twoPanes();
        Raster first = shown(0);
        Raster second = shown(1);
        robot.drag(on("#translate-input", 0.4, 0.35), MouseButton.PRIMARY).moveBy(20, 10).moveBy(20, 10).drop();
        rig.until(() -> rig.window.settled());
        assertThat(shown(0).argb()).isNotEqualTo(first.argb());
        assertThat(shown(1).argb()).isNotEqualTo(second.argb());
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        rig.until(() -> rig.window.settled());
        assertThat(shown(0).argb()).isEqualTo(first.argb());
        assertThat(shown(1).argb()).isEqualTo(second.argb());
    }

    @Test
    void aTiledTranslationIsCalledOffAsATask() throws Exception {
        twoPanes();
        engines.forEach(engine -> {
            engine.fits(false);
            engine.endless = true;
        });
        robot.interact(() -> rig.translate.input().take(Raster.filled(1200, 900, Raster.WHITE), "large.png"));
        rig.until(() -> rig.tasks.rows().size() == 2);
        for (int left = 1; left >= 0; left--) {
            int rows = left;
            // Not by the list's own button: the Headless platform cannot draw a list that leaves its screen of 1000 × 1000.
            // Again while it is not gone: a slow machine may have begun anew what was called off.
            rig.until(() -> {
                if (rig.tasks.rows().size() > rows) rig.tasks.rows().getFirst().cancel();
                return rig.tasks.rows().size() == rows;
            });
        }
        rig.until(() -> rig.translate.panes().stream().allMatch(pane -> pane.cancelled().get()));
        assertThat(text(".output-card .pill")).isEqualTo("cancelled");
        assertThat(rig.ask(() -> robot.lookup("#translate-tools").query().getParent().isVisible())).isFalse();
    }

    @Test
    void aTranslatorOpenedInExploreGoesToTranslateAndAGeneratorBack() throws Exception {
        Path translator = model("first.pth");
        robot.interact(() -> rig.window.open(translator));
        rig.until(() -> rig.translate.panes().size() == 1);
        assertThat(robot.lookup("#translate-pane-1").tryQuery()).isPresent();
        Path generator = rig.bundled;
        robot.interact(() -> rig.window.open(generator));
        rig.until(() -> robot.lookup("#card-latent").tryQuery().isPresent());
        rig.until(rig::settled);
    }

    @Test
    void keysChooseToolsAndWaysToCompare() throws Exception {
        twoPanes();
        robot.clickOn("#rail-translate");
        robot.type(KeyCode.F);
        assertThat(rig.ask(() -> rig.translate.drawing().tool().get().name())).isEqualTo("FILL");
        robot.type(KeyCode.W);
        rig.until(() -> robot.lookup("#compare-stage").tryQuery().isPresent());
        robot.clickOn(on("#compare-stage", 0.5, 0.5));
        robot.type(KeyCode.RIGHT);
        assertThat(rig.ask(() -> rig.translate.compare().share().get())).isLessThan(0.5);
        robot.type(KeyCode.S);
        rig.until(() -> robot.lookup("#translate-input").tryQuery().isPresent());
    }

    @Test
    void anotherLanguageKeepsThePictureAndThePanes() throws Exception {
        twoPanes();
        Raster before = rig.ask(() -> rig.translate.input().picture().get());
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        robot.write("简体").type(KeyCode.ENTER);
        rig.until(() -> robot.lookup("#action-translate-save").tryQuery().isPresent()
                && text("#action-translate-save").equals("保存结果"));
        rig.until(() -> rig.window.settled());
        assertThat(rig.ask(() -> rig.translate.input().picture().get())).isSameAs(before);
        assertThat(robot.lookup(".output-card").queryAll()).hasSize(2);
    }
}
