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
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;

import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.training.alarm.Alarm;
import meander.training.data.DataSettings;
import meander.training.data.Dataset;
import meander.training.data.Domain;
import meander.training.data.DomainOrder;
import meander.training.metric.Metric;
import meander.training.metric.MetricNames;
import meander.training.program.TrainableNetwork;
import meander.training.program.Trainer;
import meander.training.program.TrainingBatchSource;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingPlan;
import meander.training.recipe.TrainingRecipe;
import meander.training.run.TrainingEvent.Ended.Reason;

/** One stretch of training with one set of networks in memory. */
final class TrainingLoop {
    private static final int COLUMNS = 12;
    private static final int ROWS = 4; // of pictures of latents
    private static final long SAMPLES = 0; // latents of the sheet
    private static final long MEASURED = 1_000_000; // latents of what is measured
    private static final long PROGRESS_NANOS = 1_000_000_000L;

    /** What a run is told while it runs. Asked between steps. */
    interface Wishes {
        boolean stop();

        /** Whether a checkpoint was asked for since the last time. */
        boolean checkpoint();

        /**
         * Waits while a person wants it, or the machine is needed.
         *
         * @param meanwhile makes a checkpoint, if one is asked for during a pause
         */
        void await(long images, Saving meanwhile) throws IOException;
    }

    /** Something to be said as soon as it has started; see {@link TrainingEvent.Noticed}. */
    record Notice(String what, List<String> arguments) {}

    /** Makes a checkpoint. */
    interface Saving {
        void save() throws IOException;
    }

    private final TrainingSpec spec;
    private final RunFolder folder;
    private final SettingValues settings;
    private final Dataset data;
    private final TrainingPlan plan;
    private final boolean gpu;
    private final EventLog journal;
    private final Wishes wishes;
    private final DomainOrder order;
    private final MetricRunner measuring;
    private final OverfittingMonitor judging;
    private final ThroughputMeter meter = new ThroughputMeter();
    private final SequencedMap<String, Double> latest = new LinkedHashMap<>();
    private long images;
    private long saved = -1;
    private long lookedAt = -1;

    /** @throws RunOutcome if settings and data do not go together */
    TrainingLoop(TrainingSpec spec, RunFolder folder, TrainingRecipe recipe, SettingValues settings, Dataset data, boolean gpu,
            EventLog journal, Wishes wishes) throws RunOutcome {
        this.spec = spec;
        this.folder = folder;
        this.settings = settings;
        this.data = data;
        this.gpu = gpu;
        this.journal = journal;
        this.wishes = wishes;
        this.order = new DomainOrder(data, spec.seed(), settings.on("mirror"), settings.real("held-back"));
        try {
            this.plan = recipe.plan(settings, new TrainingRecipe.DataShape(data.width(), data.channels(), classes().size()));
        } catch (IllegalArgumentException e) {
            throw new RunOutcome(Reason.BAD_SPEC, e.getMessage());
        }
        this.measuring = new MetricRunner(data, order, plan.shown().judged(), recipe.monitoring(), wishes::stop);
        this.judging = new OverfittingMonitor(data, order, plan.program());
    }

    private List<String> classes() {
        return learned(settings, data);
    }

    /** The classes that are learned as such. */
    static List<String> learned(SettingValues settings, Dataset data) {
        boolean sides = data.summary().sides() != DataSettings.Sides.NONE;
        return settings.on("classes") && !sides ? data.classes() : List.of();
    }

    long images() {
        return images;
    }

    TrainingPlan plan() {
        return plan;
    }

    /**
     * Trains to the end or until it is told to stop.
     *
     * @param from    the states to go on from, newest first: the first that is whole is taken; none to begin
     * @param notices what is to be said as soon as it has started
     */
    Reason run(List<Path> from, List<Notice> notices, Runnable started) throws IOException, RunOutcome {
        journal.tell(new TrainingEvent.Preparing(now(), 0, TrainingEvent.Preparing.Stage.COMPILING, Double.NaN));
        List<Notice> said = new ArrayList<>(notices);
        try (Trainer trainer = new Trainer(plan.program(), plan.batchSize(), plan.gradientAccumulation(), spec.seed(), schedule(),
                initial(from, said), new Ordered(), gpu)) {
            if (!from.isEmpty()) restore(trainer, from, said);
            images = trainer.images();
            saved = from.isEmpty() ? -1 : images;
            // Not sooner: a training that cannot begin leaves everything as it was.
            folder.write(spec);
            Files.createDirectories(folder.samples());
            measuring.recall(folder.events(), images);
            journal.begin(images);
            journal.record(new TrainingEvent.Started(now(), images, spec.images(), !from.isEmpty(), gpu ? "GPU" : "CPU"));
            for (Notice notice : said)
                note(notice.what(), notice.arguments().toArray(String[]::new));
            if (!from.isEmpty() && !Files.exists(folder.modelAt(images))) // killed between the state and its model
                journal.record(new TrainingEvent.Checkpoint(now(), images, checkpointing().saveModel(trainer)));
            started.run();
            if (images == 0) sample(trainer);
            return loop(trainer);
        }
    }

