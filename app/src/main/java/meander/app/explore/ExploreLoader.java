package meander.app.explore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.ErrorBanner;
import meander.app.base.ErrorMessages;
import meander.app.base.FileNames;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Question;
import meander.app.base.Task;
import meander.app.base.Tasks;
import meander.app.model.ImageStore;
import meander.app.model.LoadedModel;
import meander.app.model.ModelLoader;
import meander.app.model.ModelLoader.Consent;
import meander.app.model.TranslatorHandover;
import meander.app.picture.PictureRecipe;
import meander.app.session.OpeningMarkers;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.models.checkpoint.Rejected;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.files.OrdinaryFile;
import meander.models.render.Frame;
import meander.models.render.Renderer;
import meander.training.run.RunFolder;

/** Opens what Explore is given: a model, the folder of a training, or a picture whose recipe names a model. The last one asked for wins. */
final class ExploreLoader {
    /** The answer by which a person lets a program run that cannot be confined here; to no guess of any family. */
    private static final String UNCONFINED = "meander.unconfined";

    /** What comes of opening, besides what the banner says; on the window's thread. */
    interface Listener {
        /** It is a model, ready to be drawn. @param last the picture that it was left with, if that was kept */
        void opened(Request request, LoadedModel model, Renderer renderer, Optional<Frame> last, OpeningMarkers.Mark mark);

        /** It is a picture that says how it was made. */
        void recipe(ViewBookmark place);

        /** It draws from pictures, which is another workspace's. */
        void translates(TranslatorHandover network);

        /** It came too late: what was made for it is put away. */
        void unused(Renderer renderer);
    }

    /**
     * How to open a file.
     *
     * @param answers besides those remembered
     * @param wanted  where to go in it, if it is the model of that place; may be null
     * @param only    whether any other model is of no use
     * @param consent what a program in it may do
     */
    record Request(Path file, Map<String, String> answers, ViewBookmark wanted, boolean only, Consent consent) {
        /** Whether a guess was answered anew. */
        boolean answered() {
            return !answers.isEmpty();
        }
    }

    /** What the worker has found in a file. */
    private sealed interface Loaded {
        record Fresh(LoadedModel opened, Renderer renderer, Optional<Frame> last, OpeningMarkers.Mark mark) implements Loaded {}

        record Picture(ViewBookmark place) implements Loaded {}

        record Translates(TranslatorHandover network) implements Loaded {}

        record Refused(ErrorBanner why) implements Loaded {}

        /** It holds a program that is not run without being asked for. */
        record Program(Rejected why, String hash) implements Loaded {}

        /** A model, but not the one that was wanted. */
        record Other() implements Loaded {}
    }

    private final ModelLoader models;
    private final ImageStore pictures;
    private final WindowStateStore store;
    private final Tasks tasks;
    private final FxThreads fx;
    private final Supplier<Function<Model, Renderer>> renderers;
    private final ExploreBanner banner;
    private final Listener listener;
    private final ReadOnlyObjectWrapper<LoadState> state = new ReadOnlyObjectWrapper<>(new LoadState.Idle());
    /** Hashes of what a person has opened in this window. */
    private final Set<String> asked = new HashSet<>();
    private Task loading;
    private int turns;

    /** @param renderers what makes a model's renderer now; quick */
    ExploreLoader(ExploreViewModel.Parts parts, Supplier<Function<Model, Renderer>> renderers, ExploreBanner banner,
            Listener listener) {
        models = new ModelLoader(parts.opener(), parts.store().openings());
        pictures = parts.pictures();
        store = parts.store();
        tasks = parts.tasks();
        fx = parts.fx();
        this.renderers = renderers;
        this.banner = banner;
        this.listener = listener;
    }

    ReadOnlyObjectProperty<LoadState> state() {
        return state.getReadOnlyProperty();
    }

    /** Whether a person has opened this model in this window, so that a picture may bring it back even if it is a program. */
    boolean wasAskedFor(String hash) {
        return asked.contains(hash);
    }

    /** Calls opening off. */
    void cancel() {
        if (state.get() instanceof LoadState.Working) {
            turns++;
            if (loading != null) loading.cancel();
            state.set(new LoadState.Idle());
        }
    }

    /** Calls opening off for good: whatever comes is put away. */
    void close() {
        cancel();
        turns++;
    }

    /** Opens a file in place of what is being opened. */
    void open(Request request) {
        cancel();
        banner.dismissQuestion();
        int turn = ++turns;
        state.set(new LoadState.Working(request.file(), 0));
        WindowState session = store.session().get();
        Function<Model, Renderer> make = renderers.get();
        Consumer<Double> progress = fx.latest(share -> {
            if (turn == turns && state.get() instanceof LoadState.Working)
                state.set(new LoadState.Working(request.file(), share));
        });
        loading = tasks.start(Message.of("task.open", FileNames.of(request.file())), row -> {
            Loaded found = load(request, session, make, row, share -> {
                row.progress(share);
                progress.accept(share);
            });
            boolean cancelled = row.cancelled();
            fx.later(() -> arrive(turn, request, cancelled, found));
            return null;
        });
    }

