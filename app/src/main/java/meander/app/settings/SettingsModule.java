package meander.app.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.Commands;
import meander.app.base.FileManager;
import meander.app.base.Navigator;
import meander.app.base.Tasks;
import meander.app.base.WorkspaceContext;
import meander.app.base.WorkspaceModule;
import meander.app.base.WorkspaceView;
import meander.app.session.WindowStateStore;
import meander.app.widgets.Choosers;
import meander.app.widgets.Choosers.Filter;
import meander.app.widgets.PageView;

/** The page of settings. */
public final class SettingsModule implements WorkspaceModule {
    public static final String ID = "settings";

    private final SettingsViewModel settings;
    private final Tasks tasks;
    private final WindowStateStore store;
    private Navigator navigator;
    private SettingsView view;

    public SettingsModule(SettingsViewModel settings, Tasks tasks, WindowStateStore store) {
        this.settings = settings;
        this.tasks = tasks;
        this.store = store;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Ikon icon() {
        return Material2OutlinedMZ.SETTINGS;
    }

    @Override
    public String shortcut() {
        return "Shortcut+Comma";
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
        Choosers choosers = new Choosers(context.scene(), store, context.texts());
        view = new SettingsView(settings, context.texts(), new Actions(choosers), context.appearance());
        return new PageView(view, context.texts().text("rail." + ID), tasks, store, context.texts()) {
            @Override
            public boolean settled() {
                return view.settled();
            }

            @Override
            public void close() {
                super.close();
                view.close();
            }
        };
    }

    @Override
    public void enter() {
        view.show();
    }

    @Override
    public void close() {}

    private final class Actions implements SettingsActions {
        private final Choosers choosers;

        private Actions(Choosers choosers) {
            this.choosers = choosers;
        }

        @Override
        public void chooseStorage(Consumer<Path> chosen) {
            choosers.folder("chooser.storage").ifPresent(chosen);
        }

        @Override
        public void choosePackages(Consumer<List<Path>> chosen) {
            List<Path> files = choosers.openAll("chooser.packages", Filter.of("chooser.packages.jar", "*.jar"), Filter.ALL);
            if (!files.isEmpty()) chosen.accept(files);
        }

        @Override
        public void open(Path folder) {
            FileManager.open(folder, tasks);
        }

        @Override
        public void beginTour() {
            navigator.beginTour();
        }
    }
}