    /** Pictures by which learning rates have fallen. */
    private long schedule() {
        return ownSchedule(settings).orElse(spec.images());
    }

    /** The same where the settings say it, whatever the length of the training is. */
    static OptionalLong ownSchedule(SettingValues settings) {
        double own = settings.has(TrainingRecipe.SCHEDULE) ? settings.real(TrainingRecipe.SCHEDULE) : 0;
        return own > 0 ? OptionalLong.of(Math.round(own * 1000)) : OptionalLong.empty();
    }

    /** Whether the length of the training has a say in how it goes. */
    boolean followsItsLength() {
        return ownSchedule(settings).isEmpty()
                && plan.program().networks().stream().anyMatch(network -> network.schedule().followsLength());
    }

    private Weights initial(List<Path> from, List<Notice> said) throws IOException, RunOutcome {
        Weights untrained = Weights.untrained(spec.seed());
        if (spec.initial() == null || !from.isEmpty()) return untrained;
        ModelWeights model = ModelWeights.read(Path.of(spec.initial()), plan);
        said.add(new Notice("weights-only",
                List.of(spec.initial(), Integer.toString(model.tensors().size()), Integer.toString(model.missing()))));
        return model.over(untrained);
    }

    private void restore(Trainer trainer, List<Path> files, List<Notice> said) throws IOException, RunOutcome {
        journal.tell(new TrainingEvent.Preparing(now(), 0, TrainingEvent.Preparing.Stage.LOADING, Double.NaN));
        List<Path> damaged = new ArrayList<>();
        for (Path file : files)
            try {
                TrainingState state = TrainingState.read(file);
                restore(trainer, state);
                for (Path each : damaged)
                    said.add(new Notice("state-damaged", List.of(each.getFileName().toString(), folder.setAside(each))));
                return;
            } catch (IOException e) {
                if (!Files.isReadable(file) || Files.isDirectory(file)) throw e; // which says nothing of what it holds
                damaged.add(file);
                if (damaged.size() == files.size()) throw LocalRun.noState(file, e.getMessage(), folder);
            }
    }

    private void restore(Trainer trainer, TrainingState state) throws RunOutcome {
        if (!state.data().equals(data.fingerprint()))
            throw new RunOutcome(Reason.DATA_GONE, "The pictures in " + spec.data()
                    + " are not those that this run learned from. Put them back, or start a new run.");
        try {
            trainer.restore(state.tensors(), state.step(), state.images());
        } catch (IllegalArgumentException e) {
            throw new RunOutcome(Reason.BAD_SPEC,
                    "The settings give other networks than those that were trained: " + e.getMessage() + ".");
        }
    }

    private Reason loop(Trainer trainer) throws IOException, RunOutcome {
        Speed speed = new Speed(images, System.nanoTime());
        while (images < spec.images()) {
            speed.waited(wait(trainer));
            if (wishes.stop()) {
                save(trainer);
                return Reason.STOPPED;
            }
            SequencedMap<String, Double> figures = trainer.advance();
            long before = images;
            images = trainer.images();
            refuseNotANumber(figures);
            meter.add(figures);
            if (System.nanoTime() - speed.told >= PROGRESS_NANOS) progress(trainer, speed);
            if (due("sample-interval", before)) sample(trainer);
            boolean better = due("metric-interval", before) && measuring.possible() && measure(trainer);
            if (due("checkpoint-interval", before) || better || wishes.checkpoint()) save(trainer);
        }
        if (saved != images) {
            if (lookedAt != images) look(trainer);
            save(trainer);
        }
        progress(trainer, speed);
        return Reason.FINISHED;
    }

    /** @return nanoseconds */
    private long wait(Trainer trainer) throws IOException {
        long begin = System.nanoTime();
        wishes.await(images, () -> save(trainer));
        return System.nanoTime() - begin;
    }

    private void refuseNotANumber(Map<String, Double> figures) throws RunOutcome {
        Optional<String> broken = ThroughputMeter.notANumber(figures);
        if (broken.isPresent())
            throw new RunOutcome(Reason.NOT_A_NUMBER,
                    broken.get() + " is no longer a number after " + images + " pictures. Lower the learning rate"
                            + (settings.has("gamma") ? " or raise gamma" : "")
                            + (saved < 0
                                    ? " and begin again: nothing was saved yet."
                                    : " and resume: the last checkpoint is from before."));
    }

    /** Whether a number of thousands of pictures was passed by the last step. */
    private boolean due(String key, long before) {
        long interval = Math.max(1, Math.round(settings.real(key) * 1000));
        return images / interval > before / interval;
    }

    private void progress(Trainer trainer, Speed speed) throws IOException {
        double rate = speed.imagesPerSecond(images);
        long left = Math.max(0, spec.images() - images); // the last step may be shown more than were asked for
        journal.tell(new TrainingEvent.Progress(now(), images, spec.images(), rate,
                left == 0 ? 0 : rate > 0 ? left / rate : Double.NaN, ProcessMemory.resident().orElse(-1), trainer.millis()));
        speed.told = System.nanoTime();
        SequencedMap<String, Double> figures = meter.take();
        latest.putAll(figures);
        if (!figures.isEmpty()) journal.record(new TrainingEvent.Measured(now(), images, figures));
    }

