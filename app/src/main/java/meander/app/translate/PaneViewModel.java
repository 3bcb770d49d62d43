package meander.app.translate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.ErrorBanner;
import meander.app.base.ErrorMessages;
import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.base.Task;
import meander.app.base.Tasks;
import meander.app.base.Timers;
import meander.app.picture.Raster;
import meander.models.family.Translator;
import meander.models.graph.Tensor;
import meander.models.render.PictureTranslator;
import meander.models.render.Renderer.Quality;
import meander.models.render.TranslateResult;
import meander.models.text.Phrase;
import meander.training.data.ImageTensors;

/**
 * One pane: a network and what it makes of the picture, always of the newest one. It works on a thread of its own, so a slow network does
 * not make its neighbour wait.
 */
public final class PaneViewModel implements AutoCloseable {
    /** Work on more pixels than that is a row of the task list. */
    private static final long LONG_WORK = 1 << 19;

    /**
     * What this is made of.
     *
     * @param translators makes what runs a network; quick
     * @param thread      makes a thread, which is closed with the pane, see {@link LatestOnlyExecutor#thread}
     * @param failed      told what went wrong, and null when all is well again; on the window’s thread
     */
    record Parts(Function<Translator, PictureTranslator> translators, Tasks tasks, FxThreads fx, Timers timers,
            Function<String, Executor> thread, Consumer<ErrorBanner> failed) {}

    /** A picture to translate. @param settle whether a preview is not enough */
    private record Job(Raster input, PaneState state, int tile, boolean settle) {
        boolean sameAs(Job other) {
            return input == other.input && state.equals(other.state) && tile == other.tile;
        }
    }

    private final Parts parts;
    private final TranslatorEngines engines;
    private final LatestOnlyExecutor<Job> jobs;
    private final Consumer<TranslationResult> toWindow;
    private final ReadOnlyObjectWrapper<PaneState> state;
    private final ReadOnlyObjectWrapper<TranslationResult> answer = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper cancelled = new ReadOnlyBooleanWrapper();
    private volatile boolean closing;
    /** The last thing that came; the thread’s own. */
    private Made last;
    /** What has been seen to come back already. */
    private Made checked;

    PaneViewModel(PaneState state, Parts parts) {
        this.parts = parts;
        this.state = new ReadOnlyObjectWrapper<>(state);
        engines = new TranslatorEngines(parts.translators());
        toWindow = parts.fx().latest(this::show);
        jobs = new LatestOnlyExecutor<>(parts.thread().apply("meander-translate-" + state.id()), this::work,
                thrown -> failed(ErrorMessages.message(thrown), thrown));
    }

    /** What it translates with, and how. */
    public ReadOnlyObjectProperty<PaneState> state() {
        return state.getReadOnlyProperty();
    }

    public int id() {
        return state.get().id();
    }

    /** The newest translation; null before the first. */
    public ReadOnlyObjectProperty<TranslationResult> answer() {
        return answer.getReadOnlyProperty();
    }

    /** Whether the translation of this picture was called off. */
    public ReadOnlyBooleanProperty cancelled() {
        return cancelled.getReadOnlyProperty();
    }

    /** Whether the newest translation is that of a picture, and no more is to come. */
    public boolean settled(Raster picture) {
        TranslationResult now = answer.get();
        return now != null && now.input() == picture && now.state().equals(state.get()) && (now.full() || cancelled.get())
                && jobs.idle();
    }

    boolean idle() {
        return jobs.idle();
    }

    void become(PaneState changed) {
        state.set(changed);
    }

    /** Asks for the translation of a picture, in place of the one that waits. @param tile side of the tiles, 0 for all at once if that suits */
    void translate(Raster picture, int tile, boolean settle) {
        cancelled.set(false);
        jobs.submit(new Job(picture, state.get(), tile, settle));
    }

    /** Works no more, without waiting for what is going on. */
    void leave() {
        closing = true;
        jobs.chore(this::close);
    }

    /** Works no more, and waits until the engine is put away. */
    @Override
    public void close() {
        closing = true;
        jobs.chore(engines::close);
        jobs.close();
    }

    /** A preview is never stopped by a newer picture: a hand that moves faster would see nothing at all. */
    private void work(Job job, BooleanSupplier waits) {
        BooleanSupplier superseded = () -> closing || waits.getAsBoolean();
        engines.keep(job.state().opened().sides());
        Tensor numbers = numbers(job, job.state().way().getFirst());
        if (last == null || !job.sameAs(last.job()))
            last = take(job, translate(job, job.state().way(), numbers, Quality.PREVIEW, () -> closing, _ -> {}));
        if (last == null || !job.settle() || superseded.getAsBoolean()) return;
        if (!last.answer().full())
            last = take(job,
                    job.input().pixels() > LONG_WORK
                            ? atLength(job, numbers, superseded)
                            : translate(job, job.state().way(), numbers, Quality.FULL, superseded, _ -> {}));
        if (last == null) return;
        // Of a first picture the engine's preparing hides how long it takes.
        if (Double.isNaN(last.answer().millis()) && job.input().pixels() <= LONG_WORK && !superseded.getAsBoolean())
            last = take(job, translate(job, job.state().way(), numbers, Quality.FULL, superseded, _ -> {}));
        if (last != null && checked != last) check(last, superseded);
    }

