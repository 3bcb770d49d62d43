package meander.training.run;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.models.files.WholeFile;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.training.data.DataOrder;
import meander.training.data.DataSettings;
import meander.training.data.Dataset;
import meander.training.data.Datasets;
import meander.training.data.Unusable;
import meander.training.metric.MsSsim;
import meander.training.metric.SlicedWasserstein;
import meander.training.program.Pictures;
import meander.training.program.Program;
import meander.training.program.Trainer;
import meander.training.recipe.Plan;
import meander.training.recipe.Recipe;
import meander.training.recipe.Recipes;
import meander.training.recipe.Setting;
import meander.training.recipe.Settings;
import meander.training.run.TrainingEvent.Ended.Reason;

/** A training in this process. All but the flags belongs to its own thread. */
final class LocalRun implements TrainingRun {
    private static final int COLUMNS = 12;
    private static final int ROWS = 4;
    private static final int COMPARED = 256; // pictures of each kind for the metrics
    private static final long PROGRESS_NANOS = 1_000_000_000L;
    private static final long WAIT_NANOS = 20_000_000L;

    private final TrainingSpec spec;
    private final RunFolder folder;
    private final Recipes recipes;
    private final Path cache;
    private final boolean gpu;
    private final boolean resumed;
    private final Consumer<TrainingEvent> listener;
    private final CompletableFuture<TrainingEvent.Ended> ended = new CompletableFuture<>();

    private volatile State state = State.PREPARING;
    private volatile boolean pauseWanted;
    private volatile boolean stopWanted;
    private volatile boolean checkpointWanted;
    private volatile BooleanSupplier busy = () -> false;

    private Thread thread;
    private long images;

    LocalRun(TrainingSpec spec, RunFolder folder, Recipes recipes, Path cache, boolean gpu, boolean resumed,
            Consumer<TrainingEvent> listener) {
        this.spec = spec;
        this.folder = folder;
        this.recipes = recipes;
        this.cache = cache;
        this.gpu = gpu;
        this.resumed = resumed;
        this.listener = listener;
    }

    /** What every recipe has, before its own: how the data is read and how often things are written. */
    static List<Setting> settings(Recipe recipe) {
        List<Setting> all = new ArrayList<>(List.of(
                Setting.whole("resolution", 0, 0, 1024,
                        "Side of the pictures in pixels, a power of two; 0 chooses it from the data."),
                Setting.choice("fit", "What is done with pictures that are not square.", "crop", "crop", "pad"),
                Setting.onOff("classes", true, "Whether classes of the data are learned as such."),
                Setting.onOff("mirror", true, "Whether half of the pictures are mirrored, by chance."),
                Setting.real("held-back", 0, 0, 0.5, "Share of the data that is only used for measuring."),
                Setting.real("checkpoint-kimg", 10, 0.01, 10000, "Everything is saved after every so many thousand pictures."),
                Setting.real("sample-kimg", 1, 0.01, 10000, "The same latents are drawn after every so many thousand pictures."),
                Setting.real("measure-kimg", 4, 0.01, 10000,
                        "Distance and diversity are measured after every so many thousand pictures.")));
        all.addAll(recipe.settings());
        return all;
    }

    void begin() {
        thread = Thread.ofPlatform().name("meander-training").start(this::live);
    }

    @Override
    public TrainingSpec spec() {
        return spec;
    }

