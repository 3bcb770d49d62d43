package meander.app.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;

/**
 * The models at hand, without a screen: those that come along and those that were opened or dropped, with tags, small pictures, and what
 * each is. What is opened anywhere in the window comes in by itself. Disks and models are looked at away from the window's thread.
 */
public final class LibraryViewModel implements AutoCloseable {
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
    private final ModelFileStates files;
    private final LibraryRows rows;
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
    private LibraryIndex index = LibraryIndex.EMPTY;
    /** What is to be done once the library was read. */
    private final List<Runnable> whenRead = new ArrayList<>();
    private boolean isRead;
    private Path chosen;
    private List<WindowState.Recent> recents;

    public LibraryViewModel(Parts parts) {
        this.parts = parts;
        keeper = new LibraryIndexStore(parts.folder(), said -> parts.fx().later(() -> trouble.set(said)), parts.disk());
        files = new ModelFileStates(parts.store(), parts.look());
        rows = new LibraryRows(parts, files);
        glances = new ThumbnailQueue(files::glance, this::seen, parts.glances(), parts.busy(), parts.tasks(), parts.timers(),
                parts.fx());
        details = new ModelDetailsViewModel(parts.look(), parts.details(), parts.tasks(), parts.timers(), parts.fx());
        search.addListener((_, _, _) -> {
            list();
            Set<Path> unknown = listed(); // what the search has brought up was perhaps never looked at
            unknown.removeIf(files::knows);
            look(unknown);
        });
        parts.opened().addListener((_, _, _) -> list());
        parts.handed().addListener((_, _, network) -> {
            if (network != null) use(network.file());
        });
        parts.store().thumbnails().addListener((MapChangeListener<String, Path>) _ -> list());
        parts.store().session().addListener((_, _, session) -> follow(session));
        follow(parts.store().session().get());
        keeper.read(_ -> parts.fx().later(this::read));
    }

    /** The library's file was read: it is listed, and what was asked for meanwhile is done to it. */
    private void read() {
        if (isRead) return;
        index = keeper.beginning();
        index.items().forEach(item -> parts.fingerprints().know(item.file(), item.stamp(), item.hash()));
        isRead = true;
        List<Runnable> now = List.copyOf(whenRead);
        whenRead.clear();
        list();
        now.forEach(Runnable::run);
    }

