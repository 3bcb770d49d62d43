package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;

import meander.app.library.LibraryModule;
import meander.app.library.LibraryViewModel.Entry;

/** The library, driven by a robot. */
class LibraryWindowTest extends WithWindow {
    @Test
    void severalFilesAreDroppedFoundTaggedAndLookedAt() throws Exception {
        Path first = copy("first.safetensors", "stylegan2-emoji-64");
        Path second = copy("second.safetensors", "dcgan-fashion-32");
        Path bad = Files.writeString(folder.resolve("bad.pkl"), "not a checkpoint");
        robot.interact(() -> rig.window.take(List.of(first, second, bad)));
        rig.until(() -> rig.library.own().size() == 3 && rig.explore.opened().get().file().equals(first));
        rig.until(() -> rig.library.own().stream().allMatch(entry -> entry.item().facts().known() || entry.trouble() != null));
        assertThat(own(bad).trouble()).as("says why").isNotNull();

        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT4).release(KeyCode.CONTROL);
        rig.until(() -> robot.lookup("#tensor-table").tryQuery().isPresent());
        robot.press(KeyCode.CONTROL).type(KeyCode.F).release(KeyCode.CONTROL);
        robot.write("dcgan 32");
        rig.until(() -> rows().equals(List.of("second.safetensors", "Clothes, by DCGAN", "Clothes, by WGAN-GP")));
        robot.clickOn(row("second.safetensors"));
        rig.until(() -> robot.lookup("#tensor-table").queryAs(TableView.class).getItems().size() > 10 && rig.library.settled());

        robot.clickOn("#new-tag").write("shirts").type(KeyCode.ENTER);
        rig.until(() -> own(second).item().tags().contains("shirts"));
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        rig.until(() -> own(second).item().tags().isEmpty());
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.Z).release(KeyCode.SHIFT, KeyCode.CONTROL);
        rig.until(() -> own(second).item().tags().contains("shirts"));
        robot.clickOn(".tag .icon-button");
        rig.until(() -> own(second).item().tags().isEmpty());
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        rig.until(() -> own(second).item().tags().contains("shirts"));

        robot.clickOn("#action-library-use");
        rig.until(() -> rig.explore.opened().get().file().equals(second));
    }

    @Test
    void aModelThatWasRemovedComesBack() throws Exception {
        Path first = copy("first.safetensors", "stylegan2-emoji-64");
        robot.interact(() -> rig.window.take(List.of(first)));
        rig.until(() -> rig.library.own().size() == 1 && rig.explore.opened().get().file().equals(first));
        robot.interact(() -> {
            rig.library.select(first);
            rig.window.show(LibraryModule.ID);
        });
        robot.clickOn("#details-remove");
        rig.until(() -> rig.library.own().isEmpty());
        assertThat(first).exists();
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        rig.until(() -> rig.library.own().size() == 1 && rig.library.selected().get() != null);
    }

    private Path copy(String name, String bundled) throws Exception {
        return Files.copy(rig.bundled.resolveSibling(bundled + ".safetensors"), folder.resolve(name));
    }

    private Entry own(Path file) {
        return rig.ask(() -> rig.library.own().stream().filter(entry -> entry.file().equals(file)).findFirst().orElseThrow());
    }

    /** The names of the rows, from the top. */
    private List<String> rows() {
        return robot.lookup(".library-entry .entry-name").queryAll().stream().map(name -> ((Labeled) name).getText()).toList();
    }

    private Node row(String name) {
        return robot.lookup(".library-entry").match((Node row) -> ((Labeled) row.lookup(".entry-name")).getText().equals(name))
                .query();
    }
}
