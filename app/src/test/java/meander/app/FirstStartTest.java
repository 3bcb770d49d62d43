package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;

import meander.app.base.FxThreads;
import meander.app.base.TourStep;
import meander.app.crash.FiledReport;
import meander.app.gpu.GpuPackages;
import meander.app.gpu.GpuPurpose;
import meander.app.settings.AppSettingsStore;
import meander.app.widgets.Banner;

/** The first minutes, and the pages beside the work. */
class FirstStartTest extends WithWindow {
    /** The id of the step that is shown; empty while there is no tour. */
    private String step() {
        return rig.ask(() -> rig.tour.step().get() == null ? "" : rig.tour.step().get().id());
    }

    private Node node(String selector) {
        return robot.lookup(selector).query();
    }

    private String text(String selector) {
        return rig.ask(() -> ((Labeled) node(selector)).getText());
    }

    @Test
    void everyStepOfTheTourHasItsWordsAndTheControlThatItIsAbout() {
        assertThat(rig.ask(() -> rig.tour.steps().stream().map(TourStep::id).toList())).containsExactly("seeds", "mixing", "own",
                "train");
        for (TourStep step : rig.tour.steps()) {
            assertThat(rig.window.texts().messages().keys()).contains("tour." + step.id(), "tour." + step.id() + ".what");
            robot.interact(() -> rig.tour.begin(step));
            assertThat(robot.lookup(step.anchor()).tryQuery()).as(step.anchor()).isPresent();
        }
    }

    @Test
    void theTourStandsBesideTheWorkAndGoesWithEscape() throws Exception {
        robot.interact(() -> rig.tour.begin());
        rig.until(() -> node(".tour-card").isVisible() && node(".tour-card").getLayoutX() > 0);
        Bounds ring = rig.ask(() -> node(".tour-ring").localToScene(node(".tour-ring").getLayoutBounds()));
        Bounds card = rig.ask(() -> node("#card-latent").localToScene(node("#card-latent").getLayoutBounds()));
        assertThat(ring.contains(card)).isTrue();
        Path other = rig.bundled.resolveSibling("dcgan-fashion-32.safetensors");
        robot.interact(() -> rig.explore.open(other));
        rig.until(() -> rig.explore.opened().get().file().equals(other) && rig.settled());
        assertThat(rig.ask(() -> rig.tour.done().stream().map(TourStep::id).toList())).as("what a model brings nobody has done")
                .containsExactly("own");
        rig.until(() -> node(".tour-ring").isVisible());
        assertThat(rig.ask(() -> node(".tour-done").isVisible())).isFalse();
        robot.clickOn(".picture-pane").type(KeyCode.RIGHT);
        rig.until(() -> rig.explore.editor().request().get().point().seed() == 1);
        rig.until(() -> node(".tour-done").isVisible());
        assertThat(step()).as("it does not run ahead").isEqualTo("seeds");
        robot.type(KeyCode.ESCAPE);
        rig.until(() -> !node(".tour").isVisible());
        robot.type(KeyCode.RIGHT);
        rig.until(() -> rig.explore.editor().request().get().point().seed() == 2);
    }

    @Test
    void theTourIsGoneThroughByKeysAloneAndComesBackFromThePalette() throws Exception {
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        robot.write("show the tour").type(KeyCode.ENTER);
        rig.until(() -> step().equals("seeds") && node("#tour-next").isFocused());
        robot.type(KeyCode.SPACE);
        rig.until(() -> step().equals("mixing"));
        robot.type(KeyCode.F6);
        rig.until(() -> step().equals("own"));
        robot.press(KeyCode.SHIFT).type(KeyCode.F6).release(KeyCode.SHIFT);
        rig.until(() -> step().equals("mixing"));
        robot.type(KeyCode.F6).type(KeyCode.F6);
        rig.until(() -> step().equals("train"));
        robot.clickOn("#tour-next");
        rig.until(() -> step().isEmpty());
    }

