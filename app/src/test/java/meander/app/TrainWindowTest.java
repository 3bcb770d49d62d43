package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import meander.app.train.ScriptedEngine;
import meander.models.render.RenderSettings;
import meander.models.render.Renderers;

/** A training, from beginning to end, by mouse and keys. */
class TrainWindowTest {
    @TempDir
    Path folder;
    private final FxRobot robot = new FxRobot();
    private TestApp rig;

    @BeforeEach
    void open() throws Exception {
        rig = TestApp.open(folder, model -> Renderers.open(model, RenderSettings.DEFAULT));
        robot.clickOn("#rail-train");
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private ScriptedEngine.Run begun() throws Exception {
        robot.clickOn(".empty-state .primary");
        robot.clickOn("#data-emoji");
        rig.until(() -> !start().isDisable());
        robot.clickOn("#train-start");
        rig.until(rig.train::isTraining);
        ScriptedEngine.Run run = rig.engine.last();
        run.begin();
        return run;
    }

    private Button start() {
        return robot.lookup("#train-start").queryButton();
    }

    private String text(String selector) {
        return rig.ask(() -> ((Labeled) robot.lookup(selector).query()).getText());
    }

    @Test
    void aRunIsBegunWatchedPausedScrubbedAndStopped() throws Exception {
        ScriptedEngine.Run run = begun();
        run.step(30, 1000, 3);
        rig.until(() -> text(".run-header .plain-title").equals("30 of 300 kimg"));
        String first = text("#curve-0 .legend .value");
        run.step(3, 1000, 3);
        rig.until(() -> !text("#curve-0 .legend .value").equals(first));
        rig.until(() -> text("#card-train-snapshot .card-caption").startsWith("31 kimg"));

        robot.clickOn("#action-train-pause");
        rig.until(() -> text("#action-train-pause").equals("Resume"));
        robot.clickOn("#action-train-pause");
        rig.until(() -> text("#action-train-pause").equals("Pause"));

        rig.until(() -> rig.window.settled());
        robot.type(KeyCode.HOME);
        rig.until(() -> text("#card-train-snapshot .card-caption").startsWith("1 kimg"));
        robot.type(KeyCode.RIGHT);
        rig.until(() -> text("#card-train-snapshot .card-caption").startsWith("4 kimg"));
        assertThat(rig.ask(() -> robot.lookup("#curve-0 .cursor").query().isVisible())).isTrue();
        robot.type(KeyCode.C);
        rig.until(() -> robot.lookup("#train-compare-way").query().isVisible());
        robot.type(KeyCode.K);
        rig.until(() -> text("#train-keep").equals("kept"));

        robot.clickOn("#action-train-stop");
        rig.until(() -> !rig.train.isTraining());
        rig.until(() -> text(".run-entry .entry-line").equals("stopped · 33 kimg"));
    }

    @Test
    void escapeLeavesThePageOfANewRun() throws Exception {
        robot.clickOn(".empty-state .primary");
        rig.until(() -> robot.lookup("#train-start").tryQuery().isPresent());
        robot.type(KeyCode.ESCAPE);
        rig.until(() -> robot.lookup("#train-start").tryQuery().isEmpty());
    }

    @Test
    void aHandGoesThroughTimeOnTheLine() throws Exception {
        ScriptedEngine.Run run = begun();
        run.step(20, 1000, 1);
        rig.until(() -> text(".run-header .plain-title").equals("20 of 300 kimg"));
        Node track = robot.lookup("#time-line").query();
        robot.clickOn(track);
        rig.until(() -> text("#card-train-snapshot .card-caption").startsWith("10 kimg"));
        rig.until(() -> rig.window.settled());
    }

    @Test
    void theModelIsExploredWhileTheRunGoesOn() throws Exception {
        ScriptedEngine.Run run = begun();
        run.step(5, 1000, 1);
        rig.until(() -> text(".run-header .plain-title").equals("5 of 300 kimg"));
        robot.clickOn("#action-train-explore");
        rig.until(() -> rig.explore.opened().get().file().equals(run.folder().resolve("model-000005000.safetensors")));
        rig.until(rig::settled);
        assertThat(rig.ask(() -> robot.lookup("#card-latent").tryQuery())).isPresent();
        assertThat(rig.train.isTraining()).isTrue();
        run.step(1, 1000, 1);
        rig.until(() -> text(".task-strip .button").equals("Training emoji-stylegan2-64 · 2 %"));
    }

    @Test
    void anotherLanguageKeepsTheWorkspaceAndTheRun() throws Exception {
        ScriptedEngine.Run run = begun();
        run.step(5, 1000, 1);
        rig.until(() -> text(".run-header .plain-title").equals("5 of 300 kimg"));
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        robot.write("简体").type(KeyCode.ENTER);
        rig.until(() -> robot.lookup("#action-train-pause").tryQuery().isPresent() && text("#action-train-pause").equals("暂停"));
        assertThat(text(".run-header .plain-title")).isEqualTo("5 / 300 kimg");
    }
}
