package meander.app;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import meander.models.render.RenderSettings;
import meander.models.render.Renderers;

/** A window on a folder of its own, with the real engine and a robot before it. */
abstract class WithWindow {
    @TempDir
    Path folder;
    final FxRobot robot = new FxRobot();
    TestApp rig;

    @BeforeEach
    void open() throws Exception {
        rig = TestApp.open(folder, model -> Renderers.open(model, RenderSettings.DEFAULT));
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }
}
