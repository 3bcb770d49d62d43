package meander.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.FakeTimers;
import meander.app.Queued;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.library.LibraryViewModel.Entry;
import meander.app.model.LoadedModel;
import meander.app.model.TranslatorHandover;
import meander.app.picture.FileHashes;
import meander.app.picture.FileStamp;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;

class LibraryViewModelTest {
    private static final ModelSummary STYLEGAN = new ModelSummary("StyleGAN2", 256, 256, 24_800_000, false);

    /** Files are looked at by their names: what is in {@code facts} opens, anything else does not. */
    private final class StrawLook implements ModelInspector {
        private final Map<String, ModelSummary> facts = new HashMap<>();
        private final List<String> glances = new ArrayList<>();
        private Runnable meanwhile = () -> {};

        @Override
        public Glance glance(Path file, Function<String, Map<String, String>> answers, Predicate<String> pictured,
                BooleanSupplier cancelled) {
            String name = file.getFileName().toString();
            glances.add(name);
            meanwhile.run();
            try {
                FileStamp stamp = FileStamp.of(file);
                if (!facts.containsKey(name)) return new Glance.Refused(stamp, Message.said(name + " is no model."));
                Optional<byte[]> picture = pictured.test("hash of " + name) || cancelled.getAsBoolean()
                        ? Optional.empty()
                        : Optional.of(new byte[]{1});
                return new Glance.Seen(stamp, "hash of " + name, facts.get(name), picture);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Reading read(Path file, Function<String, Map<String, String>> answers, BooleanSupplier cancelled) {
            return new Reading.Refused(Message.said("not read here"));
        }
    }

    @TempDir
    Path folder;
    private final Queued disk = new Queued();
    private final Queued glances = new Queued();
    /** The store writes on a thread of its own and tells from there. */
    private final Queued told = new Queued();
    private final FakeTimers timers = new FakeTimers();
    private final Tasks tasks = new Tasks(FxThreads.inline(), timers, Runnable::run);
    private final StrawLook look = new StrawLook();
    private final AtomicLong clock = new AtomicLong(1_000);
    private final ReadOnlyObjectWrapper<LoadedModel> opened = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<TranslatorHandover> handed = new ReadOnlyObjectWrapper<>();
    private boolean busy;
    private WindowStateStore store;
    private LibraryViewModel library;

    @BeforeEach
    void build() {
        look.facts.put("ffhq-256.pkl", STYLEGAN);
        look.facts.put("digits.pth", new ModelSummary("DCGAN", 32, 32, 1_100_000, false));
        look.facts.put("bundled.pkl", new ModelSummary("StyleGAN2", 64, 64, 2_000_000, false));
        look.facts.put("lines.pth", new ModelSummary("Pix2Pix", 128, 128, 5_000_000, true));
        store = new WindowStateStore(folder.resolve("config"), told);
        open();
    }

    private void open() {
        library = library(disk);
        library.bundle(List.of(new LibraryViewModel.Bundled(file("bundled.pkl"), "Faces",
                new ModelSummary("StyleGAN2", 64, 64, 0, false), "hash of bundled.pkl")));
        settle();
    }

    private LibraryViewModel library(Executor reader) {
        return new LibraryViewModel(new LibraryViewModel.Parts(folder.resolve("config"), store, opened.getReadOnlyProperty(),
                handed.getReadOnlyProperty(), look, new FileHashes(), tasks, timers, FxThreads.inline(), reader, glances,
                Runnable::run, () -> busy, clock::incrementAndGet));
    }

    @AfterEach
    void close() {
        library.close();
        store.close();
    }

    /** Lets disks be read and models be looked at until nothing is left to do. */
    private void settle() {
        disk.all();
        for (int i = 0; i < 20; i++) {
            timers.pass(1_300);
            glances.all();
            disk.all();
        }
    }

    @Test
    void holdsWhatComesAlongAndWhatWasDroppedFirstThingsFirst() {
        add("ffhq-256.pkl", "digits.pth");
        assertThat(names(library.bundled())).containsExactly("Faces");
        assertThat(names(library.own())).containsExactly("ffhq-256.pkl", "digits.pth");
        assertThat(library.own()).extracting(Entry::line).containsExactly("StyleGAN2 · 256 px · 24.8 M", "DCGAN · 32 px · 1.1 M");
    }

    @Test
    void whatIsAskedForBeforeTheFileWasReadIsDoneToAllThatItHolds() throws IOException {
        add("ffhq-256.pkl");
        library.addTag(file("ffhq-256.pkl"), "kept");
        library.close();
        library = library(disk);
        assertThat(library.own()).as("the window does not wait").isEmpty();
        library.add(List.of(Files.writeString(file("digits.pth"), "digits")), _ -> {});
        library.selectAny();
        settle();
        assertThat(library.selected().get().name()).isEqualTo("ffhq-256.pkl");
        assertThat(names(library.own())).containsExactly("digits.pth", "ffhq-256.pkl");
        assertThat(library.own().getLast().item().tags()).containsExactly("kept");
    }

    @Test
    void aWindowThatClosesBeforeTheLibraryWasReadLeavesItWhole() {
        add("ffhq-256.pkl", "digits.pth");
        library.close();
        CountDownLatch mayRead = new CountDownLatch(1);
        library = library(work -> Thread.startVirtualThread(() -> {
            try {
                mayRead.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            work.run();
        }));
        library.bundle(List.of()); // another version, which saves that nothing comes along any more
        assertThat(library.own()).isEmpty();
        mayRead.countDown();
        library.close();
        try (LibraryIndexStore keeper = new LibraryIndexStore(folder.resolve("config"), _ -> {}, Runnable::run)) {
            assertThat(keeper.beginning().items()).extracting(LibraryEntry::name).containsExactlyInAnyOrder("ffhq-256.pkl",
                    "digits.pth");
        }
    }

    @Test
    void aLibraryOfVeryManyIsListedInPartAndSearchedAsAWhole() {
        library.close();
        List<LibraryEntry> items = new ArrayList<>();
        for (int i = 0; i < 300_000; i++)
            items.add(LibraryEntry.of(folder.resolve("zoo/model-" + i + ".pkl"), EntrySource.FILE, i));
        try (LibraryIndexStore keeper = new LibraryIndexStore(folder.resolve("config"), _ -> {}, Runnable::run)) {
            keeper.save(new LibraryIndex(items));
        }
        open();
        assertThat(library.own()).hasSize(LibraryViewModel.MOST_ROWS).first()
                .satisfies(first -> assertThat(first.name()).isEqualTo("model-299999.pkl"));
        assertThat(library.hidden().get()).isEqualTo(300_000 - LibraryViewModel.MOST_ROWS);
        library.search().set("model-1234.pkl");
        assertThat(names(library.own())).containsExactly("model-1234.pkl");
        assertThat(library.hidden().get()).isZero();
    }

    @Test
    void aFileThatBroughtTheProgramDownIsNotLookedAtAgain() throws Exception {
        library.close();
        store.close();
        Path bad = file("digits.pth");
        Path markers = Files.createDirectories(folder.resolve("config/opening"));
        Files.writeString(markers.resolve("999999999999-1-1.json"), "{\"file\":\"%s\",\"size\":%d,\"modified\":%d}".formatted(bad,
                Files.size(bad), Files.getLastModifiedTime(bad).toMillis()));
        store = new WindowStateStore(folder.resolve("config"), told);
        open();
        add("digits.pth", "ffhq-256.pkl");
        assertThat(library.own()).filteredOn(entry -> entry.trouble() != null).singleElement()
                .satisfies(entry -> assertThat(entry.trouble().key()).isEqualTo("opening.badly"));
    }

    @Test
    void opensTheFirstOfWhatWasDroppedAndKnowsWhatIsThereAlready() {
        add("digits.pth");
        List<Path> first = new ArrayList<>();
        library.add(List.of(file("ffhq-256.pkl"), file("digits.pth")), first::add);
        settle();
        assertThat(first).containsExactly(folder.resolve("ffhq-256.pkl"));
        assertThat(names(library.own())).containsExactly("ffhq-256.pkl", "digits.pth");
    }

    @Test
    void takesFromAFolderWhatIsNamedLikeAModelAndFoldersOfTrainingsAsOne() throws IOException {
        Path zoo = Files.createDirectories(folder.resolve("zoo/deep"));
        Files.writeString(zoo.resolve("a.pkl"), "a");
        Files.writeString(zoo.resolve("notes.txt"), "no model");
        Path run = Files.createDirectories(folder.resolve("zoo/run"));
        Files.writeString(run.resolve("spec.json"), "{}");
        Files.writeString(run.resolve("model-000001.safetensors"), "m");
        library.add(List.of(folder.resolve("zoo")), _ -> {});
        settle();
        assertThat(library.own()).extracting(Entry::file).containsExactlyInAnyOrder(zoo.resolve("a.pkl"), run);
        assertThat(library.own()).extracting(entry -> entry.item().source()).containsExactlyInAnyOrder(EntrySource.FILE,
                EntrySource.RUN);
    }

    @Test
    void saysThatAFolderHoldsNoModels() throws IOException {
        Path folderOfTexts = Files.createDirectories(folder.resolve("texts"));
        Files.writeString(folderOfTexts.resolve("notes.txt"), "no model");
        library.add(List.of(folderOfTexts), _ -> {
            throw new AssertionError("there is none");
        });
        settle();
        assertThat(tasks.notice().get()).isEqualTo(Message.of("library.nothing", "texts"));
        assertThat(library.own()).isEmpty();
        assertThat(library.undoable().get()).isFalse();
    }

    @Test
    void findsByWordsOfNameFamilySizeAndTag() {
        add("ffhq-256.pkl", "digits.pth");
        library.addTag(folder.resolve("digits.pth"), " #Hand  written ");
        library.search().set("  STYLE 256 ");
        assertThat(names(library.own())).containsExactly("ffhq-256.pkl");
        assertThat(library.bundled()).isEmpty();
        library.search().set("32 px");
        assertThat(names(library.own())).containsExactly("digits.pth");
        library.search().set("#hand");
        assertThat(names(library.own())).containsExactly("digits.pth");
        library.search().set("24.8");
        assertThat(names(library.own())).containsExactly("ffhq-256.pkl");
        library.search().set("");
        assertThat(library.own()).hasSize(2);
    }

    @Test
    void tagsComeAndGoAndEveryStepCanBeUndone() {
        add("digits.pth");
        Path file = folder.resolve("digits.pth");
        library.addTag(file, "small");
        library.addTag(file, "SMALL");
        library.addTag(file, "  ");
        library.addTag(file, "grey");
        assertThat(tags()).containsExactly("grey", "small");
        library.removeTag(file, "small");
        assertThat(tags()).containsExactly("grey");
        library.undo();
        assertThat(tags()).containsExactly("grey", "small");
        library.undo();
        assertThat(tags()).containsExactly("small");
        library.redo();
        assertThat(tags()).containsExactly("grey", "small");
    }

    @Test
    void whatWasRemovedComesBackWithItsTagsInItsPlaceAndStaysOnDisk() {
        add("ffhq-256.pkl", "digits.pth", "lines.pth");
        Path file = folder.resolve("digits.pth");
        library.addTag(file, "small");
        library.remove(file);
        assertThat(names(library.own())).containsExactly("ffhq-256.pkl", "lines.pth");
        assertThat(file).exists();
        library.undo();
        settle();
        assertThat(names(library.own())).containsExactly("ffhq-256.pkl", "digits.pth", "lines.pth");
        assertThat(library.own().get(1).item().tags()).containsExactly("small");
        library.undo();
        library.undo();
        assertThat(library.own()).as("dropping was one step").isEmpty();
        library.redo();
        assertThat(library.own()).hasSize(3);
    }

    @Test
    void whatComesAlongCannotBeRemoved() {
        library.remove(folder.resolve("bundled.pkl"));
        assertThat(library.bundled()).hasSize(1);
        assertThat(library.undoable().get()).isFalse();
    }

    @Test
    void marksFilesThatAreGoneWithoutLookingOnTheWindowsThread() throws IOException {
        add("digits.pth");
        Files.delete(folder.resolve("digits.pth"));
        library.refresh();
        assertThat(library.own()).noneMatch(Entry::missing);
        disk.all();
        assertThat(library.own()).allMatch(Entry::missing);
    }

    @Test
    void aMissingFileIsFoundAgainElsewhereWithItsTagsAndThatCanBeUndone() throws IOException {
        add("digits.pth");
        Path file = folder.resolve("digits.pth");
        library.addTag(file, "small");
        Path moved = Files.move(file, Files.createDirectories(folder.resolve("elsewhere")).resolve("digits.pth"));
        library.refresh();
        settle();
        library.relocate(file, moved);
        settle();
        assertThat(library.own()).singleElement().satisfies(entry -> {
            assertThat(entry.file()).isEqualTo(moved);
            assertThat(entry.missing()).isFalse();
            assertThat(entry.item().tags()).containsExactly("small");
        });
        library.undo();
        settle();
        assertThat(library.own()).singleElement().satisfies(entry -> {
            assertThat(entry.file()).isEqualTo(file);
            assertThat(entry.missing()).isTrue();
        });
    }

    @Test
    void smallPicturesAreDrawnOneAtATimeAndOnce() {
        add("ffhq-256.pkl", "digits.pth");
        store.close(); // writes what waits
        store.close(); // waits until all is written
        told.all();
        assertThat(library.own()).extracting(Entry::thumbnail).doesNotContainNull();
        assertThat(look.glances).containsExactlyInAnyOrder("bundled.pkl", "ffhq-256.pkl", "digits.pth");
        library.refresh();
        settle();
        assertThat(look.glances).as("what is known is not looked at again").hasSize(3);
    }

    @Test
    void aFileThatHasChangedIsLookedAtAgain() throws IOException {
        add("digits.pth");
        look.facts.put("digits.pth", new ModelSummary("WGAN-GP", 32, 32, 1, false));
        Files.writeString(folder.resolve("digits.pth"), "another content");
        library.refresh();
        settle();
        assertThat(library.own().getFirst().line()).startsWith("WGAN-GP");
    }

    @Test
    void aFileThatDoesNotOpenSaysWhyAndIsNotTriedAgainAndAgain() {
        add("bad.pkl", "lines.pth");
        assertThat(library.own()).filteredOn(entry -> entry.trouble() != null).singleElement()
                .satisfies(entry -> assertThat(entry.trouble()).isEqualTo(Message.said("bad.pkl is no model.")));
        int tries = look.glances.size();
        library.refresh();
        settle();
        assertThat(look.glances).hasSize(tries);
    }

    @Test
    void looksOnlyWhenNothingElseNeedsTheMachine() {
        busy = true;
        add("digits.pth");
        assertThat(look.glances).doesNotContain("digits.pth");
        busy = false;
        settle();
        assertThat(look.glances).contains("digits.pth");
    }

    @Test
    void lookingShowsAsARowAfterASecondAndCanBeCalledOff() {
        List<Integer> rows = new ArrayList<>();
        look.meanwhile = () -> {
            rows.add(tasks.rows().size());
            timers.pass(1_000);
            rows.add(tasks.rows().size());
            tasks.cancelAll();
        };
        add("ffhq-256.pkl", "digits.pth", "lines.pth");
        assertThat(rows).containsExactly(0, 1);
        assertThat(library.own()).allMatch(entry -> entry.line().isEmpty());
        assertThat(tasks.rows()).isEmpty();
        assertThat(library.settled()).isTrue();
    }

    @Test
    void followsWhatIsOpenedAndPutsItFirst() {
        add("ffhq-256.pkl", "digits.pth");
        store.update(session -> session.withRecent(new WindowState.Recent(folder.resolve("digits.pth"), "digits.pth", "", "")));
        settle();
        assertThat(names(library.own())).containsExactly("digits.pth", "ffhq-256.pkl");
        store.update(session -> session.withRecent(new WindowState.Recent(file("lines.pth"), "lines.pth", "", "")));
        settle();
        assertThat(names(library.own())).startsWith("lines.pth");
        opened.set(new LoadedModel(null, folder.resolve("lines.pth"), "", Map.of()));
        assertThat(library.own()).filteredOn(Entry::current).extracting(Entry::name).containsExactly("lines.pth");
        store.update(session -> session.withRecent(new WindowState.Recent(folder.resolve("bundled.pkl"), "bundled.pkl", "", "")));
        settle();
        assertThat(names(library.bundled())).containsExactly("Faces");
        assertThat(library.own()).hasSize(3);
    }

    @Test
    void aModelOfATrainingStandsForItsRun() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("spec.json"), "{}");
        Path model = Files.writeString(run.resolve("model-000001.safetensors"), "m");
        store.update(session -> session.withRecent(new WindowState.Recent(model, "model", "", "")));
        settle();
        assertThat(library.own()).extracting(Entry::file).containsExactly(run);
        opened.set(new LoadedModel(null, model, "", Map.of()));
        assertThat(library.own()).allMatch(Entry::current);
    }

