package meander.app.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.event.EventTarget;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.Commands;
import meander.app.base.FileManager;
import meander.app.base.FxThreads;
import meander.app.base.KeyBindings;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.Theme;
import meander.app.base.Workspace;
import meander.app.explore.ExploreActions;
import meander.app.explore.ExploreCommands;
import meander.app.explore.ExploreView;
import meander.app.explore.ExploreViewModel;
import meander.app.library.LibraryActions;
import meander.app.library.LibraryCommands;
import meander.app.library.LibraryListView;
import meander.app.library.LibraryThumbnails;
import meander.app.library.LibraryViewModel;
import meander.app.library.LibraryWorkspaceView;
import meander.app.picture.PictureEnlarger;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.app.settings.SettingsActions;
import meander.app.tour.TourActions;
import meander.app.tour.TourStep;
import meander.app.tour.TourViewModel;
import meander.app.train.TrainActions;
import meander.app.train.TrainCommands;
import meander.app.train.TrainView;
import meander.app.train.TrainViewModel;
import meander.app.translate.ModelSuggestion;
import meander.app.translate.PaneViewModel;
import meander.app.translate.TranslateActions;
import meander.app.translate.TranslateCommands;
import meander.app.translate.TranslateView;
import meander.app.translate.TranslateViewModel;
import meander.app.widgets.Choosers;
import meander.app.widgets.Choosers.Filter;
import meander.app.widgets.Columns;
import meander.app.widgets.CommandPalette;
import meander.models.render.Frame;
import meander.models.request.Aspect;
import meander.models.request.Aspects;
import meander.training.run.RunFolder;
import meander.ui.Messages;

/**
 * What the window shows: its workspaces, in the language and the look of the session. Another language builds the nodes anew; the view models
 * live on, so nothing that a person has turned is lost.
 */
public final class MainWindow implements AutoCloseable {
    private static final Filter ALL_FILES = Filter.of("chooser.open.all", "*.*");

    /**
     * What the window is made of.
     *
     * @param bundled     the models that come along, whose names depend on the language
     * @param offers      the networks for Translate that come along, whose names depend on the language
     * @param beginning   those that it begins with
     * @param worker      turns large frames into pixels
     * @param disk        reads files, several at once
     */
    public record Parts(ExploreViewModel explore, LibraryViewModel library,
            Function<Texts, List<LibraryViewModel.Bundled>> bundled, TranslateViewModel translate,
            Function<Texts, List<ModelSuggestion>> offers, List<Path> beginning, TrainViewModel train, Tasks tasks,
            WindowStateStore store, FxThreads fx, Executor worker, Executor disk, PagesView.Parts pages) {}

    private final Scene scene;
    private final Parts parts;
    private final ThemeManager looks;
    private Texts texts;
    private Map<Workspace, Commands> commands = Map.of();
    private ExploreView view;
    private LibraryListView library;
    private LibraryWorkspaceView room;
    private TranslateView translate;
    private TrainView train;
    private PagesView pages;
    private Choosers choosers;
    private TranslateActions translateHands;
    private WindowFrame shell;
    private Workspace shown = Workspace.EXPLORE;
    /** Where one goes back to from a page. */
    private Workspace before = Workspace.EXPLORE;
    private final ReadOnlyObjectWrapper<Theme> worn = new ReadOnlyObjectWrapper<>();
    private String language;

    /** @param theme and @param locale stand in place of the session's */
    public MainWindow(double width, double height, Parts parts, Optional<Theme> theme, Optional<Locale> locale) {
        this.parts = parts;
        this.scene = new Scene(new Group(), width, height);
        this.looks = new ThemeManager(scene);
        put(theme.orElseGet(() -> Theme.of(session().theme())));
        language = locale.map(Locale::toLanguageTag).orElse(session().language());
        build();
        followTour();
        scene.windowProperty().flatMap(Window::focusedProperty).addListener((_, _, front) -> {
            if (Boolean.TRUE.equals(front)) parts.library().refresh();
        });
        parts.train().visits().addListener((_, _, _) -> show(Workspace.EXPLORE));
        parts.explore().translates().addListener((_, _, network) -> {
            show(Workspace.TRANSLATE);
            parts.translate().take(network.translator(), network.file(), network.hash(), network.answers());
        });
        parts.translate().draws().addListener((_, _, model) -> {
            if (model == null) return;
            show(Workspace.EXPLORE);
            parts.explore().open(model);
        });
    }

