package meander.app.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import javafx.event.EventTarget;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import javafx.util.Subscription;

import meander.app.base.Commands;
import meander.app.base.KeyBindings;
import meander.app.base.Navigator;
import meander.app.base.NoticesViewModel;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.Theme;
import meander.app.base.TourStep;
import meander.app.base.WorkspaceContext;
import meander.app.base.WorkspaceModule;
import meander.app.base.WorkspaceView;
import meander.app.session.WindowStateStore;
import meander.app.settings.SettingsModule;
import meander.app.tour.TourView;
import meander.app.tour.TourViewModel;
import meander.app.widgets.CommandPalette;

/**
 * What the window shows: its workspaces, in the language and the theme of the session. Another language builds the nodes anew; the view models
 * live on, so nothing that a person has changed is lost.
 */
public final class MainWindow implements Navigator, AutoCloseable {
    /** What the window is made of. @param modules in the order of the rail; the first is the one that it begins with */
    public record Parts(List<WorkspaceModule> modules, TourViewModel tour, NoticesViewModel notices, Tasks tasks,
            WindowStateStore store) {}

    private final Parts parts;
    private final WorkspaceModule home;
    private final Scene scene;
    private final WindowAppearance appearance;
    private final Map<String, WorkspaceModule> modules = new LinkedHashMap<>();
    private final Map<String, WorkspaceView> views = new LinkedHashMap<>();
    private final Map<String, Commands> commands = new LinkedHashMap<>();
    private Texts texts;
    private WindowFrame frame;
    private TourView tour;
    private Subscription overlays = Subscription.EMPTY;
    private String shown;
    /** Where one goes back to from a page. */
    private String before;

    /** @param theme and @param locale stand in place of the session's */
    public MainWindow(double width, double height, Parts parts, Optional<Theme> theme, Optional<Locale> locale) {
        this.parts = parts;
        this.scene = new Scene(new Group(), width, height);
        parts.modules().forEach(module -> modules.put(module.id(), module));
        home = parts.modules().getFirst();
        shown = home.id();
        before = shown;
        appearance = new WindowAppearance(scene, parts.store(), theme, locale, this::build);
        modules.values().forEach(module -> module.attach(this));
        build();
        scene.windowProperty().flatMap(Window::focusedProperty).addListener((_, _, front) -> {
            if (Boolean.TRUE.equals(front)) modules.values().forEach(WorkspaceModule::refresh);
        });
    }

    public Scene scene() {
        return scene;
    }

    public Texts texts() {
        return texts;
    }

    @Override
    public void show(String workspace) {
        frame.show(workspace);
    }

    @Override
    public boolean isShown(String workspace) {
        return shown.equals(workspace);
    }

    @Override
    public void showModel() {
        show(home.id());
    }

    @Override
    public void openModel(Path model) {
        showModel();
        home.open(model);
    }

    @Override
    public void open(Path file) {
        WorkspaceModule module = workspaceOf(file);
        show(module.id());
        module.open(file);
    }

    /** Whether a file belongs to another workspace than the first. */
    boolean opensElsewhere(Path file) {
        return workspaceOf(file) != home;
    }

    private WorkspaceModule workspaceOf(Path file) {
        Stream<WorkspaceModule> owners = modules.values().stream().filter(module -> module.owns(file));
        Stream<WorkspaceModule> takers = Stream.concat(Stream.of(modules.get(shown)), modules.values().stream());
        return Stream.concat(owners, takers.filter(module -> module.accepts(file))).findFirst().orElse(home);
    }

    @Override
    public void take(List<Path> files) {
        drop(files, null);
    }

    /** What the workspace that is shown leaves is opened where it belongs, if it is a file, and collected. */
    private void drop(List<Path> files, EventTarget place) {
        WorkspaceModule.Drop drop = modules.get(shown).drop(files, place);
        if (drop == WorkspaceModule.Drop.DONE) return;
        Path first = files.getFirst();
        boolean file = !Files.isDirectory(first) || modules.values().stream().anyMatch(module -> module.owns(first));
        boolean opened = file || drop == WorkspaceModule.Drop.OPENED;
        if (file && drop == WorkspaceModule.Drop.IGNORED) open(first);
        modules.values().forEach(module -> module.collect(files, found -> {
            if (!opened) openUnasked(found);
        }));
    }