    @Test
    void aLookIsChosenOnThePageAndKept() throws Exception {
        robot.press(KeyCode.CONTROL).type(KeyCode.COMMA).release(KeyCode.CONTROL);
        rig.until(() -> robot.lookup("#settings-theme").tryQuery().isPresent());
        robot.clickOn(segment("Light"));
        rig.until(() -> rig.store.session().get().theme().equals("light"));
        assertThat(rig.ask(() -> rig.window.scene().getStylesheets().getFirst())).endsWith("light.css");
        robot.type(KeyCode.ESCAPE);
        rig.until(() -> robot.lookup(".picture-pane").tryQuery().isPresent());
    }

    @Test
    void aLanguageIsChosenOnThePageAndThePageStays() throws Exception {
        robot.clickOn("#rail-settings");
        robot.clickOn(segment("简体中文"));
        rig.until(() -> text(".page-title").equals("设置"));
        assertThat(rig.ask(() -> rig.store.session().get().language())).isEqualTo("zh-CN");
    }

    @Test
    void packagesAreOfferedToThoseWhoHaveACard() throws Exception {
        robot.clickOn("#rail-settings");
        rig.until(() -> rig.settingsPage.machine().get() != null);
        assertThat(rig.ask(() -> node("#settings-gpu").isManaged())).as("there is none").isFalse();
        rig.until(() -> rig.settingsPage.parts().gpu().offer(GpuPurpose.DRAWING).get() != null
                || GpuPackages.of(GpuPurpose.DRAWING).isEmpty());
        assertThat(rig.ask(() -> ((Parent) node("#settings-gpu")).getChildrenUnmodifiable().getFirst().isManaged()))
                .as("where none is made, there is no row either").isEqualTo(GpuPackages.of(GpuPurpose.DRAWING).isPresent());
        assertThat(rig.ask(() -> node("#gpu-drawing-remove").isManaged())).as("nothing is there").isFalse();
    }

    @Test
    void whatIsSetIsKeptAndResetByItsDot() throws Exception {
        robot.clickOn("#rail-settings");
        robot.clickOn(segment("Processor"));
        rig.until(() -> Files.exists(folder.resolve("settings.json")));
        robot.interact(() -> rig.settings.close());
        try (AppSettingsStore again = new AppSettingsStore(folder, FxThreads.inline())) {
            assertThat(again.settings().get().drawing()).isEqualTo(meander.app.settings.AppSettings.Drawing.CPU);
        }
        Node dot = rig.ask(() -> node("#settings-drawing").getParent().lookup(".changed-dot"));
        robot.clickOn(dot);
        rig.until(() -> rig.settings.settings().get().equals(meander.app.settings.AppSettings.DEFAULT));
    }

    @Test
    void aReportIsSaidCalmlyCanBeCopiedAndGoes() throws Exception {
        robot.interact(() -> rig.notices
                .say(new FiledReport(FiledReport.Kind.OURS, Optional.of(folder.resolve("r.txt")), "what it says")));
        Banner banner = robot.lookup(".of-window .banner").queryAs(Banner.class);
        rig.until(banner::isVisible);
        assertThat(rig.ask(() -> robot.from(banner).lookup("Open folder").queryButton().isVisible())).isTrue();
        robot.clickOn(robot.from(banner).lookup("Copy").<Button>query());
        assertThat(rig.ask(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("what it says");
        robot.clickOn(robot.from(banner).lookup(".flat").<Button>query());
        rig.until(() -> !banner.isVisible());
        assertThat(rig.settled()).isTrue();
    }

    @Test
    void helpListsTheKeys() throws Exception {
        robot.type(KeyCode.F1);
        rig.until(() -> robot.lookup("#help-page").tryQuery().isPresent());
        assertThat(robot.lookup("Ctrl K").tryQuery()).isPresent();
        robot.type(KeyCode.ESCAPE);
        rig.until(() -> robot.lookup("#help-page").tryQuery().isEmpty());
    }

    private ToggleButton segment(String name) {
        return robot.lookup(".segment").lookup(name).query();
    }
}