    public Scene scene() {
        return scene;
    }

    public Texts texts() {
        return texts;
    }

    /** The frame whose pixels are on the stage, in the nodes as they are built now; null before the first. */
    public ReadOnlyObjectProperty<Frame> shown() {
        return view.shown();
    }

    /** Goes to a workspace. */
    public void show(Workspace workspace) {
        shell.show(workspace);
    }

    /** Opens a file or a folder where it belongs. */
    public void open(Path file) {
        if (RunFolder.is(file)) {
            show(Workspace.TRAIN);
            parts.train().open(file);
        } else if (shown == Workspace.TRAIN && isData(file)) parts.train().newRun(file);
        else if (shown == Workspace.TRANSLATE) parts.translate().open(file);
        else {
            show(Workspace.EXPLORE);
            parts.explore().open(file);
        }
    }

    /** Opens a model of the library where it belongs: the folder of a training stands for its newest model. */
    void openModel(Path model) {
        show(Workspace.EXPLORE);
        parts.explore().open(model);
    }

    /** Opens the first of some files and takes models into the library. */
    public void take(List<Path> files) {
        drop(files, null);
    }

    /** Opens the first of what was dropped on a place of the window, and takes models into the library. */
    private void drop(List<Path> files, EventTarget place) {
        List<Path> models = files.stream().filter(file -> !TranslateViewModel.isPicture(file)).toList();
        Path first = files.getFirst();
        if (shown == Workspace.TRANSLATE && Files.isDirectory(first) && !RunFolder.is(first)) {
            translateHands.chooseFolder(first);
            return;
        }
        boolean opened = shown == Workspace.TRAIN || RunFolder.is(first) || !Files.isDirectory(first);
        if (opened) drop(first, place);
        if (shown == Workspace.TRAIN) return;
        parts.library().add(models, found -> {
            if (shown == Workspace.LIBRARY) parts.library().select(found);
            if (!opened) openFound(found);
        });
    }

    /** What was found in a folder: nobody has named it, so nothing of it runs unasked. */
    private void openFound(Path found) {
        if (RunFolder.is(found)) open(found);
        else {
            show(Workspace.EXPLORE);
            parts.explore().openUnasked(found);
        }
    }

    private void drop(Path file, EventTarget place) {
        PaneViewModel pane = shown == Workspace.TRANSLATE ? translate.at(place) : null;
        if (pane == null || TranslateViewModel.isPicture(file)) open(file);
        else
            parts.translate().open(pane, file);
    }

    /** Whether the sliders are what is looked at. */
    boolean isExploring() {
        return shown == Workspace.EXPLORE;
    }

    /** Whether all that the workspace can show is on the screen. */
    public boolean settled() {
        if (shown == Workspace.TRAIN) return train.settled();
        if (shown == Workspace.LIBRARY) return parts.library().settled();
        if (shown == Workspace.TRANSLATE) return translate.settled();
        if (shown.isPage()) return pages.settled(shown);
        Frame frame = shown().get();
        return frame != null && frame.full() && frame.request().equals(parts.explore().editor().request().get())
                && frame == parts.explore().frames().frame().get();
    }

    /** Says that the window closes as soon as the training is saved. */
    void sayClosing(String training) {
        shell.say(texts.text("train.closing", training));
    }

    /** What pictures come in for a training. */
    private static boolean isData(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Files.isDirectory(file) || name.endsWith(".zip") || name.endsWith(".gz") || name.endsWith("ubyte");
    }

    private WindowState session() {
        return parts.store().session().get();
    }