    /** What was found in a folder: nobody has named it, so nothing of it runs unasked. */
    private void openUnasked(Path found) {
        WorkspaceModule module = workspaceOf(found);
        show(module.id());
        module.openUnasked(found);
    }

    @Override
    public void openInspector() {
        frame.columns().right().openProperty().set(true);
    }

    @Override
    public void beginTour() {
        parts.tour().begin();
        tour.takeFocus();
    }

    @Override
    public void did(TourStep step) {
        parts.tour().did(step);
    }

    @Override
    public void controlsChanged() {
        tour.requestLayout();
    }

    /** Whether all that the workspace can show is on the screen. */
    public boolean settled() {
        return views.get(shown).settled();
    }

    /** Says that the window closes as soon as the training is saved. */
    void sayClosing(String training) {
        frame.say(texts.text("train.closing", training));
    }

    private void build() {
        close();
        texts = appearance.texts();
        views.clear();
        commands.clear();
        Map<String, Commands> ofWorkspaces = new LinkedHashMap<>();
        WorkspaceContext context = new WorkspaceContext(scene, texts, appearance, ofWorkspaces);
        modules.forEach((id, module) -> {
            commands.put(id, new Commands());
            if (!module.isPage()) ofWorkspaces.put(id, commands.get(id));
            views.put(id, module.build(context, commands.get(id)));
        });
        modules.forEach((id, module) -> commands.forEach((other, each) -> {
            if (!other.equals(id)) module.addElsewhere(each);
        }));
        List<WindowFrame.Content> contents = new ArrayList<>();
        modules.forEach((id, module) -> {
            WindowCommands.add(commands.get(id), modules.values(), this, appearance, parts.tour(), () -> frame);
            if (module.isPage()) commands.get(id).add("page.back", "Esc", () -> show(before));
            contents.add(new WindowFrame.Content(module, views.get(id), views.get(id).actions(commands.get(id))));
        });
        frame = new WindowFrame(texts, contents, new CommandPalette(texts.text("command.prompt"), texts.text("command.none"),
                typed -> WindowCommands.search(commands.get(shown), typed, texts)));
        frame.acceptFiles(file -> file.isFile() || file.isDirectory(), this::drop);
        layOver();
        // Before any other key: what is in the way of nothing must go with one key.
        frame.addEventFilter(KeyEvent.KEY_PRESSED, this::endTour);
        frame.rememberColumns(parts.store());
        commands.forEach((id, each) -> new KeyBindings(each, () -> isShown(id)).listen(frame));
        scene.setRoot(frame);
        frame.show(shown);
        frame.shown().subscribe(this::entered);
    }

    private void entered(String now) {
        shown = now;
        if (!modules.get(now).isPage()) before = now;
        modules.get(now).enter();
        views.get(now).takeFocus();
    }

    /** The tour and the banner that concerns the whole window. */
    private void layOver() {
        NoticeBanner banner = new NoticeBanner(parts.notices(), parts.tasks(), texts, () -> show(SettingsModule.ID));
        frame.putAbove(banner.slot());
        tour = new TourView(parts.tour(), texts, new WindowTour(modules.values(), frame));
        frame.lay(tour);
        overlays = Subscription.combine(tour.follow(), banner::close);
    }

    private void endTour(KeyEvent event) {
        boolean ends = event.getCode() == KeyCode.ESCAPE && parts.tour().step().get() != null && !frame.palette().isVisible()
                && !(scene.getFocusOwner() instanceof TextInputControl);
        if (!ends) return;
        parts.tour().end();
        views.get(shown).takeFocus();
        event.consume();
    }

    /** Lets go of the nodes; the view models live on. */
    @Override
    public void close() {
        views.values().forEach(WorkspaceView::close);
        overlays.unsubscribe();
    }
}