    @Test
    void isThereAgainAfterARestartAndTakesInWhatWasOpenedBeforeThereWasALibrary() {
        store.update(session -> session.withRecent(new WindowState.Recent(file("lines.pth"), "lines.pth", "", "")));
        add("digits.pth");
        library.addTag(folder.resolve("digits.pth"), "small");
        List<LibraryEntry> before = library.own().stream().map(Entry::item).toList();
        library.close();
        store.close(); // writes what waits
        int tries = look.glances.size();
        store = new WindowStateStore(folder.resolve("config"), told);
        open();
        assertThat(library.own()).extracting(Entry::item).containsExactlyElementsOf(before);
        assertThat(look.glances).as("nothing is looked at anew").hasSize(tries);
    }

    @Test
    void saysWhenItsFileWasBrokenAndHasKeptIt() throws IOException {
        library.close();
        Files.writeString(folder.resolve("config/library.json"), "{ no");
        open();
        assertThat(library.trouble().get().key()).isEqualTo("library.broken");
        assertThat(folder.resolve("config/library-broken-1.json")).hasContent("{ no");
    }

    @Test
    void touchesTheListOnlyWhenItDiffers() {
        add("digits.pth");
        List<Object> changes = new ArrayList<>();
        library.own().addListener((ListChangeListener<Entry>) changes::add);
        library.refresh();
        settle();
        store.update(session -> session.withTheme("light"));
        assertThat(changes).isEmpty();
    }

    private void add(String... names) {
        library.add(java.util.Arrays.stream(names).map(this::file).toList(), _ -> {});
        settle();
    }

    private List<String> tags() {
        return List.copyOf(library.own().getFirst().item().tags());
    }

    private Path file(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? file : Files.writeString(file, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(List<Entry> entries) {
        return entries.stream().map(Entry::name).toList();
    }
}