    private void build() {
        close();
        Locale locale = language.isEmpty() ? Locale.getDefault() : Locale.forLanguageTag(language);
        texts = new Texts(new Messages(locale));
        choosers = new Choosers(scene, parts.store(), texts);
        Hands hands = new Hands();
        view = new ExploreView(
                new ExploreView.Parts(parts.explore(), parts.tasks(), parts.store(), texts, parts.fx(), parts.worker()),
                hands::chooseFile);
        parts.library().bundle(parts.bundled().apply(texts));
        LibraryThumbnails pictures = new LibraryThumbnails();
        LibraryActions libraryHands = new LibraryWindowActions(this, parts.library(), choosers);
        library = new LibraryListView(parts.library(), texts, LibraryListView.Use.OPEN, libraryHands, pictures);
        room = new LibraryWorkspaceView(parts.library(), parts.tasks(), parts.store(), texts, libraryHands, pictures);
        translateHands = new TranslateWindowActions(parts.translate(), choosers, () -> translate);
        translate = new TranslateView(new TranslateView.Parts(parts.translate(), parts.explore().device(), parts.tasks(),
                parts.store(), texts, parts.fx(), parts.worker(), parts.offers().apply(texts)), translateHands);
        train = new TrainView(new TrainView.Parts(parts.train(), parts.tasks(), parts.store(), texts, parts.fx(), parts.disk()),
                hands);
        commands = new EnumMap<>(Workspace.class);
        for (Workspace workspace : Workspace.values())
            commands.put(workspace, new Commands());
        ExploreCommands.register(commands.get(Workspace.EXPLORE), parts.explore(), hands);
        commands.get(Workspace.EXPLORE).add("zoom.crisp", "P", parts.explore().loaded(), () -> view.toggleCrisp());
        TranslateCommands.register(commands.get(Workspace.TRANSLATE), parts.translate(), translateHands);
        TrainCommands.register(commands.get(Workspace.TRAIN), parts.train(), hands);
        commands.forEach((workspace, each) -> {
            if (workspace == Workspace.LIBRARY) LibraryCommands.register(each, parts.library(), libraryHands, room::search);
            else
                LibraryCommands.registerElsewhere(each, parts.library());
        });
        commands.values().forEach(this::addCommands);
        for (Workspace workspace : Workspace.values())
            if (workspace.isPage()) commands.get(workspace).add("page.back", "Esc", () -> show(before));
        pages = new PagesView(parts.pages(), texts, hands, commands, hands);
        CommandPalette palette = new CommandPalette(texts.text("command.prompt"), texts.text("command.none"), this::search);
        shell = new WindowFrame(texts, rooms(), palette);
        shell.acceptFiles(file -> file.isFile() || file.isDirectory(), this::drop);
        pages.into(shell);
        // Before any other key: what is in the way of nothing must go with one key.
        shell.addEventFilter(KeyEvent.KEY_PRESSED, this::endTour);
        restoreColumns();
        commands.forEach((workspace, each) -> new KeyBindings(each, () -> shown == workspace).listen(shell));
        scene.setRoot(shell);
        shell.show(shown);
        shell.shown().subscribe(now -> {
            shown = now;
            if (!now.isPage()) before = now;
            if (now == Workspace.TRAIN) parts.pages().tour().did(TourStep.TRAIN);
            if (now == Workspace.TRANSLATE) parts.translate().begin(parts.beginning());
            if (now == Workspace.LIBRARY) parts.library().selectAny();
            takeFocus();
        });
    }

    private List<WindowFrame.Room> rooms() {
        return List.of(
                new WindowFrame.Room(Workspace.EXPLORE, Material2OutlinedAL.EXPLORE, "stage.drop",
                        new WindowFrame.Parts(library, view.stage(), view.inspector(), view.breadcrumb(),
                                view.actions(commands.get(Workspace.EXPLORE)), view.status())),
                new WindowFrame.Room(Workspace.TRANSLATE, Material2OutlinedMZ.SWAP_HORIZ, "translate.drop",
                        new WindowFrame.Parts(null, translate.stage(), null, translate.breadcrumbs(),
                                translate.actions(commands.get(Workspace.TRANSLATE)), translate.status())),
                new WindowFrame.Room(Workspace.TRAIN, Material2OutlinedAL.BAR_CHART, "train.drop",
                        new WindowFrame.Parts(train.list(), train.stage(), train.inspector(), train.breadcrumbs(),
                                train.actions(commands.get(Workspace.TRAIN)), train.status())),
                new WindowFrame.Room(Workspace.LIBRARY, Material2OutlinedMZ.PHOTO_LIBRARY, "library.drop.all",
                        new WindowFrame.Parts(room.list(), room.stage(), null, room.breadcrumbs(),
                                room.actions(commands.get(Workspace.LIBRARY)), room.status())),
                page(Workspace.HELP, Material2OutlinedAL.HELP_OUTLINE), page(Workspace.SETTINGS, Material2OutlinedMZ.SETTINGS));
    }

