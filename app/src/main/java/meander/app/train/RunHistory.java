package meander.app.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

import meander.app.base.Message;
import meander.app.base.NumberFormats;
import meander.app.widgets.PlotSeries;
import meander.training.alarm.AlarmRule;
import meander.training.metric.Metric;
import meander.training.recipe.Monitoring;
import meander.training.run.TrainingEvent;

/**
 * What has happened in a training, as its events tell it: the same from a log as live. One thread at a time.
 */
final class RunHistory {
    /** What comes again and again, and of which the last one matters. */
    private static final Set<String> LAST_ONLY = Set.of("checkpoint", "best", "pictures-skipped");
    /** Troubles of the machine, the data and the files, as opposed to those of the networks, which are alarms of the recipe. */
    private static final Set<String> CAREFUL = Set.of("micro-batch-halved", "cpu-fallback", "pictures-skipped", "state-damaged",
            "schedule-changed");
    /** Ends whose sentences speak of a checkpoint. */
    private static final Set<TrainingEvent.Ended.Reason> SAYS_SAVED = Set.of(TrainingEvent.Ended.Reason.STOPPED,
            TrainingEvent.Ended.Reason.NOT_A_NUMBER);
    /** A trouble that was last heard of this share of the training ago has passed. */
    private static final double PASSED = 0.05;
    /** As many arguments as a sentence about a notice may ask for, the first being where it happened. */
    private static final int ARGUMENTS = 5;

    private final Monitoring monitoring;
    private final Set<String> health;
    private final SequencedMap<String, PlotSeries> figures = new LinkedHashMap<>();
    private final List<TrainingEvent.Samples> samples = new ArrayList<>();
    private final List<TrainingEvent.Checkpoint> checkpoints = new ArrayList<>();
    private final List<AlarmText> alarms = new ArrayList<>();
    private TrainingEvent.Preparing preparing;
    private TrainingEvent.Started started;
    private TrainingEvent.Progress progress;
    private TrainingEvent.Ended ended;
    private boolean paused;
    private long images;
    private long of;
    private long lastAt;

    /** Of a recipe of which nothing is known. */
    RunHistory() {
        this(Monitoring.STANDARD);
    }

    /** @param monitoring what the recipe has measured and watched */
    RunHistory(Monitoring monitoring) {
        this.monitoring = monitoring;
        this.health = monitoring.alarms().stream().map(AlarmRule::id).collect(Collectors.toUnmodifiableSet());
    }

    /** A story with what a log holds. */
    static RunHistory of(Monitoring monitoring, List<TrainingEvent> events) {
        RunHistory story = new RunHistory(monitoring);
        events.forEach(story::add);
        return story;
    }

    void add(TrainingEvent event) {
        lastAt = event.at();
        images = Math.max(images, event.images());
        switch (event) {
            case TrainingEvent.Preparing now -> {
                preparing = now;
                ended = null;
                started = null;
            }
            case TrainingEvent.Started now -> {
                rewind(now.images());
                started = now;
                ended = null;
                paused = false;
                of = now.of();
            }
            case TrainingEvent.Progress now -> {
                progress = now;
                of = now.of();
            }
            case TrainingEvent.Measured now -> now.figures().forEach((name, value) -> {
                PlotSeries series = figures.computeIfAbsent(name, _ -> new PlotSeries());
                // A log that two programs wrote at once is no reason to fall over.
                if (series.size() == 0 || now.images() >= series.x(series.size() - 1)) series.add(now.images(), value);
            });
            case TrainingEvent.Samples now -> samples.add(now);
            case TrainingEvent.Checkpoint now -> {
                checkpoints.add(now);
                tell(now, AlarmText.Weight.NEWS, "checkpoint", List.of());
            }
            case TrainingEvent.Paused _ -> paused = true;
            case TrainingEvent.Resumed _ -> paused = false;
            case TrainingEvent.Noticed now -> {
                AlarmText.Weight weight = CAREFUL.contains(now.what()) || health.contains(now.what())
                        ? AlarmText.Weight.CAREFUL
                        : now.what().equals("best") ? AlarmText.Weight.GOOD : AlarmText.Weight.NEWS;
                tell(now, weight, now.what(), now.arguments());
            }
            case TrainingEvent.Ended now -> {
                ended = now;
                paused = false;
                boolean well = now.reason() == TrainingEvent.Ended.Reason.FINISHED
                        || now.reason() == TrainingEvent.Ended.Reason.STOPPED;
                alarms.add(new AlarmText(now.at(), now.images(), well ? AlarmText.Weight.NEWS : AlarmText.Weight.BAD, "ended",
                        reason(now)));
            }
        }
    }