    private Loaded load(Request request, WindowState session, Function<Model, Renderer> make, Task.Row row,
            DoubleConsumer progress) {
        Path file = request.file();
        try {
            if (RunFolder.is(file)) {
                Optional<Path> newest = new RunFolder(file).model();
                if (newest.isEmpty()) return refused(Message.of("open.run-without-model", FileNames.of(file)));
                file = newest.get();
            }
            if (OrdinaryFile.isSpecial(file)) return refused(Message.of("open.special", FileNames.of(file)));
            if (pictures.isPicture(file)) return switch (pictures.recipe(file)) {
                case PictureRecipe.Reading.Found(PictureRecipe recipe) ->
                    new Loaded.Picture(new ViewBookmark(recipe.model(), recipe.sha256(), recipe.request()));
                case PictureRecipe.Reading.Translated _ -> refused(Message.of("picture.translated", FileNames.of(file)));
                case PictureRecipe.Reading.Absent() -> refused(Message.of("picture.without-recipe", FileNames.of(file)));
                case PictureRecipe.Reading.Refused(String sentence) -> refused(Message.said(sentence));
            };
            String hash = pictures.hash(file);
            if (request.only() && !hash.equals(request.wanted().hash())) return new Loaded.Other();
            ModelLoader.Opened opened = models.open(file, hash, session::answersTo, request.answers(),
                    answers -> consent(request, answers), progress, row::cancelled);
            Loaded found = null;
            try {
                found = loaded(request, opened, make);
                return found;
            } finally {
                if (!(found instanceof Loaded.Fresh)) opened.close();
            }
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            return new Loaded.Refused(ErrorBanner.of(ErrorBanner.Kind.OPEN, ErrorMessages.message(e), e));
        }
    }

    private static Loaded refused(Message why) {
        return new Loaded.Refused(ErrorBanner.of(ErrorBanner.Kind.OPEN, why));
    }

    private static Consent consent(Request request, Map<String, String> answers) {
        return request.consent() == Consent.ASKED && answers.containsKey(UNCONFINED) ? Consent.UNCONFINED : request.consent();
    }

    private Loaded loaded(Request request, ModelLoader.Opened opened, Function<Model, Renderer> make) {
        return switch (opened.result()) {
            case OpenResult.Ready(Model model) ->
                new Loaded.Fresh(new LoadedModel(model, opened.file(), opened.hash(), opened.answers()), make.apply(model),
                        request.answered() ? Optional.empty() : pictures.last(opened.hash()), opened.mark());
            case OpenResult.Translates(var translator) ->
                new Loaded.Translates(new TranslatorHandover(translator, opened.file(), opened.hash(), opened.answers()));
            case OpenResult.Refused(Rejected why) -> switch (why.reason()) {
                case PROGRAM_NOT_RUN, PROGRAM_UNCONFINED -> new Loaded.Program(why, opened.hash());
                default -> new Loaded.Refused(ErrorBanner.of(why));
            };
        };
    }

    private void arrive(int turn, Request request, boolean cancelled, Loaded found) {
        if (cancelled || turn != turns) { // called off, or something else is being opened
            if (found instanceof Loaded.Fresh(_, Renderer unused, _, OpeningMarkers.Mark begun)) {
                begun.close();
                listener.unused(unused);
            }
            if (turn == turns) state.set(new LoadState.Idle());
            return;
        }
        switch (found) {
            case Loaded.Picture(ViewBookmark place) -> {
                idle();
                listener.recipe(place);
            }
            case Loaded.Other() -> {
                state.set(new LoadState.Idle());
                banner.need(request.wanted());
            }
            case Loaded.Refused(ErrorBanner why) -> {
                state.set(new LoadState.Refused(request.file(), why.message()));
                banner.show(why);
                if (request.only()) banner.need(request.wanted());
            }
            case Loaded.Program(Rejected why, String hash) -> {
                idle();
                banner.ask(question(request, why, hash));
            }
            case Loaded.Translates(TranslatorHandover network) -> {
                idle();
                listener.translates(network);
            }
            case Loaded.Fresh(LoadedModel fresh, Renderer drawing, Optional<Frame> last, OpeningMarkers.Mark begun) -> {
                if (request.consent() != Consent.UNASKED) asked.add(fresh.hash());
                listener.opened(request, fresh, drawing, last, begun);
                state.set(new LoadState.Ready(request.file()));
                banner.clear(ErrorBanner.Kind.OPEN);
            }
        }
    }

    private void idle() {
        state.set(new LoadState.Idle());
        banner.clear(ErrorBanner.Kind.OPEN);
    }

    /** A program is not run before a person says so. */
    private Question question(Request request, Rejected why, String hash) {
        boolean unconfined = why.reason() == Rejected.Reason.PROGRAM_UNCONFINED;
        return new Question(Message.of(unconfined ? "question.unconfined" : "question.program"), Message.of(why),
                Message.of(unconfined ? "action.runAnyway" : "action.open"), () -> {
                    Map<String, String> answers = new HashMap<>(request.answers());
                    if (unconfined) {
                        answers.put(UNCONFINED, hash);
                        store.update(session -> session.withAnswers(hash, with(session.answersTo(hash), answers)));
                    }
                    open(new Request(request.file(), answers, request.wanted(), request.only(),
                            unconfined ? Consent.UNCONFINED : Consent.ASKED));
                });
    }

    private static Map<String, String> with(Map<String, String> before, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(before);
        all.putAll(more);
        return all;
    }
}