    private WindowFrame.Room page(Workspace workspace, Ikon icon) {
        return new WindowFrame.Room(workspace, icon, "stage.drop",
                pages.frame(workspace, commands.get(workspace), parts.tasks(), parts.store()));
    }

    /** Marks the steps that a person does by themselves. */
    private void followTour() {
        TourViewModel tour = parts.pages().tour();
        parts.explore().editor().request().addListener((_, was, now) -> {
            if (!parts.explore().editor().undoable().get()) return; // a model that opens brings a request, too
            if (!was.point().equals(now.point()) || !was.truncation().equals(now.truncation())) tour.did(TourStep.SEEDS);
            if (!now.mix().weights().isEmpty() && !now.mix().equals(was.mix())) tour.did(TourStep.MIXING);
        });
        parts.explore().opened().addListener((_, was, now) -> {
            if (was != null && now != null && !was.file().equals(now.file())) tour.did(TourStep.OWN);
        });
        parts.explore().frames().frame().addListener((_, _, _) -> pages.followTour());
    }

    private void endTour(KeyEvent event) {
        boolean ends = event.getCode() == KeyCode.ESCAPE && parts.pages().tour().step().get() != null
                && !shell.palette().isVisible() && !(scene.getFocusOwner() instanceof TextInputControl);
        if (!ends) return;
        parts.pages().tour().end();
        takeFocus();
        event.consume();
    }

    /** Puts the focus where keys are commands. */
    private void takeFocus() {
        switch (shown) {
            case EXPLORE -> view.takeFocus();
            case TRANSLATE -> translate.takeFocus();
            case TRAIN -> train.takeFocus();
            case HELP, SETTINGS -> pages.show(shown);
            case LIBRARY -> room.takeFocus();
        }
    }

    /** What can be done in every workspace. */
    private void addCommands(Commands all) {
        all.add("palette.show", "Shortcut+K", () -> shell.palette().open());
        for (Workspace workspace : Workspace.values())
            all.add("workspace." + workspace.id(), workspace.shortcut(), () -> show(workspace));
        all.add("show.list", "Shortcut+B", () -> shell.toggleList());
        all.add("show.inspector", "Shortcut+I", () -> shell.toggleInspector());
        for (Theme theme : Theme.values())
            all.add("theme." + theme.id(), "", () -> wear(theme));
        for (Locale language : Messages.LANGUAGES)
            all.add("language." + language.getLanguage(), "", () -> speak(language.toLanguageTag()));
        TourViewModel tour = parts.pages().tour();
        all.add("tour.begin", "", this::beginTour);
        all.add("tour.next", "F6", Bindings.isNotNull(tour.step()), tour::next);
        all.add("tour.back", "Shift+F6", Bindings.isNotNull(tour.step()), tour::back);
    }

    private List<CommandPalette.Entry> search(String typed) {
        return commands.get(shown).search(typed, command -> texts.text(command.titleKey())).stream()
                .filter(command -> !command.id().equals("palette.show"))
                .map(command -> new CommandPalette.Entry(texts.text(command.titleKey()), KeyBindings.words(command.shortcut()),
                        command::run))
                .toList();
    }

    private void put(Theme theme) {
        looks.apply(theme);
        worn.set(theme);
    }

    private void wear(Theme theme) {
        put(theme);
        parts.store().update(session -> session.withTheme(theme.id()));
    }

    /** @param tag of a language; empty for the machine's own */
    private void speak(String tag) {
        parts.store().update(session -> session.withLanguage(tag));
        language = tag;
        build();
    }

    private void beginTour() {
        parts.pages().tour().begin();
        pages.enterTour();
    }

    private void restoreColumns() {
        remember("list", shell.columns().left());
        remember("inspector", shell.columns().right());
    }

    /** A column's width is kept by its name; 0 is folded. */
    private void remember(String name, Columns.Side side) {
        Double kept = session().columns().get(name);
        if (kept != null && kept > 0) side.resize(kept);
        side.openProperty().set(kept == null || kept != 0);
        side.setOnDragged(width -> parts.store().update(session -> session.withColumn(name, width)));
        side.openProperty()
                .addListener((_, _, open) -> parts.store().update(session -> session.withColumn(name, open ? side.width() : 0)));
    }

    /** Lets go of the nodes; the view models live on. */
    @Override
    public void close() {
        if (view != null) view.close();
        if (library != null) library.close();
        if (room != null) room.close();
        if (translate != null) translate.close();
        if (train != null) train.close();
        if (pages != null) pages.close();
    }