    @Override
    public Path folder() {
        return folder.path();
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public void pause() {
        pauseWanted = true;
    }

    @Override
    public void resume() {
        pauseWanted = false;
        wake();
    }

    @Override
    public void stop() {
        stopWanted = true;
        wake();
    }

    @Override
    public void checkpointNow() {
        checkpointWanted = true;
        wake();
    }

    @Override
    public void stepAside(BooleanSupplier needed) {
        busy = needed;
    }

    @Override
    public CompletableFuture<TrainingEvent.Ended> ended() {
        return ended;
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    /** A reason to end, with its sentence. */
    private static final class End extends Exception {
        private static final long serialVersionUID = 1;
        private final Reason reason;

        End(Reason reason, String sentence) {
            super(sentence, null, false, false);
            this.reason = reason;
        }
    }

    private void live() {
        Reason reason;
        String sentence = "";
        try {
            reason = train();
        } catch (End e) {
            reason = e.reason;
            sentence = e.getMessage();
        } catch (IOException e) {
            reason = full(e) ? Reason.DISK_FULL : Reason.FAILED;
            sentence = full(e)
                    ? "The disk that holds " + folder.path() + " is full. Make room and resume; the last checkpoint is whole."
                    : "The run's folder cannot be written to: " + e.getMessage() + ".";
        } catch (OutOfMemoryError e) {
            reason = Reason.OUT_OF_MEMORY;
            sentence = "Memory is exhausted. Choose a smaller batch or resolution, or close other programs, and resume.";
        } catch (RuntimeException e) {
            reason = Reason.FAILED;
            sentence = "The training engine failed: " + firstLine(e) + ".";
            System.getLogger(LocalRun.class.getName()).log(System.Logger.Level.WARNING, sentence, e);
        }
        state = State.ENDED;
        TrainingEvent.Ended last = new TrainingEvent.Ended(now(), images, reason, sentence);
        try {
            if (RunFolder.is(folder.path())) folder.log(last);
        } catch (IOException e) {
            // the listener hears of it all the same
        }
        listener.accept(last);
        ended.complete(last);
    }

    private static boolean full(IOException e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("no space") || words.contains("disk full") || words.contains("not enough space");
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
    }

    private Reason train() throws IOException, End {
        Recipe recipe = recipes.named(spec.recipe()).orElseThrow(() -> new End(Reason.BAD_SPEC, "There is no recipe "
                + spec.recipe() + "; there are " + String.join(", ", recipes.all().stream().map(Recipe::name).toList()) + "."));
        Settings settings = settings(recipe, Map.of());
        if (!resumed && RunFolder.is(folder.path()))
            throw new End(Reason.BAD_SPEC, folder.path() + " holds a run already. Resume it, or choose another folder.");
        tell(new TrainingEvent.Preparing(now(), 0, TrainingEvent.Preparing.Stage.DATA, Double.NaN));
        try (Dataset data = data(settings)) {
            folder.write(spec);
            Files.createDirectories(folder.samples());
            return train(recipe, data);
        }
    }

    private Settings settings(Recipe recipe, Map<String, String> changes) throws End {
        try {
            return new Settings(settings(recipe), spec.with(changes).settings());
        } catch (IllegalArgumentException e) {
            throw new End(Reason.BAD_SPEC, e.getMessage());
        }
    }

    private Dataset data(Settings settings) throws End {
        DataSettings wanted = new DataSettings(settings.whole("resolution"), 0,
                settings.text("fit").equals("pad") ? DataSettings.Fit.PAD : DataSettings.Fit.CROP,
                DataSettings.Transparency.ON_WHITE);
        return switch (Datasets.prepare(spec.data(), wanted, cache, () -> stopWanted,
                share -> tell(new TrainingEvent.Preparing(now(), 0, TrainingEvent.Preparing.Stage.DATA, share)))) {
            case Dataset ready -> ready;
            case Unusable unusable ->
                throw new End(unusable.reason() == Unusable.Reason.MISSING && resumed ? Reason.DATA_GONE : Reason.DATA_UNUSABLE,
                        unusable.sentence());
        };
    }

    private Reason train(Recipe recipe, Dataset data) throws IOException, End {
        int rounds = settings(recipe, Map.of()).whole("rounds");
        boolean onGpu = gpu;
        Optional<Path> from = resumed ? folder.state() : Optional.empty();
        while (true) {
            Settings settings = settings(recipe, Map.of("rounds", Integer.toString(rounds)));
            try {
                return new Session(recipe, settings, data, onGpu).run(from);
            } catch (IllegalStateException e) {
                if (!outOfMemory(e)) throw e;
                from = folder.state();
                int batch = settings.whole("batch");
                if (rounds * 2 <= batch && batch % (rounds * 2) == 0) {
                    rounds *= 2;
                    note("micro-batch-halved", Integer.toString(batch / rounds));
                } else if (onGpu) {
                    onGpu = false;
                    rounds = settings(recipe, Map.of()).whole("rounds");
                    note("cpu-fallback");
                } else
                    throw new End(Reason.OUT_OF_MEMORY,
                            "Memory is exhausted even with the smallest parts. Choose a smaller resolution or fewer feature maps.");
            }
        }
    }

    private static boolean outOfMemory(Throwable e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("out of memory") || words.contains("can't allocate memory") || words.contains("alloc_cpu");
    }

    private void note(String what, String... arguments) throws IOException {
        record(new TrainingEvent.Noticed(now(), images, what, List.of(arguments)));
    }

    private void tell(TrainingEvent event) {
        listener.accept(event);
    }

    /** Tells and writes down. */
    private void record(TrainingEvent event) throws IOException {
        folder.log(event);
        listener.accept(event);
    }

    /** One stretch of training with one set of networks in memory. */
    private final class Session {
        private final Settings settings;
        private final Dataset data;
        private final DataOrder order;
        private final Plan plan;
        private final boolean onGpu;
        private final Meter meter = new Meter();
        private final SlicedWasserstein swd = new SlicedWasserstein(SlicedWasserstein.Sampling.quick(0));
        private SlicedWasserstein.Descriptors real;
        private double best = Double.POSITIVE_INFINITY;

        Session(Recipe recipe, Settings settings, Dataset data, boolean onGpu) throws End {
            this.settings = settings;
            this.data = data;
            this.onGpu = onGpu;
            this.order = new DataOrder(data.size(), spec.seed(), settings.on("mirror"), settings.real("held-back"));
            try {
                this.plan = recipe.plan(settings,
                        new Recipe.DataShape(data.width(), data.channels(), settings.on("classes") ? data.classes().size() : 0));
            } catch (IllegalArgumentException e) {
                throw new End(Reason.BAD_SPEC, e.getMessage());
            }
        }

        Reason run(Optional<Path> from) throws IOException, End {
            tell(new TrainingEvent.Preparing(now(), images, TrainingEvent.Preparing.Stage.COMPILING, Double.NaN));
            try (Trainer trainer = new Trainer(plan.program(), plan.batch(), plan.rounds(), spec.seed(),
                    Weights.untrained(spec.seed()), new Ordered(), onGpu)) {
                if (from.isPresent()) restore(trainer, from.get());
                images = trainer.images();
                best = bestSoFar();
                record(new TrainingEvent.Started(now(), images, spec.images(), from.isPresent(), onGpu ? "GPU" : "CPU"));
                if (images == 0) sample(trainer);
                state = State.RUNNING;
                return loop(trainer);
            }
        }

        private void restore(Trainer trainer, Path file) throws IOException, End {
            tell(new TrainingEvent.Preparing(now(), images, TrainingEvent.Preparing.Stage.LOADING, Double.NaN));
            TrainingState saved = TrainingState.read(file);
            if (!saved.data().equals(data.fingerprint()))
                throw new End(Reason.DATA_GONE, "The pictures in " + spec.data()
                        + " are not those that this run learned from. Put them back, or start a new run.");
            try {
                trainer.restore(saved.tensors(), saved.step(), saved.images());
            } catch (IllegalArgumentException e) {
                throw new End(Reason.BAD_SPEC,
                        "The settings give other networks than those that were trained: " + e.getMessage() + ".");
            }
        }

        private double bestSoFar() throws IOException {
            return folder.events().stream().filter(TrainingEvent.Measured.class::isInstance)
                    .map(event -> ((TrainingEvent.Measured) event).figures().get("swd")).filter(value -> value != null)
                    .mapToDouble(Double::doubleValue).min().orElse(Double.POSITIVE_INFINITY);
        }

        private Reason loop(Trainer trainer) throws IOException, End {
            Speed speed = new Speed(images, System.nanoTime());
            long saved = images;
            while (images < spec.images()) {
                if (waited(trainer, speed)) saved = images;
                if (stopWanted) {
                    checkpoint(trainer);
                    return Reason.STOPPED;
                }
                SequencedMap<String, Double> figures = trainer.advance();
                long before = images;
                images = trainer.images();
                Optional<String> broken = Meter.notANumber(figures);
                if (broken.isPresent())
                    throw new End(Reason.NOT_A_NUMBER, broken.get() + " is no longer a number after " + images
                            + " pictures. Lower the rate or raise gamma and resume; the last checkpoint is from before.");
                meter.add(figures);
                if (System.nanoTime() - speed.told >= PROGRESS_NANOS) progress(trainer, speed);
                if (due("sample-kimg", before)) sample(trainer);
                if (due("measure-kimg", before)) measure(trainer);
                if (due("checkpoint-kimg", before) || checkpointWanted) {
                    checkpoint(trainer);
                    saved = images;
                }
            }
            if (saved < images || folder.state().isEmpty()) checkpoint(trainer);
            progress(trainer, speed);
            return Reason.FINISHED;
        }

        /** Whether a number of thousands of pictures was passed by the last step. */
        private boolean due(String key, long before) {
            long interval = Math.max(1, Math.round(settings.real(key) * 1000));
            return images / interval > before / interval;
        }

        /** Waits while a person wants it, or the machine is needed. @return whether a checkpoint was made meanwhile */
        private boolean waited(Trainer trainer, Speed speed) throws IOException {
            boolean saved = false;
            long begin = System.nanoTime();
            if (pauseWanted && !stopWanted) {
                state = State.PAUSED;
                record(new TrainingEvent.Paused(now(), images));
                while (pauseWanted && !stopWanted) {
                    if (checkpointWanted) {
                        checkpoint(trainer);
                        saved = true;
                    }
                    LockSupport.parkNanos(this, WAIT_NANOS);
                }
                state = State.RUNNING;
                record(new TrainingEvent.Resumed(now(), images));
            }
            while (busy.getAsBoolean() && !stopWanted)
                LockSupport.parkNanos(this, WAIT_NANOS);
            speed.waited += System.nanoTime() - begin;
            return saved;
        }

        private void progress(Trainer trainer, Speed speed) throws IOException {
            double rate = speed.imagesPerSecond(images);
            tell(new TrainingEvent.Progress(now(), images, spec.images(), rate, (spec.images() - images) / rate,
                    ProcessMemory.resident().orElse(-1), trainer.millis()));
            speed.told = System.nanoTime();
            SequencedMap<String, Double> figures = meter.take();
            if (!figures.isEmpty()) record(new TrainingEvent.Measured(now(), images, figures));
        }

        private void sample(Trainer trainer) throws IOException {
            List<Tensor> batches = drawn(trainer, COLUMNS * ROWS, 0);
            String file = "samples/" + "%09d".formatted(images) + ".png";
            Sheet.write(folder.path().resolve(file), batches, COLUMNS, ROWS);
            record(new TrainingEvent.Samples(now(), images, file, COLUMNS, ROWS, data.width(), data.height()));
        }

        private List<Tensor> drawn(Trainer trainer, int count, long chance) {
            List<Tensor> batches = new ArrayList<>();
            for (int have = 0; have < count;) {
                batches.add(trainer.draw(Program.DRAW, chance + batches.size()));
                have += batches.getLast().shape().dim(0);
            }
            return batches;
        }

        /** Distance to the data (held-back data where there is some) and diversity, neither of which needs a trained network. */
        private void measure(Trainer trainer) throws IOException {
            if (data.width() < 16) return;
            if (real == null) real = swd.describe(real(), () -> stopWanted);
            meander.training.metric.Pictures fake = fake(drawn(trainer, COMPARED, 1_000_000));
            SequencedMap<String, Double> figures = new LinkedHashMap<>();
            figures.put("swd", swd.distance(real, swd.describe(fake, () -> stopWanted), () -> stopWanted).average());
            figures.put("msssim", MsSsim.ofPairs(fake, COMPARED / 2, 0, () -> stopWanted));
            record(new TrainingEvent.Measured(now(), images, figures));
            if (figures.get("swd") < best) {
                best = figures.get("swd");
                note("best", "%.2f".formatted(best));
            }
        }

        private meander.training.metric.Pictures real() {
            int[] held = order.heldBack();
            int[] chosen = held.length >= 64
                    ? held
                    : IntStream.range(0, Math.min(COMPARED, data.size())).map(order::index).toArray();
            int count = Math.min(COMPARED, chosen.length);
            byte[] levels = new byte[Math.multiplyExact(count, data.values())];
            for (int i = 0; i < count; i++)
                System.arraycopy(data.pixels(chosen[i]), 0, levels, i * data.values(), data.values());
            return new meander.training.metric.Pictures(count, data.channels(), data.height(), data.width(), levels);
        }

        private meander.training.metric.Pictures fake(List<Tensor> batches) {
            byte[] levels = new byte[Math.multiplyExact(COMPARED, data.values())];
            int at = 0;
            for (Tensor batch : batches)
                for (int i = 0; i < batch.data().length && at < levels.length; i++)
                    levels[at++] = (byte) Sheet.level(batch.data()[i]);
            return new meander.training.metric.Pictures(COMPARED, data.channels(), data.height(), data.width(), levels);
        }

        /** The model first: where there is a state there is a model. Older states go when the new one is safe. */
        private void checkpoint(Trainer trainer) throws IOException {
            checkpointWanted = false;
            String number = "%09d".formatted(images);
            SequencedMap<String, float[]> tensors = trainer.state();
            String model = "model-" + number + ".safetensors";
            String generator = plan.generator();
            Weights average = plan.program().layout(generator).weights(tensors.get(generator + "_ema"));
            Plan.Contents contents = plan.model().of(average, name -> trainer.draw(name, 0));
            Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
            metadata.put("recipe", spec.recipe());
            metadata.put("data", data.summary().title());
            metadata.put("images", Long.toString(images));
            if (settings.on("classes") && !data.classes().isEmpty()) metadata.put("classes", String.join("\n", data.classes()));
            SafetensorsWriter writer = new SafetensorsWriter(metadata);
            contents.tensors().forEach((name, tensor) -> writer.add(name, tensor.shape().dims(), tensor.data()));
            WholeFile.writeDurably(folder.path().resolve(model), writer::writeTo);
            Optional<Path> before = folder.state();
            Path saved = folder.path().resolve("state-" + number + ".safetensors");
            new TrainingState(trainer.step(), images, tensors, data.fingerprint()).write(saved);
            if (before.isPresent() && !before.get().equals(saved)) Files.deleteIfExists(before.get());
            record(new TrainingEvent.Checkpoint(now(), images, model));
        }

        /** The data in the order of the run. */
        private final class Ordered implements Pictures {
            @Override
            public void picture(long position, float[] into) {
                data.picture(order.index(position), FloatBuffer.wrap(into), order.mirrored(position));
            }

            @Override
            public int label(long position) {
                return data.label(order.index(position));
            }

            @Override
            public int randomLabel(double chance) {
                return data.label((int) (chance * data.size()));
            }
        }
    }

    /** How fast it goes, waiting left out. */
    private static final class Speed {
        private final long images;
        private final long begin;
        private long told;
        private long waited;

        Speed(long images, long begin) {
            this.images = images;
            this.begin = begin;
            this.told = begin;
        }

        double imagesPerSecond(long now) {
            return (now - images) / Math.max(1e-9, (System.nanoTime() - begin - waited) / 1e9);
        }
    }
}
