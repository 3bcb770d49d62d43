package meander.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.training.metric.Metric;
import meander.training.recipe.Monitoring;
import meander.training.run.TrainingEvent;
import meander.ui.Messages;

/** What happens in a training, for whoever looks at the command line: a bar and sentences, or each event as a line of JSON. */
final class TrainingReport implements Consumer<TrainingEvent>, AutoCloseable {
    private final Path folder;
    private final CommandContext context;
    private final boolean json;
    private final Monitoring monitoring;
    private final Messages messages = new Messages(Locale.ENGLISH);
    private final ObjectMapper mapper = new ObjectMapper();
    private final ProgressReporter progress;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private long images;
    private String model = "";
    private boolean begun;

    /** @param monitoring of the recipe */
    TrainingReport(Path folder, Monitoring monitoring, CommandContext context, boolean json) {
        this.folder = folder;
        this.monitoring = monitoring;
        this.context = context;
        this.json = json;
        this.progress = ProgressReporter.of("Training", context);
    }

    /** Called on the training's thread. */
    @Override
    public synchronized void accept(TrainingEvent event) {
        if (json) line(event);
        images = event.images();
        switch (event) {
            case TrainingEvent.Preparing preparing -> progress.at(0, preparing(preparing));
            case TrainingEvent.Started started -> {
                begun = true;
                if (started.resumed()) note("Goes on after " + KimgFormat.of(started.images()) + " thousand pictures.");
            }
            case TrainingEvent.Progress now -> progress.at((double) now.images() / now.of(), words(now));
            case TrainingEvent.Measured measured -> figures.putAll(measured.figures());
            case TrainingEvent.Checkpoint checkpoint -> {
                model = checkpoint.model();
                note("Saved " + folder.resolve(model) + " after " + KimgFormat.of(images) + " thousand pictures.");
            }
            case TrainingEvent.Noticed noticed -> note(KimgFormat.of(images) + " thousand pictures: "
                    + AlarmTexts.of(noticed.what(), noticed.arguments(), monitoring.alarms()));
            case TrainingEvent.Samples _,TrainingEvent.Paused _,TrainingEvent.Resumed _,TrainingEvent.Ended _ -> {
            }
        }
    }

    /** Whether the first step was reached, and with it what a checkpoint holds. */
    synchronized boolean hasBegun() {
        return begun;
    }

    synchronized void note(String sentence) {
        progress.note(sentence);
    }

    /** Where everything is, on standard output. */
    synchronized void results() {
        if (json) return; // all of it was said
        TextTable table = new TextTable().row("run", folder).row("pictures", KimgFormat.of(images) + " thousand");
        if (!model.isEmpty()) table.row("model", folder.resolve(model));
        for (Metric metric : monitoring.metrics())
            figure(metric.name()).ifPresent(value -> table.row(metric.title(), value));
        context.out().print(table);
        context.out().flush();
    }

    @Override
    public synchronized void close() {
        progress.close();
    }

    private void line(TrainingEvent event) {
        try {
            context.out().print(mapper.writeValueAsString(ResultOutput.finite(mapper.valueToTree(event))) + "\n");
            context.out().flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String preparing(TrainingEvent.Preparing preparing) {
        String share = Double.isNaN(preparing.share()) ? "" : String.format(Locale.ROOT, ", %.0f %%", preparing.share() * 100);
        return switch (preparing.stage()) {
            case DATA -> "reading the pictures";
            case COMPILING -> "compiling";
            case LOADING -> "loading the checkpoint";
        } + share;
    }

    private String words(TrainingEvent.Progress now) {
        StringBuilder words = new StringBuilder(KimgFormat.of(now.images()) + " of " + KimgFormat.of(now.of()) + " kimg");
        words.append(String.format(Locale.ROOT, ", %.1f images/s", now.imagesPerSecond()));
        if (Double.isFinite(now.secondsLeft()))
            words.append(", ").append(ProgressReporter.time(now.secondsLeft())).append(" left");
        for (String name : monitoring.line())
            figure(name).ifPresent(value -> words.append(", ").append(title(name)).append(' ').append(value));
        return words.toString();
    }

    private String title(String name) {
        return messages.textOr("train.figure." + name.replace('/', '.'), name);
    }

    private Optional<String> figure(String name) {
        return Optional.ofNullable(figures.get(name))
                .map(value -> String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value));
    }
}