    /** What an end is called: another thing where nothing was saved that could be gone back to. */
    Message reason(TrainingEvent.Ended end) {
        List<String> arguments = end.arguments();
        if (end.reason() == TrainingEvent.Ended.Reason.TOO_LARGE)
            return arguments.size() == 4 ? TrainTexts.shortage("train.ended.TOO_LARGE", arguments) : Message.said(end.sentence());
        if (end.reason() == TrainingEvent.Ended.Reason.NO_STATE && arguments.size() == 2)
            return Message.of("train.ended.NO_STATE.file", arguments.get(0), arguments.get(1));
        boolean unsaved = checkpoints.isEmpty() && SAYS_SAVED.contains(end.reason());
        return new Message("train.ended." + end.reason() + (unsaved ? ".unsaved" : ""),
                List.of(kimg(end.images()), end.sentence()), end.sentence());
    }

    /** It is about to go on. */
    void reopen() {
        ended = null;
        started = null;
        progress = null;
        paused = false;
    }

    /** What was done after the checkpoint from which a training goes on is done anew. */
    private void rewind(long to) {
        images = to;
        figures.values().forEach(series -> series.cut(to));
        samples.removeIf(event -> event.images() > to);
        checkpoints.removeIf(event -> event.images() > to);
    }

    private void tell(TrainingEvent event, AlarmText.Weight weight, String what, List<String> said) {
        List<Object> arguments = new ArrayList<>(Collections.nCopies(ARGUMENTS, "–"));
        arguments.set(0, kimg(event.images()));
        for (int i = 0; i < said.size() && i + 1 < ARGUMENTS; i++)
            arguments.set(i + 1, said.get(i));
        // A log of before does not tell by which metric.
        if (what.equals("best") && said.size() == 1) arguments.set(2, monitoring.best().title());
        if (LAST_ONLY.contains(what)) alarms.removeIf(alarm -> alarm.what().equals(what));
        String otherwise = (what + " " + String.join(", ", said)).strip() + " (" + kimg(event.images()) + " kimg)";
        alarms.add(new AlarmText(event.at(), event.images(), weight, what,
                new Message("train.notice." + what, arguments, otherwise)));
    }

    /** How it stands. @param live whether it goes on in this window */
    RunState state(boolean live) {
        if (ended != null && !live) return switch (ended.reason()) {
            case FINISHED -> RunState.FINISHED;
            case STOPPED -> RunState.STOPPED;
            default -> RunState.FAILED;
        };
        if (!live) return RunState.CRASHED;
        return started == null ? RunState.PREPARING : paused ? RunState.PAUSED : RunState.RUNNING;
    }

    /** Figures by their names, in the order in which they were first heard of. */
    Map<String, PlotSeries> figures() {
        return Collections.unmodifiableMap(figures);
    }

    Optional<PlotSeries> figure(String name) {
        return Optional.ofNullable(figures.get(name));
    }

    /** The sheets of pictures of the same latents, oldest first. */
    List<TrainingEvent.Samples> samples() {
        return Collections.unmodifiableList(samples);
    }

    List<TrainingEvent.Checkpoint> checkpoints() {
        return Collections.unmodifiableList(checkpoints);
    }

    /** Oldest first. */
    List<AlarmText> alarms() {
        return Collections.unmodifiableList(alarms);
    }

    /** The troubles with the networks that have not passed, by their names. */
    List<String> troubles() {
        return alarms.stream()
                .filter(alarm -> health.contains(alarm.what()) && images - alarm.images() <= PASSED * Math.max(1, of))
                .map(AlarmText::what).distinct().toList();
    }

    Optional<TrainingEvent.Preparing> preparing() {
        return started == null ? Optional.ofNullable(preparing) : Optional.empty();
    }

    Optional<TrainingEvent.Started> started() {
        return Optional.ofNullable(started);
    }

    Optional<TrainingEvent.Progress> progress() {
        return Optional.ofNullable(progress);
    }

    Optional<TrainingEvent.Ended> ended() {
        return Optional.ofNullable(ended);
    }

    long images() {
        return images;
    }

    /** Images in all; 0 before the first step. */
    long of() {
        return of;
    }

    /** When something was last heard, in milliseconds since 1970. */
    long lastAt() {
        return lastAt;
    }

    /** What its recipe has measured and shown. */
    Monitoring monitoring() {
        return monitoring;
    }

    /** The sheet at which the metric that says so was best. */
    Optional<TrainingEvent.Samples> best() {
        PlotSeries values = figures.get(monitoring.best().name());
        if (values == null || values.size() == 0) return Optional.empty();
        boolean lower = monitoring.best().better() == Metric.Better.LOWER;
        return sheetAt(values.x(lower ? values.smallest() : values.largest()));
    }

    /** The last sheet at or before a position, or else the first. */
    Optional<TrainingEvent.Samples> sheetAt(double position) {
        if (samples.isEmpty()) return Optional.empty();
        TrainingEvent.Samples found = samples.getFirst();
        for (TrainingEvent.Samples sheet : samples)
            if (sheet.images() <= position) found = sheet;
        return Optional.of(found);
    }

    /** Thousands of images as they are shown: whole, or with one figure after the point below ten. */
    static String kimg(double images) {
        double thousands = images / 1000;
        return thousands < 10 && thousands != Math.rint(thousands)
                ? NumberFormats.format(thousands, 1, false)
                : Long.toString(Math.round(thousands));
    }
}