    /** What the commands need a screen for. */
    private final class Hands implements ExploreActions, TrainActions, SettingsActions, TourActions {
        @Override
        public ReadOnlyObjectProperty<Theme> worn() {
            return worn.getReadOnlyProperty();
        }

        @Override
        public void wear(Theme theme) {
            MainWindow.this.wear(theme);
        }

        @Override
        public String chosenLanguage() {
            return language;
        }

        @Override
        public void speak(String tag) {
            MainWindow.this.speak(tag);
        }

        @Override
        public void open(Path folder) {
            if (!FileManager.open(folder)) parts.tasks().say(Message.of("folder.unopened", folder.toString()));
        }

        @Override
        public void chooseStorage(Consumer<Path> chosen) {
            choosers.folder("chooser.storage").ifPresent(chosen);
        }

        @Override
        public void choosePackages(Consumer<List<Path>> chosen) {
            List<Path> files = choosers.openAll("chooser.packages", Filter.of("chooser.packages.jar", "*.jar"), ALL_FILES);
            if (!files.isEmpty()) chosen.accept(files);
        }

        @Override
        public void beginTour() {
            MainWindow.this.beginTour();
        }

        @Override
        public void showSettings() {
            MainWindow.this.show(Workspace.SETTINGS);
        }

        @Override
        public void reveal(TourStep step) {
            MainWindow.this.show(Workspace.EXPLORE);
            if (step == TourStep.SEEDS) view.reveal(Aspects.LATENT);
            if (step == TourStep.MIXING) view.reveal(Aspects.MIXING);
        }

        @Override
        public Optional<Node> find(TourStep step) {
            return Optional.ofNullable(shell.lookup(switch (step) {
                case SEEDS -> "#card-latent";
                case MIXING -> "#card-mixing";
                case OWN -> ".drop-box";
                case TRAIN -> "#rail-train";
            }));
        }

        @Override
        public void chooseFile() {
            choosers.open("chooser.open",
                    Filter.of("chooser.open.any", "*.pkl", "*.pth", "*.pt", "*.safetensors", "*.onnx", "*.png"),
                    Filter.of("chooser.open.models", "*.pkl", "*.pth", "*.pt", "*.safetensors", "*.onnx"),
                    Filter.of("chooser.open.pictures", "*.png"), ALL_FILES).ifPresent(parts.explore()::open);
        }

        @Override
        public void choosePictureTarget(int factor) {
            String name = "seed%04d%s.png".formatted(parts.explore().values().seed().get(), PictureEnlarger.suffix(factor));
            choosers.save("chooser.save", name, Filter.of("chooser.save.png", "*.png"))
                    .ifPresent(target -> parts.explore().save(target, factor));
        }

        @Override
        public void chooseExportTarget() {
            String name = parts.explore().opened().get().model().info().name();
            choosers.save("chooser.export", name.replaceFirst("\\.[^.]*$", "") + ".onnx",
                    Filter.of("chooser.export.onnx", "*.onnx"), Filter.of("chooser.export.torchscript", "*.pt"),
                    Filter.of("chooser.export.safetensors", "*.safetensors")).ifPresent(parts.explore()::export);
        }

        @Override
        public void copy(Frame frame) {
            ClipboardContent content = new ClipboardContent();
            content.putImage(ExploreView.image(frame));
            Clipboard.getSystemClipboard().setContent(content);
        }

        @Override
        public void zoomToFit() {
            view.fit();
        }

        @Override
        public void zoomTo(int scale) {
            view.zoomTo(scale);
        }

        @Override
        public void show(Aspect<?> group) {
            shell.columns().right().openProperty().set(true);
            view.show(group);
        }

        @Override
        public void chooseRun() {
            choosers.folder("chooser.run").ifPresent(parts.train()::open);
        }

        @Override
        public void chooseFolder(Consumer<Path> chosen) {
            choosers.folder("chooser.data.folder").ifPresent(chosen);
        }

        @Override
        public void chooseFile(Consumer<Path> chosen) {
            choosers.open("chooser.data.file", Filter.of("chooser.data.file.any", "*.zip", "*.gz", "*-ubyte"), ALL_FILES)
                    .ifPresent(chosen);
        }
    }
}
