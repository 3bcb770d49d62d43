package meander.app.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import meander.app.FakeTimers;
import meander.app.Queued;
import meander.app.base.FxThreads;
import meander.app.base.Tasks;
import meander.app.picture.PictureEnlarger;
import meander.app.picture.StrawEnlarger;
import meander.app.session.WindowStateStore;

/** A view model with everything around it made of straw; by default all threads are the test's own. */
final class Desk {
    final Path folder;
    final FakeTimers timers = new FakeTimers();
    final List<StrawEngine> engines = new ArrayList<>();
    boolean fits = true;
    Runnable meanwhile = () -> {};
    PictureEnlarger enlarger = new StrawEnlarger();
    Executor pane = Runnable::run;
    Executor workers = Runnable::run;
    WindowStateStore store;
    Tasks tasks;
    TranslateViewModel translate;

    Desk(Path folder) {
        this.folder = folder;
    }

    Desk up() {
        store = new WindowStateStore(folder.resolve("config"), FxThreads.inline());
        tasks = new Tasks(FxThreads.inline(), timers, workers);
        translate = new TranslateViewModel(
                new TranslateViewModel.Parts((file, answers, _, _) -> StrawTranslator.open(file, answers), this::engine, enlarger,
                        store, tasks, FxThreads.inline(), timers, _ -> pane, Runnable::run));
        return this;
    }

    /** With two panes. */
    Desk opened() {
        up().translate.open(file("first.pth"));
        translate.open(file("own.pth"));
        return this;
    }

    /** A file; another name is another content. */
    Path file(String name) {
        try {
            return Files.writeString(folder.resolve(name), "content of " + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PaneViewModel pane(int index) {
        return translate.panes().get(index);
    }

    TranslationResult answer(int index) {
        return pane(index).answer().get();
    }

    StrawEngine engine(int index) {
        return engines.stream().filter(engine -> engine.translator() == pane(index).state().get().opened().there().translator())
                .findFirst().orElseThrow();
    }

    void down() {
        for (Object thread : List.of(pane, workers))
            if (thread instanceof Queued queued) queued.flow();
        translate.close();
        store.close();
    }

    private StrawEngine engine(meander.models.family.Translator translator) {
        StrawEngine engine = new StrawEngine(translator);
        engine.fits(fits);
        engine.meanwhile = () -> meanwhile.run();
        engines.add(engine);
        return engine;
    }
}