    /** Changes nothing before the file was read, lest less were saved than it holds. */
    private void whenRead(Runnable change) {
        if (isRead) change.run();
        else
            whenRead.add(change);
    }

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
        models.forEach(model -> rows.name(model.file(), model.name()));
        whenRead(() -> {
            put(index.withBundled(models));
            refresh();
        });
    }

    /** Looks again which of the listed files are there and which have changed, when the window comes to the front for instance. */
    public void refresh() {
        look(listed());
    }

    private Set<Path> listed() {
        Set<Path> listed = new LinkedHashSet<>();
        Stream.concat(own.stream(), bundled.stream()).forEach(entry -> listed.add(entry.file()));
        if (chosen != null && index.find(chosen).isPresent()) listed.add(chosen);
        return listed;
    }

    private void look(Set<Path> wanted) {
        if (wanted.isEmpty()) return;
        parts.disk().execute(() -> {
            ModelFileStates.Found found = ModelFileStates.find(wanted);
            parts.fx().later(() -> {
                files.take(found);
                list();
                glances.ask(index.items().stream().filter(item -> wanted.contains(item.file()) && files.wantsGlance(item))
                        .map(LibraryEntry::file).toList());
            });
        });
    }

    private void seen(Path file, ModelInspector.Glance glance) {
        files.take(file, glance);
        if (glance instanceof ModelInspector.Glance.Seen(var stamp, var hash, var facts, var picture)) {
            put(index.change(file, item -> item.withContent(stamp, hash, facts)));
            picture.ifPresent(png -> parts.store().keepThumbnail(hash, png));
        } else
            list();
    }

    /** Whether everything that can be looked at was looked at. */
    public boolean settled() {
        return glances.idle() && !details.counting().get()
                && !(details.state().get() instanceof ModelDetailsViewModel.State.Reading);
    }

    /** What is opened in this window is in the library; at first, so is what was opened before there was one. */
    private void follow(WindowState session) {
        List<WindowState.Recent> before = recents;
        recents = session.recents();
        if (before == null)
            whenRead(() -> session.recents().reversed().stream().map(WindowState.Recent::file)
                    .filter(file -> index.find(file).isEmpty()).forEach(this::use));
        else if (!recents.equals(before) && recents.size() >= before.size()) use(recents.getFirst().file());
    }

    /** A file is in use: it is taken in, or comes to the top. */
    private void use(Path file) {
        long now = parts.clock().getAsLong();
        parts.disk().execute(() -> {
            Path entry = LibraryFiles.entryOf(file);
            parts.fx().later(() -> whenRead(() -> {
                put(index.find(entry).isPresent()
                        ? index.change(entry, item -> item.withUse(now))
                        : index.with(LibraryEntry.of(entry, entry.equals(file) ? EntrySource.FILE : EntrySource.RUN, now)));
                refresh();
            }));
        });
    }

    /**
     * Takes in files, folders of trainings, and what other folders hold of these; one step of undo.
     *
     * @param first given the first of them, if there is any, once they are in
     */
    public void add(List<Path> dropped, Consumer<Path> first) {
        long now = parts.clock().getAsLong();
        parts.disk().execute(() -> {
            List<LibraryEntry> found = LibraryFiles.entriesOf(dropped, now);
            parts.fx().later(() -> whenRead(() -> {
                List<LibraryEntry> fresh = found.stream().filter(item -> index.find(item.file()).isEmpty()).toList();
                Set<Path> added = new HashSet<>(fresh.stream().map(LibraryEntry::file).toList());
                if (!fresh.isEmpty())
                    edit(old -> old.with(fresh.reversed()), // later ones stand above
                            old -> new LibraryIndex(old.items().stream().filter(item -> !added.contains(item.file())).toList()));
                refresh();
                if (!found.isEmpty()) first.accept(found.getFirst().file());
                else if (!dropped.isEmpty())
                    parts.tasks().start(Message.of("task.library"), _ -> Message.of("library.nothing",
                            LibraryEntry.of(dropped.getFirst(), EntrySource.FILE, now).name()));
            }));
        });
    }

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
        if (files.isMissing(file)) details.clear();
        else
            details.show(file, session::answersTo);
    }

    /** Looks at the model on the stage, or at the first of the list, unless one is looked at already. */
    public void selectAny() {
        whenRead(() -> {
            if (selected.get() == null)
                Stream.concat(own.stream(), bundled.stream()).min(Comparator.comparing(entry -> !entry.current()))
                        .ifPresent(entry -> select(entry.file()));
        });
    }

    public void addTag(Path file, String typed) {
        String tag = LibraryEntry.tag(typed);
        Optional<LibraryEntry> item = index.find(file);
        if (tag.isEmpty() || item.isEmpty() || item.get().tags().stream().anyMatch(tag::equalsIgnoreCase)) return;
        edit(old -> old.withTag(file, tag), old -> old.withoutTag(file, tag));
    }

    public void removeTag(Path file, String tag) {
        if (index.find(file).filter(item -> item.tags().contains(tag)).isEmpty()) return;
        edit(old -> old.withoutTag(file, tag), old -> old.withTag(file, tag));
    }

    /** Takes a model out of the library; its file stays. Those that come along stay too. */
    public void remove(Path file) {
        LibraryEntry item = index.find(file).orElse(null);
        if (item == null || item.source() == EntrySource.BUNDLED) return;
        int place = index.indexOf(file);
        edit(old -> old.without(file), old -> old.insert(place, item));
        parts.store().update(session -> session.withoutRecent(file));
    }

    /** A missing file is found elsewhere. */
    public void relocate(Path file, Path found) {
        LibraryEntry item = index.find(file).orElse(null);
        if (item == null || file.equals(found)) return;
        int place = index.indexOf(file);
        if (index.find(found).isPresent()) edit(old -> old.without(file), old -> old.insert(place, item));
        else
            edit(old -> old.change(file, each -> each.at(found)), old -> old.change(found, each -> each.at(file)));
        files.retry(found);
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
        step(edits.undo(index));
    }

    public void redo() {
        step(edits.redo(index));
    }

    private void step(LibraryIndex changed) {
        put(changed);
        refresh();
        if (selected.get() != null && details.state().get() instanceof ModelDetailsViewModel.State.None) select(chosen);
    }

    private void edit(UnaryOperator<LibraryIndex> there, UnaryOperator<LibraryIndex> back) {
        put(edits.make(index, new LibraryHistory.Edit(there, back)));
    }

    private void put(LibraryIndex changed) {
        if (changed.equals(index)) return;
        index = changed;
        keeper.save(changed);
        list();
    }

    private void list() {
        List<String> words = LibraryRows.words(search.get());
        LibraryRows.show(bundled, index.items().stream().filter(item -> item.source() == EntrySource.BUNDLED)
                .filter(item -> rows.isNamed(item) && rows.suits(item, words)).map(rows::of));
        List<LibraryEntry> found = words.isEmpty()
                ? index.latestFirst()
                : index.latestFirst().stream().filter(item -> rows.suits(item, words)).toList();
        hidden.set(Math.max(0, found.size() - MOST_ROWS));
        LibraryRows.show(own, found.stream().limit(MOST_ROWS).map(rows::of));
        Entry now = chosen == null ? null : index.find(chosen).map(rows::of).orElse(null);
        if (now == null && selected.get() != null) details.clear();
        if (!Objects.equals(now, selected.get())) selected.set(now);
    }

    /** Looks at nothing more and saves what is not yet saved. */
    @Override
    public void close() {
        try {
            read(); // waits for the file, as what was asked for meanwhile is not lost
        } catch (CompletionException e) {
            System.getLogger(LibraryViewModel.class.getName()).log(System.Logger.Level.WARNING, "the library is left as it is",
                    e);
        }
        glances.cancel();
        details.close();
        keeper.close();
    }
}
