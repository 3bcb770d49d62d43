package meander.app.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import meander.training.recipe.Setting;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEngine;
import meander.training.run.TrainingEvent;
import meander.training.run.TrainingRun;
import meander.training.run.TrainingSpec;

/** Trains nothing: its runs say what a test lets them say, on a thread of the test's choice. */
public final class ScriptedEngine implements TrainingEngine {
    public final List<Run> runs = new ArrayList<>();
    public boolean complete = true;
    private final Executor thread;
    /** What a checkpoint's model file holds. */
    private final byte[] model;

    public ScriptedEngine(Executor thread, byte[] model) {
        this.thread = thread;
        this.model = model;
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    @Override
    public List<Offer> offers() {
        return List.of(
                new Offer("stylegan2", "StyleGAN2", "Karras et al. 2020",
                        List.of(Setting.whole("batch-size", 16, 1, 256, "Pictures in one step."),
                                Setting.real("gamma", 1, 0, 1000, "Weight of the R1 penalty (Mescheder et al. 2018)."),
                                Setting.onOff("mirror", true, "Shows every picture mirrored too."),
                                Setting.choice("augment", "How pictures are augmented (Karras et al. 2020).", "ada", "none",
                                        "ada", "fixed"),
                                Setting.real("learning-rate", 0.0025, 0, 1, "The learning rate of both networks."),
                                Setting.real("ema-kimg", 10, 0, 10000,
                                        "Half-life of the moving average, in thousands of pictures."))),
                new Offer("progan", "Progressive GAN", "Karras et al. 2018",
                        List.of(Setting.whole("batch-size", 16, 1, 256, "Pictures in one step."))));
    }

    @Override
    public TrainingRun start(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener) {
        if (RunFolder.is(folder)) throw new IllegalStateException("There is a run already.");
        try {
            new RunFolder(folder).write(spec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return add(new Run(spec, folder, listener, 0));
    }

    @Override
    public TrainingRun resume(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener) {
        try {
            long from = new RunFolder(folder).events().stream().filter(TrainingEvent.Checkpoint.class::isInstance)
                    .mapToLong(TrainingEvent::images).max().orElse(0);
            return add(new Run(spec, folder, listener, from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Run add(Run run) {
        runs.add(run);
        return run;
    }

    public Run last() {
        return runs.getLast();
    }

    public final class Run implements TrainingRun {
        private final TrainingSpec spec;
        private final Path folder;
        private final Consumer<TrainingEvent> listener;
        private final MadeUpRun story;
        private final CompletableFuture<TrainingEvent.Ended> ended = new CompletableFuture<>();
        private volatile State state = State.PREPARING;
        private long images;
        public volatile BooleanSupplier busy = () -> false;

        private Run(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener, long images) {
            this.spec = spec;
            this.folder = folder;
            this.listener = listener;
            this.images = images;
            this.story = new MadeUpRun(folder, spec.images(), 5);
        }

        /** Compiles, then is about to make its first step. */
        public void begin() {
            thread.execute(() -> {
                say(new TrainingEvent.Preparing(MadeUpRun.BEGAN, images, TrainingEvent.Preparing.Stage.COMPILING, 0.5));
                state = State.RUNNING;
                say(story.started(images, images > 0));
            });
        }

        /** Steps, with figures and every so often pictures. */
        public void step(int steps, long each, int picturesEvery) {
            thread.execute(() -> {
                try {
                    for (int i = 0; i < steps; i++) {
                        images += each;
                        story.measure(images).forEach(this::say);
                        if (i % picturesEvery == 0) say(story.samples(images));
                        SequencedMap<String, Double> millis = new LinkedHashMap<>();
                        millis.put("D", 290.0);
                        millis.put("G", 223.0);
                        say(new TrainingEvent.Progress(MadeUpRun.BEGAN + images, images, spec.images(), 31,
                                (spec.images() - images) / 31.0, 1_400_000_000L, millis));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        /** Says anything. */
        public void say(TrainingEvent event) {
            try {
                if (!(event instanceof TrainingEvent.Preparing) && !(event instanceof TrainingEvent.Progress))
                    new RunFolder(folder).log(event);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            listener.accept(event);
        }

        public void end(TrainingEvent.Ended.Reason reason, String sentence) {
            thread.execute(() -> {
                state = State.ENDED;
                TrainingEvent.Ended last = new TrainingEvent.Ended(MadeUpRun.BEGAN + images, images, reason, sentence);
                say(last);
                ended.complete(last);
            });
        }

        public void save() {
            thread.execute(() -> {
                String name = "model-%09d.safetensors".formatted(images);
                try {
                    Files.write(folder.resolve(name), model);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                say(new TrainingEvent.Checkpoint(MadeUpRun.BEGAN + images, images, name));
            });
        }

        public long images() {
            return images;
        }

        @Override
        public TrainingSpec spec() {
            return spec;
        }

        @Override
        public Path folder() {
            return folder;
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public void pause() {
            thread.execute(() -> {
                state = State.PAUSED;
                say(new TrainingEvent.Paused(MadeUpRun.BEGAN + images, images));
            });
        }

        @Override
        public void resume() {
            thread.execute(() -> {
                state = State.RUNNING;
                say(new TrainingEvent.Resumed(MadeUpRun.BEGAN + images, images));
            });
        }

        @Override
        public void stop() {
            save();
            end(TrainingEvent.Ended.Reason.STOPPED, "");
        }

        @Override
        public void checkpointNow() {
            save();
        }

        @Override
        public void stepAside(BooleanSupplier busy) {
            this.busy = busy;
        }

        @Override
        public CompletableFuture<TrainingEvent.Ended> ended() {
            return ended;
        }
    }
}
