package meander.app.library;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;

import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.model.LoadedModel;
import meander.app.model.TranslatorHandover;
import meander.app.picture.FileHashes;
import meander.app.picture.FileStamp;
import meander.app.session.OpeningMarkers;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.models.files.OrdinaryFile;
import meander.models.text.VisibleText;
import meander.training.run.RunFolder;

/**
 * The models at hand, without a screen: those that come along and those that were opened or dropped, with tags, small pictures, and what
 * each is. What is opened anywhere in the window comes in by itself. Disks and models are looked at away from the window's thread.
 */
public final class LibraryViewModel implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LibraryViewModel.class.getName());
    /** What files of models end with, for picking them out of a folder; one that is opened by itself may end as it likes. */
    private static final Set<String> ENDINGS = Set.of("pkl", "pth", "pt", "safetensors", "bin", "ckpt", "onnx", "model");
    private static final int FOLDER_DEPTH = 4;
    private static final int MOST_OF_A_FOLDER = 500;
    /** A run's models lie at most so deep inside its folder. */
    private static final int RUN_DEPTH = 2;
    private static final int LONGEST_TAG = 40;
    /** Rows that are listed at a time: nobody reads more, and each is a part of the window. Those beyond are found by searching. */
    static final int MOST_ROWS = 500;

    /** A model that comes with Meander. @param name in the person's language */
    public record Bundled(Path file, String name, ModelSummary facts, String hash) {}

    /**
     * A row of the list.
     *
     * @param name      as a person reads it
     * @param thumbnail a small PNG file; null when there is none
     * @param missing   whether the file is gone
     * @param current   whether it is the model on the stage
     * @param trouble   why it does not open; null when it does or was not tried
     */
    public record Entry(LibraryEntry item, String name, Path thumbnail, boolean missing, boolean current, Message trouble) {
        public Path file() {
            return item.file();
        }

        /** What it is, for example {@code StyleGAN2 · 256 px · 24.8 M}. */
        public String line() {
            return item.facts().line();
        }
    }

    /**
     * What this is made of.
     *
     * @param folder  of the person's configuration
     * @param opened  the model on the stage
     * @param handed  the translator that was opened last
     * @param disk    where files are looked up, several at once
     * @param glances where models are looked at one after the other
     * @param details reads one model in detail; closed with the view model
     * @param busy    whether something more urgent needs the machine
     * @param clock   ms since 1970
     */
    public record Parts(Path folder, WindowStateStore store, ReadOnlyObjectProperty<LoadedModel> opened,
            ReadOnlyObjectProperty<TranslatorHandover> handed, ModelInspector look, FileHashes fingerprints, Tasks tasks,
            Timers timers, FxThreads fx, Executor disk, Executor glances, Executor details, BooleanSupplier busy,
            LongSupplier clock) {}

    private final Parts parts;
    private final LibraryIndexStore keeper;
    private final ThumbnailQueue glances;
    private final ModelDetailsViewModel details;
    private final LibraryHistory edits = new LibraryHistory();
    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final ObservableList<Entry> bundled = FXCollections.observableArrayList();
    private final ObservableList<Entry> bundledShown = FXCollections.unmodifiableObservableList(bundled);
    private final ObservableList<Entry> own = FXCollections.observableArrayList();
    private final ObservableList<Entry> ownShown = FXCollections.unmodifiableObservableList(own);
    private final ReadOnlyObjectWrapper<Entry> selected = new ReadOnlyObjectWrapper<>(this, "selected");
    private final ReadOnlyObjectWrapper<Message> trouble = new ReadOnlyObjectWrapper<>(this, "trouble");
    private final ReadOnlyIntegerWrapper hidden = new ReadOnlyIntegerWrapper(this, "hidden");
    private final Map<Path, String> names = new HashMap<>();
    private final Map<Path, Message> refused = new HashMap<>();
    /** What was looked at since the start: what did not open or could not be drawn then is not tried again. */
    private final Map<Path, FileStamp> looked = new HashMap<>();
    private LibraryIndex shelf;
    private Path chosen;
    private Set<Path> missing = Set.of();
    private Map<Path, FileStamp> stamps = Map.of();
    private List<WindowState.Recent> recents;

    public LibraryViewModel(Parts parts) {
        this.parts = parts;
        keeper = new LibraryIndexStore(parts.folder(), said -> parts.fx().later(() -> trouble.set(said)));
        shelf = keeper.beginning();
        shelf.items().forEach(item -> parts.fingerprints().know(item.file(), item.stamp(), item.hash()));
        glances = new ThumbnailQueue(this::look, this::seen, parts.glances(), parts.busy(), parts.tasks(), parts.timers(),
                parts.fx());
        details = new ModelDetailsViewModel(parts.look(), parts.details(), parts.tasks(), parts.timers(), parts.fx());
        search.addListener((_, _, _) -> list());
        parts.opened().addListener((_, _, _) -> list());
        parts.handed().addListener((_, _, network) -> {
            if (network != null) use(network.file());
        });
        parts.store().thumbnails().addListener((MapChangeListener<String, Path>) _ -> list());
        parts.store().session().addListener((_, _, session) -> follow(session));
        follow(parts.store().session().get());
        list();
    }

    // The list

    /** What a person is looking for: words that a row's name, line or tags must all contain. */
    public StringProperty search() {
        return search;
    }

    /** The models that come along and suit the search. */
    public ObservableList<Entry> bundled() {
        return bundledShown;
    }

    /** The person's own that suit the search, those used last first. */
    public ObservableList<Entry> own() {
        return ownShown;
    }

    /** How many of the person's own suit the search and are not listed, as there are too many. */
    public ReadOnlyIntegerProperty hidden() {
        return hidden.getReadOnlyProperty();
    }

    /** What the library has to say of its own file; null when all is well. */
    public ReadOnlyObjectProperty<Message> trouble() {
        return trouble.getReadOnlyProperty();
    }

    /** Names the models that come along, and takes them in when they are new. */
    public void bundle(List<Bundled> models) {
        LibraryIndex with = shelf;
        Set<Path> files = new HashSet<>();
        List<LibraryEntry> fresh = new ArrayList<>();
        for (Bundled model : models) {
            files.add(model.file());
            names.put(model.file(), model.name());
            LibraryEntry item = LibraryEntry.of(model.file(), EntrySource.BUNDLED, 0).withContent(FileStamp.NONE, model.hash(),
                    model.facts());
            if (with.find(model.file()).isEmpty()) fresh.add(item.bundled());
            else if (!with.find(model.file()).get().bundled().equals(with.find(model.file()).get()))
                with = with.change(model.file(), LibraryEntry::bundled);
        }
        if (!fresh.isEmpty()) with = with.with(fresh);
        // Those of an older version, or of another folder, do not come along any more.
        put(new LibraryIndex(with.items().stream()
                .filter(item -> item.source() != EntrySource.BUNDLED || files.contains(item.file())).toList()));
        refresh();
    }

    /** Looks again which files are there and which have changed, when the window comes to the front for instance. */
    public void refresh() {
        List<Path> files = shelf.items().stream().map(LibraryEntry::file).toList();
        parts.disk().execute(() -> {
            Set<Path> gone = new HashSet<>();
            Map<Path, FileStamp> there = new HashMap<>();
            for (Path file : files)
                try {
                    if (Files.isRegularFile(file) || RunFolder.is(file)) there.put(file, FileStamp.of(file));
                    else
                        gone.add(file);
                } catch (IOException e) {
                    gone.add(file);
                }
            parts.fx().later(() -> {
                missing = gone;
                stamps = there;
                list();
                glances.ask(shelf.items().stream().filter(this::wantsLook).map(LibraryEntry::file).toList());
            });
        });
    }

    private boolean wantsLook(LibraryEntry item) {
        FileStamp now = stamps.get(item.file());
        if (now == null || now.equals(looked.get(item.file()))) return false;
        // What a program draws is known when a person has opened it.
        boolean pictured = item.facts().isProgram() || parts.store().thumbnails().containsKey(item.hash());
        return !now.equals(item.stamp()) || !item.facts().known() || !pictured;
    }

    private Function<BooleanSupplier, ModelInspector.Glance> look(Path file) {
        WindowState session = parts.store().session().get();
        Set<String> pictured = Set.copyOf(parts.store().thumbnails().keySet());
        return cancelled -> {
            OpeningMarkers markers = parts.store().openings();
            if (markers.endedBadly(file))
                return new ModelInspector.Glance.Refused(stamp(file), Message.of("opening.badly", name(file)));
            try (OpeningMarkers.Mark _ = markers.begin(file)) {
                return parts.look().glance(file, session::answersTo, pictured::contains, cancelled);
            }
        };
    }

    private static FileStamp stamp(Path file) {
        try {
            return FileStamp.of(file);
        } catch (IOException e) {
            return FileStamp.NONE;
        }
    }

    private static String name(Path file) {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }

    private void seen(Path file, ModelInspector.Glance glance) {
        switch (glance) {
            case ModelInspector.Glance.Seen(FileStamp stamp, String hash, ModelSummary facts, Optional<byte[]> picture) -> {
                refused.remove(file);
                looked.put(file, stamp);
                put(shelf.change(file, item -> item.withContent(stamp, hash, facts)));
                picture.ifPresent(png -> parts.store().keepThumbnail(hash, png));
            }
            case ModelInspector.Glance.Refused(FileStamp stamp, Message why) -> {
                refused.put(file, why);
                looked.put(file, stamp);
                list();
            }
        }
    }

    /** Whether everything that can be looked at was looked at. */
    public boolean settled() {
        return glances.idle() && !details.counting().get()
                && !(details.state().get() instanceof ModelDetailsViewModel.State.Reading);
    }

    // What comes in

    /** What is opened in this window is in the library; at first, so is what was opened before there was one. */
    private void follow(WindowState session) {
        List<WindowState.Recent> before = recents;
        recents = session.recents();
        if (before == null)
            recents.reversed().stream().map(WindowState.Recent::file).filter(file -> shelf.find(file).isEmpty())
                    .forEach(this::use);
        else if (!recents.equals(before) && recents.size() >= before.size()) use(recents.getFirst().file());
    }

    /** A file is in use: it is taken in, or comes to the top. */
    private void use(Path file) {
        long now = parts.clock().getAsLong();
        parts.disk().execute(() -> {
            Path shelved = shelved(file);
            parts.fx().later(() -> {
                put(shelf.find(shelved).isPresent()
                        ? shelf.change(shelved, item -> item.withUse(now))
                        : shelf.with(LibraryEntry.of(shelved, shelved.equals(file) ? EntrySource.FILE : EntrySource.RUN, now)));
                refresh();
            });
        });
    }

    /** The folder of the training that a model belongs to, or the file itself. */
    private static Path shelved(Path file) {
        Path folder = file;
        for (int up = 0; up <= RUN_DEPTH && folder != null; up++) {
            if (RunFolder.is(folder)) return folder;
            folder = folder.getParent();
        }
        return file;
    }

    /**
     * Takes in files, folders of trainings, and what other folders hold of these; one step of undo.
     *
     * @param first given the first of them, if there is any, once they are in
     */
    public void add(List<Path> dropped, Consumer<Path> first) {
        long now = parts.clock().getAsLong();
        parts.disk().execute(() -> {
            List<LibraryEntry> found = dropped.stream().flatMap(LibraryViewModel::models).distinct().limit(MOST_OF_A_FOLDER)
                    .map(file -> LibraryEntry.of(file, RunFolder.is(file) ? EntrySource.RUN : EntrySource.FILE, now)).toList();
            parts.fx().later(() -> {
                List<LibraryEntry> fresh = found.stream().filter(item -> shelf.find(item.file()).isEmpty()).toList();
                Set<Path> files = new HashSet<>(fresh.stream().map(LibraryEntry::file).toList());
                if (!fresh.isEmpty())
                    edit(old -> old.with(fresh.reversed()), // later ones stand above
                            old -> new LibraryIndex(old.items().stream().filter(item -> !files.contains(item.file())).toList()));
                refresh();
                if (!found.isEmpty()) first.accept(found.getFirst().file());
                else if (!dropped.isEmpty())
                    parts.tasks().start(Message.of("task.library"), _ -> Message.of("library.nothing",
                            LibraryEntry.of(dropped.getFirst(), EntrySource.FILE, now).name()));
            });
        });
    }

    private static Stream<Path> models(Path dropped) {
        Path place = dropped.toAbsolutePath().normalize();
        Path shelved = shelved(place);
        if (OrdinaryFile.isSpecial(place)) return Stream.of();
        if (!Files.isDirectory(place) || !shelved.equals(place) || RunFolder.is(place)) return Stream.of(shelved);
        List<Path> inside = new ArrayList<>();
        try (Stream<Path> all = Files.find(place, FOLDER_DEPTH, (path,
                attributes) -> attributes.isDirectory() ? RunFolder.is(path) : attributes.isRegularFile() && isModel(path))) {
            all.map(LibraryViewModel::shelved).distinct().limit(MOST_OF_A_FOLDER).forEach(inside::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.log(Level.INFO, "not all of " + place + " can be read: " + e);
        }
        inside.sort(Comparator.naturalOrder());
        return inside.stream();
    }

    private static boolean isModel(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    // What a person does

    /** What is looked at in detail; null when nothing is. */
    public ReadOnlyObjectProperty<Entry> selected() {
        return selected.getReadOnlyProperty();
    }

    public ModelDetailsViewModel details() {
        return details;
    }

    /** Looks at a model in detail. */
    public void select(Path file) {
        if (file.equals(chosen) && !(details.state().get() instanceof ModelDetailsViewModel.State.None)) return;
        chosen = file;
        list();
        WindowState session = parts.store().session().get();
        if (missing.contains(file)) details.clear();
        else
            details.show(file, session::answersTo);
    }

    /** Looks at the model on the stage, or at the first of the list, unless one is looked at already. */
    public void selectAny() {
        if (selected.get() != null) return;
        Stream.concat(own.stream(), bundled.stream()).min(Comparator.comparing(entry -> !entry.current()))
                .ifPresent(entry -> select(entry.file()));
    }

    public void addTag(Path file, String typed) {
        String tag = tag(typed);
        Optional<LibraryEntry> item = shelf.find(file);
        if (tag.isEmpty() || item.isEmpty() || item.get().tags().stream().anyMatch(tag::equalsIgnoreCase)) return;
        edit(old -> old.change(file, each -> each.withTags(with(each.tags(), tag))),
                old -> old.change(file, each -> each.withTags(without(each.tags(), tag))));
    }

    public void removeTag(Path file, String tag) {
        if (shelf.find(file).filter(item -> item.tags().contains(tag)).isEmpty()) return;
        edit(old -> old.change(file, each -> each.withTags(without(each.tags(), tag))),
                old -> old.change(file, each -> each.withTags(with(each.tags(), tag))));
    }

    private static String tag(String typed) {
        String tag = typed.strip().replaceAll("^#+", "").replaceAll("\\s+", " ").strip();
        return tag.length() <= LONGEST_TAG ? tag : tag.substring(0, LONGEST_TAG);
    }

    private static Collection<String> with(Collection<String> tags, String tag) {
        return Stream.concat(tags.stream(), Stream.of(tag)).toList();
    }

    private static Collection<String> without(Collection<String> tags, String tag) {
        return tags.stream().filter(each -> !each.equals(tag)).toList();
    }

    /** Takes a model out of the library; its file stays. Those that come along stay too. */
    public void remove(Path file) {
        LibraryEntry item = shelf.find(file).orElse(null);
        if (item == null || item.source() == EntrySource.BUNDLED) return;
        int index = shelf.indexOf(file);
        edit(old -> old.without(file), old -> old.insert(index, item));
        parts.store().update(session -> session.withoutRecent(file));
    }

    /** A missing file is found elsewhere. */
    public void relocate(Path file, Path found) {
        LibraryEntry item = shelf.find(file).orElse(null);
        if (item == null || file.equals(found)) return;
        int index = shelf.indexOf(file);
        if (shelf.find(found).isPresent()) edit(old -> old.without(file), old -> old.insert(index, item));
        else
            edit(old -> old.change(file, each -> each.at(found)), old -> old.change(found, each -> each.at(file)));
        refused.remove(found);
        select(found);
        refresh();
    }

    public ReadOnlyBooleanProperty undoable() {
        return edits.undoable();
    }

    public ReadOnlyBooleanProperty redoable() {
        return edits.redoable();
    }

    public void undo() {
        step(edits.undo(shelf));
    }

    public void redo() {
        step(edits.redo(shelf));
    }

    private void step(LibraryIndex changed) {
        put(changed);
        refresh();
        if (selected.get() != null && details.state().get() instanceof ModelDetailsViewModel.State.None) select(chosen);
    }

    private void edit(UnaryOperator<LibraryIndex> there, UnaryOperator<LibraryIndex> back) {
        put(edits.make(shelf, new LibraryHistory.Edit(there, back)));
    }

    private void put(LibraryIndex changed) {
        if (changed.equals(shelf)) return;
        shelf = changed;
        keeper.save(changed);
        list();
    }

    private void list() {
        List<String> words = Stream.of(search.get().strip().toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty()).toList();
        show(bundled, shelf.items().stream().filter(item -> item.source() == EntrySource.BUNDLED)
                .filter(item -> names.containsKey(item.file()) && suits(item, words)).map(this::entry));
        List<LibraryEntry> found = shelf.items().reversed().stream().filter(item -> item.source() != EntrySource.BUNDLED)
                .filter(item -> suits(item, words)).sorted(Comparator.comparing((LibraryEntry item) -> -item.used())).toList();
        hidden.set(Math.max(0, found.size() - MOST_ROWS));
        show(own, found.stream().limit(MOST_ROWS).map(this::entry));
        Entry now = chosen == null ? null : shelf.find(chosen).map(this::entry).orElse(null);
        if (now == null && selected.get() != null) details.clear();
        if (!Objects.equals(now, selected.get())) selected.set(now);
    }

    private Entry entry(LibraryEntry item) {
        LoadedModel stage = parts.opened().get();
        boolean current = stage != null && stage.file().startsWith(item.file());
        return new Entry(item, VisibleText.line(names.getOrDefault(item.file(), item.name())),
                parts.store().thumbnails().get(item.hash()), missing.contains(item.file()), current, refused.get(item.file()));
    }

    private boolean suits(LibraryEntry item, List<String> words) {
        if (words.isEmpty()) return true;
        StringBuilder text = new StringBuilder(names.getOrDefault(item.file(), item.name())).append(' ')
                .append(item.facts().line());
        item.tags().forEach(tag -> text.append(" #").append(tag));
        String all = text.toString().toLowerCase(Locale.ROOT);
        return words.stream().allMatch(all::contains);
    }

    /** Touches the list only where it differs, so that a view keeps its place. */
    private static void show(ObservableList<Entry> list, Stream<Entry> entries) {
        List<Entry> wanted = entries.toList();
        if (!list.equals(wanted)) list.setAll(wanted);
    }

    /** Looks at nothing more and saves what is not yet saved. */
    @Override
    public void close() {
        glances.cancel();
        details.close();
        keeper.close();
    }
}
