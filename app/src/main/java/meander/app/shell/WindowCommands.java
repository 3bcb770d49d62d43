package meander.app.shell;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import javafx.beans.binding.Bindings;

import meander.app.base.Appearance;
import meander.app.base.Commands;
import meander.app.base.KeyBindings;
import meander.app.base.Navigator;
import meander.app.base.Texts;
import meander.app.base.Theme;
import meander.app.base.WorkspaceModule;
import meander.app.tour.TourViewModel;
import meander.app.widgets.CommandPalette;
import meander.ui.Messages;

/** What can be commanded in every workspace, and the palette of all commands. */
final class WindowCommands {
    private static final String PALETTE = "palette.show";

    private WindowCommands() {}

    /** Adds the window's own commands to those of a workspace. @param frame which is there when one is run */
    static void add(Commands commands, Collection<WorkspaceModule> modules, Navigator navigator, Appearance appearance,
            TourViewModel tour, Supplier<WindowFrame> frame) {
        commands.add(PALETTE, "Shortcut+K", () -> frame.get().palette().open());
        modules.forEach(module -> commands.add("workspace." + module.id(), module.shortcut(), () -> navigator.show(module.id())));
        commands.add("show.list", "Shortcut+B", () -> frame.get().toggleList());
        commands.add("show.inspector", "Shortcut+I", () -> frame.get().toggleInspector());
        for (Theme theme : Theme.values())
            commands.add("theme." + theme.id(), "", () -> appearance.apply(theme));
        for (Locale language : Messages.LANGUAGES)
            commands.add("language." + language.getLanguage(), "", () -> appearance.setLanguage(language.toLanguageTag()));
        commands.add("tour.begin", "", navigator::beginTour);
        commands.add("tour.next", "F6", Bindings.isNotNull(tour.step()), tour::next);
        commands.add("tour.back", "Shift+F6", Bindings.isNotNull(tour.step()), tour::back);
    }

    /** What the palette shows for what was typed. */
    static List<CommandPalette.Entry> search(Commands commands, String typed, Texts texts) {
        return commands.search(typed, command -> texts.text(command.titleKey())).stream()
                .filter(command -> !command.id().equals(PALETTE))
                .map(command -> new CommandPalette.Entry(texts.text(command.titleKey()), KeyBindings.words(command.shortcut()),
                        command::run))
                .toList();
    }
}
