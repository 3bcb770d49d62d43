package meander.app.shell;

import java.util.List;
import java.util.function.Function;

import meander.app.base.WorkspaceModule;
import meander.app.explore.ExploreModule;
import meander.app.explore.ExploreView;
import meander.app.help.HelpModule;
import meander.app.library.LibraryListView;
import meander.app.library.LibraryModule;
import meander.app.settings.SettingsModule;
import meander.app.train.TrainModule;
import meander.app.translate.TranslateModule;
import meander.models.family.Families;
import meander.training.recipe.Recipes;

/** The workspaces in the order of the rail; the window begins with the first. A line more is a workspace more. */
public final class Workspaces {
    private record Entry(String id, Function<AppContext, WorkspaceModule> module) {}

    private static final List<Entry> ALL = List.of(new Entry(ExploreModule.ID, Workspaces::explore),
            new Entry(TranslateModule.ID, Workspaces::translate),
            new Entry(TrainModule.ID,
                    app -> new TrainModule(new TrainModule.Parts(app.train(), app.tasks(), app.store(), app.fx(), app.disk()))),
            new Entry(LibraryModule.ID, AppContext::libraryModule),
            new Entry(HelpModule.ID, app -> new HelpModule(Families.installed(), Recipes.installed(), app.tasks(), app.store())),
            new Entry(SettingsModule.ID, app -> new SettingsModule(app.settingsPage(), app.tasks(), app.store())));

    private Workspaces() {}

    /** Their ids, for the command line. */
    public static List<String> ids() {
        return ALL.stream().map(Entry::id).toList();
    }

    static List<WorkspaceModule> of(AppContext app) {
        return ALL.stream().map(entry -> entry.module().apply(app)).toList();
    }

    private static WorkspaceModule explore(AppContext app) {
        return new ExploreModule(new ExploreModule.Parts(app.explore(), context -> {
            LibraryListView list = app.libraryModule().list(context);
            return new ExploreView.ModelList(list, list::close);
        }, app.tasks(), app.store(), app.fx(), app.pixels()));
    }

    private static WorkspaceModule translate(AppContext app) {
        return new TranslateModule(new TranslateModule.Parts(app.translate(), app.explore().translates(), app.explore().device(),
                app.translators(), app.models()::offers, app.tasks(), app.store(), app.fx(), app.pixels()));
    }
}
