package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;

import org.junit.jupiter.api.Test;

import meander.app.widgets.Banner;
import meander.models.latent.ClassMix;
import meander.models.request.RenderRequest;

/** The window, driven by a robot: what a person does first. */
class WindowTest extends WithWindow {
    @Test
    void aClassIsFoundByItsName() {
        ComboBox<Integer> classes = robot.lookup(".class-mixer .combo-box").query();
        String name = rig.ask(() -> classes.getConverter().toString(4));
        robot.clickOn(classes);
        robot.write(name);
        robot.push(KeyCode.ENTER);
        assertThat(rig.ask(() -> rig.explore.editor().request().get().classes())).isEqualTo(ClassMix.of(4));
    }

    @Test
    void itOpensOnTheBundledModelWithAPicture() {
        assertThat(rig.ask(() -> rig.explore.opened().get().model().info().family())).isEqualTo("StyleGAN2");
        assertThat(robot.lookup("#card-latent").tryQuery()).isPresent();
        assertThat(robot.lookup("#card-mixing").tryQuery()).isPresent();
    }

    @Test
    void draggingPsiChangesThePictureAndIsOneStepOfUndo() throws Exception {
        RenderRequest before = request();
        Node track = robot.lookup("#row-psi .track").query();
        robot.drag(track, MouseButton.PRIMARY).moveBy(20, 0).moveBy(20, 0).moveBy(10, 0).drop();
        rig.until(rig::settled);
        assertThat(request().truncation().psi()).isGreaterThan(before.truncation().psi());
        assertThat(((TextField) robot.lookup("#row-psi .value-field").query()).getText())
                .isEqualTo("%.2f".formatted(request().truncation().psi()));
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        rig.until(rig::settled);
        assertThat(request()).isEqualTo(before);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.Z).release(KeyCode.SHIFT, KeyCode.CONTROL);
        rig.until(rig::settled);
        assertThat(request()).isNotEqualTo(before);
    }

    @Test
    void aTypedValueCountsAndADoubleClickResetsIt() throws Exception {
        double initial = request().truncation().psi();
        robot.clickOn("#row-psi .value-field").write("-0,25").type(KeyCode.ENTER);
        rig.until(() -> request().truncation().psi() == -0.25);
        robot.doubleClickOn("#row-psi .track");
        rig.until(() -> request().truncation().psi() == initial);
    }

    @Test
    void aLayerIsTakenFromADonorByAClick() throws Exception {
        robot.clickOn("#mixing-matrix .add-donor");
        rig.until(() -> request().mix().donors().size() == 1);
        rig.until(rig::settled); // the matrix has its column by then
        robot.clickOn(cell(1, 3));
        rig.until(() -> request().mix().weights().containsKey(3));
        assertThat(request().mix().shares(3)).containsExactly(0, 1);
        assertThat(request().mix().shares(2)).containsExactly(1, 0);
    }

    @Test
    void keysWalkOverSeedsAndTakeSnapshots() throws Exception {
        robot.clickOn("#seed-field").write("41").type(KeyCode.ENTER);
        robot.clickOn(".picture-pane");
        robot.type(KeyCode.RIGHT);
        rig.until(() -> request().point().seed() == 42);
        rig.until(rig::settled);
        robot.type(KeyCode.S);
        rig.until(() -> rig.explore.snapshots().all().size() == 1);
        robot.type(KeyCode.SPACE);
        rig.until(() -> request().point().seed() != 42);
        robot.clickOn(".snapshot");
        rig.until(() -> request().point().seed() == 42);
    }

    @Test
    void thePaletteRunsACommandByItsName() throws Exception {
        long before = request().point().seed();
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        rig.until(() -> robot.lookup(".palette-veil").query().isVisible());
        robot.write("next s");
        assertThat(rig.ask(() -> robot.lookup(".palette .list-view").queryAs(ListView.class).getItems().size())).isEqualTo(1);
        robot.type(KeyCode.ENTER);
        rig.until(() -> request().point().seed() == before + 1);
    }

    @Test
    void aSavedPictureBringsEverythingBack() throws Exception {
        robot.clickOn("#mixing-matrix .add-donor");
        robot.clickOn(cell(1, 5));
        robot.clickOn("#row-psi .value-field").write("0.4").type(KeyCode.ENTER);
        rig.until(rig::settled);
        RenderRequest kept = request();
        Path picture = folder.resolve("kept.png");
        robot.interact(() -> rig.explore.save(picture));
        rig.until(() -> rig.tasks.notice().get() != null);
        assertThat(picture).isRegularFile();
        robot.interact(rig.explore.editor()::resetAll);
        rig.until(rig::settled);
        assertThat(request()).isNotEqualTo(kept);
        robot.interact(() -> rig.explore.open(picture));
        rig.until(() -> request().equals(kept));
    }

    @Test
    void aFileThatIsNoModelShowsASentenceAndChangesNothing() throws Exception {
        RenderRequest before = request();
        Path bad = Files.writeString(folder.resolve("bad.pkl"), "not a checkpoint");
        robot.interact(() -> rig.explore.open(bad));
        rig.until(() -> robot.lookup(".banner").queryAs(Banner.class).isVisible());
        assertThat(request()).isEqualTo(before);
        assertThat(rig.ask(() -> rig.explore.opened().get().file())).isEqualTo(rig.bundled);
        robot.interact(() -> rig.explore.open(rig.bundled));
        rig.until(() -> !robot.lookup(".banner").queryAs(Banner.class).isVisible());
    }

    @Test
    void inANarrowWindowTheListAndTheControlsMakeRoomForEachOther() throws Exception {
        assertThat(shown(".list-column")).isFalse();
        assertThat(shown(".inspector-column")).isTrue();
        robot.press(KeyCode.CONTROL).type(KeyCode.B).release(KeyCode.CONTROL);
        rig.until(() -> shown(".list-column") && !shown(".inspector-column"));
        robot.press(KeyCode.CONTROL).type(KeyCode.I).release(KeyCode.CONTROL);
        rig.until(() -> !shown(".list-column") && shown(".inspector-column"));
    }

    private boolean shown(String column) {
        return robot.lookup(column).query().isVisible();
    }

    @Test
    void anotherLanguageKeepsWhatWasTurned() throws Exception {
        robot.clickOn("#row-psi .value-field").write("0.4").type(KeyCode.ENTER);
        rig.until(rig::settled);
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        robot.write("简体").type(KeyCode.ENTER);
        rig.until(() -> robot.lookup("导出…").tryQuery().isPresent());
        rig.until(rig::settled);
        assertThat(request().truncation().psi()).isEqualTo(0.4);
        assertThat(((TextField) robot.lookup("#row-psi .value-field").query()).getText()).isEqualTo("0.40");
    }

    private RenderRequest request() {
        return rig.ask(() -> rig.explore.editor().request().get());
    }

    /** The middle of a cell of the mixing matrix, on the screen. */
    private Point2D cell(int source, int layer) {
        return rig.ask(() -> {
            Node matrix = robot.lookup("#mixing-matrix").query();
            // Cells stand in the order of the columns, one for each layer.
            int layers = matrix.lookupAll(".layer").size();
            Node cell = matrix.lookupAll(".cell").stream().skip((long) source * layers + layer).findFirst().orElseThrow();
            Bounds bounds = cell.localToScreen(cell.getLayoutBounds());
            return new Point2D(bounds.getCenterX(), bounds.getCenterY());
        });
    }
}
