package meander.app.help;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

import meander.app.base.Commands;
import meander.app.base.Navigator;
import meander.app.base.Tasks;
import meander.app.base.WorkspaceContext;
import meander.app.base.WorkspaceModule;
import meander.app.base.WorkspaceView;
import meander.app.session.WindowStateStore;
import meander.app.widgets.PageView;
import meander.models.family.Families;
import meander.training.recipe.Recipes;

/** The page of help. */
public final class HelpModule implements WorkspaceModule {
    public static final String ID = "help";

    private final Families families;
    private final Recipes recipes;
    private final Tasks tasks;
    private final WindowStateStore store;
    private Navigator navigator;
    private Runnable fill = () -> {};

    public HelpModule(Families families, Recipes recipes, Tasks tasks, WindowStateStore store) {
        this.families = families;
        this.recipes = recipes;
        this.tasks = tasks;
        this.store = store;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Ikon icon() {
        return Material2OutlinedAL.HELP_OUTLINE;
    }

    @Override
    public String shortcut() {
        return "F1";
    }

    @Override
    public boolean isPage() {
        return true;
    }

    @Override
    public void attach(Navigator window) {
        navigator = window;
    }

    @Override
    public WorkspaceView build(WorkspaceContext context, Commands commands) {
        HelpView page = new HelpView(context.texts(), navigator::beginTour);
        // What it tells of, the commands of all workspaces, is complete when it comes into sight.
        fill = () -> page.fill(HelpContent.of(context.workspaces(), families, recipes));
        return new PageView(page, context.texts().text("rail." + ID), tasks, store, context.texts());
    }

    @Override
    public void enter() {
        fill.run();
        fill = () -> {};
    }

    @Override
    public void close() {}
}
