package meander.app.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javafx.beans.property.SimpleBooleanProperty;

import org.junit.jupiter.api.Test;

class CommandsTest {
    private final Commands commands = new Commands();
    private final List<String> done = new ArrayList<>();

    @Test
    void aCommandRunsOnlyWhileItIsEnabled() {
        SimpleBooleanProperty enabled = new SimpleBooleanProperty();
        Command undo = commands.add("edit.undo", "Shortcut+Z", enabled, () -> done.add("undo"));
        assertThat(undo.run()).isFalse();
        enabled.set(true);
        assertThat(commands.get("edit.undo").run()).isTrue();
        assertThat(done).containsExactly("undo");
        assertThat(undo.titleKey()).isEqualTo("command.edit.undo");
    }

    @Test
    void idsAndShortcutsAreGivenOutOnce() {
        commands.add("a", "Space", () -> {});
        commands.add("b", "", () -> {});
        commands.add("c", "", () -> {});
        assertThatThrownBy(() -> commands.add("a", "", () -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> commands.add("d", "Space", () -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThat(commands.all()).extracting(Command::id).containsExactly("a", "b", "c");
        assertThat(commands.find("d")).isEmpty();
        assertThatThrownBy(() -> commands.get("d")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePaletteFindsTheBestFirstAndLeavesOutWhatCannotBeDone() {
        commands.add("1", "", () -> {});
        commands.add("2", "", () -> {});
        commands.add("3", "", () -> {});
        commands.add("4", "", () -> {});
        commands.add("5", "", new SimpleBooleanProperty(false), () -> {});
        Map<String, String> titles = Map.of("1", "Next random seed", "2", "Subpar export", "3", "Parameters", "4", "Save picture",
                "5", "Paris");
        assertThat(commands.search(" par", command -> titles.get(command.id()))).extracting(Command::id).containsExactly("3",
                "2");
        assertThat(commands.search("SE", command -> titles.get(command.id()))).extracting(Command::id).containsExactly("1", "2",
                "4");
        assertThat(commands.search("", command -> titles.get(command.id()))).hasSize(4);
    }
}