    private void sample(Trainer trainer) throws IOException {
        String file = "samples/%09d.png".formatted(images);
        TrainingPlan.Shown shown = plan.shown();
        List<Tensor> drawn = shown.rows().isEmpty()
                ? drawn(trainer, shown.sheet(), COLUMNS * ROWS, SAMPLES)
                : List.of(trainer.draw(shown.sheet(), SAMPLES));
        int rows = shown.rows().isEmpty() ? ROWS : shown.rows().size();
        int columns = shown.rows().isEmpty() ? COLUMNS : drawn.getFirst().shape().dim(0) / rows;
        SampleGrid.write(folder.path().resolve(file), drawn, columns, rows);
        journal.record(new TrainingEvent.Samples(now(), images, file, columns, rows, data.width(), data.height(), shown.rows()));
        look(trainer);
    }

    /** Looks whether the networks live. */
    private void look(Trainer trainer) throws IOException {
        SequencedMap<String, Double> figures = measuring
                .health((judged, count) -> drawn(trainer, judged.sampler(), count, SAMPLES));
        for (TrainableNetwork player : plan.program().networks()) {
            figures.put(player.name() + MetricNames.WEIGHTS, trainer.magnitude(player));
            figures.put(player.name() + MetricNames.INITIAL_WEIGHTS, trainer.initialMagnitude(player));
        }
        lookedAt = images;
        journal.record(new TrainingEvent.Measured(now(), images, figures));
        SequencedMap<String, Double> all = new LinkedHashMap<>(figures);
        latest.forEach((name, value) -> {
            if (name.endsWith(MetricNames.LOSS)) all.put(name, value);
        });
        alarm(measuring.alarms(images, all));
    }

    private void alarm(List<Alarm> alarms) throws IOException {
        for (Alarm alarm : alarms)
            note(alarm.id(), alarm.arguments().toArray(String[]::new));
    }

    private static List<Tensor> drawn(Trainer trainer, String drawing, int count, long chance) {
        List<Tensor> batches = new ArrayList<>();
        for (int have = 0; have < count; have += batches.getLast().shape().dim(0))
            batches.add(trainer.draw(drawing, chance + batches.size()));
        return batches;
    }

    /** @return whether the pictures came nearer to the data than ever */
    private boolean measure(Trainer trainer) throws IOException {
        SequencedMap<String, Double> figures;
        try {
            figures = measuring.measure(
                    (judged, count) -> drawn(trainer, judged.sampler(), count, judged.side() == Domain.ALL ? MEASURED : SAMPLES));
            figures.putAll(judging.judge(trainer));
        } catch (CancellationException e) { // told to stop, which is seen to before the next step
            return false;
        }
        journal.record(new TrainingEvent.Measured(now(), images, figures));
        latest.putAll(figures);
        alarm(measuring.alarms(images, latest));
        boolean better = measuring.isBest(figures);
        Metric best = measuring.best();
        if (better) note("best", String.format(Locale.ROOT, "%.2f", figures.get(best.name())), best.title());
        return better;
    }

    private void note(String what, String... arguments) throws IOException {
        journal.record(new TrainingEvent.Noticed(now(), images, what, List.of(arguments)));
    }

    private void save(Trainer trainer) throws IOException {
        if (saved == images) { // whoever asked waits for an answer
            journal.tell(new TrainingEvent.Checkpoint(now(), images, folder.modelAt(images).getFileName().toString()));
            return;
        }
        String model = checkpointing().save(trainer);
        saved = images;
        journal.record(new TrainingEvent.Checkpoint(now(), images, model));
    }

    private CheckpointWriter checkpointing() {
        return new CheckpointWriter(folder, spec, plan, data.summary().title(), classes(), data.fingerprint());
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    /** The data in the order of the run. */
    private final class Ordered implements TrainingBatchSource {
        @Override
        public void picture(long position, float[] into) {
            picture(Domain.ALL, position, into);
        }

        @Override
        public void picture(Domain side, long position, float[] into) {
            data.picture(order.index(side, position), FloatBuffer.wrap(into), order.mirrored(side, position));
        }

        @Override
        public void shown(Domain side, long position, float[] into) {
            int[] shown = order.shown(side);
            data.picture(shown[(int) (position % shown.length)], FloatBuffer.wrap(into), false);
        }

        @Override
        public int label(long position) {
            return data.label(order.index(Domain.ALL, position));
        }

        @Override
        public int randomLabel(double chance) {
            return data.label((int) (chance * data.size()));
        }
    }

    /** How fast it goes, waiting left out. */
    private static final class Speed {
        private final long images;
        private long begin;
        private long told;

        Speed(long images, long begin) {
            this.images = images;
            this.begin = begin;
            this.told = begin;
        }

        void waited(long nanos) {
            begin += nanos;
        }

        double imagesPerSecond(long now) {
            return (now - images) / Math.max(1e-9, (System.nanoTime() - begin) / 1e9);
        }
    }
}