    /** @param pixels in the network’s own numbers */
    private record Made(Job job, TranslationResult answer, Tensor pixels) {}

    private static Tensor numbers(Job job, LoadedDirection first) {
        return RasterTensors.of(job.input(), first.translator().traits());
    }

    private TranslateResult translate(Job job, List<LoadedDirection> way, Tensor numbers, Quality quality,
            BooleanSupplier superseded, DoubleConsumer progress) {
        return engines.translate(way, numbers, new TranslatorEngines.Manner(job.state(), job.tile(), quality), superseded,
                progress);
    }

    /** Shows what has come. @return null where nothing has */
    private Made take(Job job, TranslateResult result) {
        return switch (result) {
            case TranslateResult.Translated(Tensor pixels, boolean full, double millis) -> {
                Tensor signed = signed(pixels, job.state().way().getLast());
                TranslationResult made = new TranslationResult(job.input(), job.state(), signed, RasterTensors.picture(signed),
                        full, millis, Optional.empty(), Optional.empty());
                toWindow.accept(made);
                yield new Made(job, made, pixels);
            }
            case TranslateResult.Failed(Phrase why, Throwable cause) -> {
                failed(Message.of(why), cause);
                yield null;
            }
            case TranslateResult.Superseded() -> null;
        };
    }

    /** Goes back, and looks whether the network leaves alone what is there already (CycleGAN, arXiv:1703.10593 §3.2 and §5.2). */
    private void check(Made made, BooleanSupplier superseded) {
        Job job = made.job();
        if (!job.state().opened().paired() || job.input().pixels() > LONG_WORK) return;
        if (job.state().direction() == Direction.CYCLE) {
            toWindow.accept(made.answer().withCycle(check(job, made.answer().picture())));
            checked = made;
            return;
        }
        LoadedDirection home = job.state().opened().home(job.state().direction()).orElseThrow();
        TranslationResult whole = made.answer();
        if (through(job, home, made.pixels(), superseded) instanceof Raster back)
            toWindow.accept(whole = whole.withCycle(check(job, back)));
        if (through(job, home, numbers(job, home), superseded) instanceof Raster same) {
            toWindow.accept(whole.withIdentity(check(job, same)));
            checked = made;
        }
    }

    private static TranslationResult.Check check(Job job, Raster back) {
        return new TranslationResult.Check(back,
                RasterTensors.difference(job.input(), back.scaled(job.input().width(), job.input().height())));
    }

    /** @return null where nothing comes of it */
    private Raster through(Job job, LoadedDirection side, Tensor numbers, BooleanSupplier superseded) {
        if (superseded.getAsBoolean()) return null;
        return translate(job, List.of(side), numbers, Quality.FULL, superseded,
                _ -> {}) instanceof TranslateResult.Translated done ? RasterTensors.picture(signed(done.pixels(), side)) : null;
    }

    private static Tensor signed(Tensor pixels, LoadedDirection by) {
        return ImageTensors.signed(pixels, by.translator().traits().range());
    }

    /** Work that takes so long that a person wants to see how far it is. */
    private TranslateResult atLength(Job job, Tensor numbers, BooleanSupplier superseded) {
        AtomicBoolean stopped = new AtomicBoolean();
        Task[] row = new Task[1]; // the window’s thread’s own
        long started = parts.timers().nanos();
        parts.fx()
                .later(() -> row[0] = parts.tasks().follow(
                        Message.of("task.translate", job.state().opened().chosen().translator().info().family()),
                        () -> stopped.set(true)));
        Consumer<Double> progress = parts.fx().latest(share -> parts.tasks().progress(row[0], share,
                Tasks.left(Duration.ofNanos(parts.timers().nanos() - started), share)));
        TranslateResult result = translate(job, job.state().way(), numbers, Quality.FULL,
                () -> stopped.get() || superseded.getAsBoolean(), progress::accept);
        boolean whole = result instanceof TranslateResult.Translated;
        parts.fx().later(() -> {
            parts.tasks().ended(row[0], whole ? new Task.State.Done(null) : new Task.State.Cancelled());
            if (stopped.get() && !whole) cancelled.set(true);
        });
        return result;
    }

    private void show(TranslationResult made) {
        if (closing) return;
        answer.set(made);
        parts.failed().accept(null);
    }

    private void failed(Message why, Throwable cause) {
        parts.fx().later(() -> {
            if (!closing) parts.failed().accept(ErrorBanner.of(ErrorBanner.Kind.RENDER, why, cause));
        });
    }
}
