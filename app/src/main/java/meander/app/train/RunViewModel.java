package meander.app.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.widgets.PlotSeries;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEngine;
import meander.training.run.TrainingEvent;
import meander.training.run.TrainingSpec;

/**
 * One training as it is looked at: its story, and the moment of it on the time line. Belongs to the window's thread, but may be
 * made elsewhere.
 */
final class RunViewModel {
    private final Path folder;
    private final RunHistory story;
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper(this, "revision");
    private final ReadOnlyObjectWrapper<RunState> state = new ReadOnlyObjectWrapper<>(this, "state");
    private final ReadOnlyIntegerWrapper moment = new ReadOnlyIntegerWrapper(this, "moment", -1);
    private final ReadOnlyIntegerWrapper compared = new ReadOnlyIntegerWrapper(this, "compared", -1);
    private final ReadOnlyBooleanWrapper following = new ReadOnlyBooleanWrapper(this, "following", true);
    private final ReadOnlyObjectWrapper<SortedSet<Long>> kept = new ReadOnlyObjectWrapper<>(this, "kept");
    private TrainingSpec spec;
    private Set<String> models;
    private boolean live;
    private boolean elsewhere;

    RunViewModel(Path folder, TrainingSpec spec, RunHistory story, SortedSet<Long> kept, Set<String> models) {
        this.folder = folder;
        this.spec = spec;
        this.story = story;
        this.kept.set(Collections.unmodifiableSortedSet(new TreeSet<>(kept)));
        this.models = Set.copyOf(models);
        refresh();
    }

    /** Reads the folder of a training. Not on the window's thread. @param engine that knows recipes, @throws IOException with a sentence if it is none */
    static RunViewModel read(Path folder, TrainingEngine engine) throws IOException {
        RunFolder run = new RunFolder(folder);
        boolean elsewhere = run.isTrained(); // before its log is read, to which its end would be added
        TrainingSpec spec = run.spec();
        if (spec == null || spec.recipe() == null || spec.data() == null || !(spec.kimg() > 0) || !Double.isFinite(spec.kimg()))
            throw new IOException("spec.json in " + folder + " cannot be read: it was changed by hand or damaged.");
        RunViewModel read = new RunViewModel(folder, spec, RunHistory.of(engine.monitoring(spec.recipe()), run.events()),
                run.kept(), modelsIn(folder));
        read.elsewhere = elsewhere;
        read.refresh();
        return read;
    }

    /** The files that open on the sliders. */
    static Set<String> modelsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".safetensors"))
                    .collect(Collectors.toSet());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    Path folder() {
        return folder;
    }

    String name() {
        return folder.getFileName() == null ? folder.toString() : folder.getFileName().toString();
    }

    TrainingSpec spec() {
        return spec;
    }

    RunHistory story() {
        return story;
    }

    /** Changes whenever the story has gone on. */
    ReadOnlyLongProperty revision() {
        return revision.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<RunState> state() {
        return state.getReadOnlyProperty();
    }

    /** How far it is, 0 … 1; −1 where that is not known. */
    double share() {
        return story.of() <= 0 ? -1 : Math.clamp((double) story.images() / story.of(), 0, 1);
    }

    /** Images in all, also before the first step. */
    long of() {
        return story.of() > 0 ? story.of() : spec.images();
    }

    Optional<Duration> left() {
        return story.progress().filter(_ -> live).map(TrainingEvent.Progress::secondsLeft)
                .filter(seconds -> seconds >= 0 && seconds < Long.MAX_VALUE / 1000)
                .map(seconds -> Duration.ofMillis((long) (seconds * 1000)));
    }

    // The time line

    /** The index of the sheet that is looked at; −1 while there is none. */
    ReadOnlyIntegerProperty moment() {
        return moment.getReadOnlyProperty();
    }

    Optional<TrainingEvent.Samples> sheet() {
        return sheet(moment.get());
    }

    /** Whether the time line goes along with the training. */
    ReadOnlyBooleanProperty following() {
        return following.getReadOnlyProperty();
    }

    /** Goes to another sheet; the last one follows the training. */
    void scrub(int index) {
        int last = story.samples().size() - 1;
        int wanted = Math.clamp(index, -1, last);
        following.set(wanted == last);
        moment.set(wanted);
    }

    /** Goes to the sheet nearest to a number of images. */
    void scrubTo(double images) {
        List<TrainingEvent.Samples> sheets = story.samples();
        int nearest = -1;
        for (int i = 0; i < sheets.size(); i++)
            if (nearest < 0 || Math.abs(sheets.get(i).images() - images) < Math.abs(sheets.get(nearest).images() - images))
                nearest = i;
        scrub(nearest);
    }

    /** The index of the sheet beside which the moment is looked at; −1 when none is. */
    ReadOnlyIntegerProperty compared() {
        return compared.getReadOnlyProperty();
    }

    Optional<TrainingEvent.Samples> comparedSheet() {
        return sheet(compared.get());
    }

    /** Compares the moment with the best one, or with the first if it is the best itself; or compares no more. */
    void toggleCompare() {
        if (compared.get() >= 0 || story.samples().size() < 2) {
            compared.set(-1);
            return;
        }
        int best = story.best().map(story.samples()::indexOf).orElse(0);
        compared.set(best == moment.get() ? best == 0 ? story.samples().size() - 1 : 0 : best);
    }

    /** Compares with another sheet. */
    void compareWith(int index) {
        compared.set(Math.clamp(index, -1, story.samples().size() - 1));
    }

    /** A figure at the moment; NaN where it was not measured yet. */
    double figureNow(String name) {
        double at = sheet().map(sheet -> (double) sheet.images()).orElse((double) story.images());
        return story.figure(name).map(series -> following.get() ? series.last() : series.at(at)).orElse(Double.NaN);
    }

    /** The moments that were kept by hand, as numbers of images. */
    ReadOnlyObjectProperty<SortedSet<Long>> kept() {
        return kept.getReadOnlyProperty();
    }

    boolean isKept() {
        return sheet().filter(sheet -> kept.get().contains(sheet.images())).isPresent();
    }

    boolean isBest() {
        return sheet().isPresent() && sheet().equals(story.best());
    }

    /** Keeps the moment, or keeps it no more. */
    void toggleKept() {
        sheet().ifPresent(sheet -> {
            TreeSet<Long> changed = new TreeSet<>(kept.get());
            if (!changed.remove(sheet.images())) changed.add(sheet.images());
            kept.set(Collections.unmodifiableSortedSet(changed));
        });
    }

    /** Writes down which moments are kept, elsewhere. @param failed told there why they could not be */
    void saveKept(Executor disk, Consumer<IOException> failed) {
        SortedSet<Long> moments = kept.get();
        disk.execute(() -> {
            try {
                new RunFolder(folder).keep(moments);
            } catch (IOException e) {
                failed.accept(e);
            }
        });
    }

    /** The model that was saved nearest to the moment and is still there. */
    Optional<TrainingEvent.Checkpoint> checkpoint() {
        long at = sheet().map(TrainingEvent.Samples::images).orElse(story.images());
        return story.checkpoints().stream().filter(checkpoint -> models.contains(checkpoint.model()))
                .min(java.util.Comparator.comparingLong(checkpoint -> Math.abs(checkpoint.images() - at)));
    }

    /** The last model that was saved and is still there. */
    Optional<Path> newestModel() {
        return story.checkpoints().reversed().stream().filter(checkpoint -> models.contains(checkpoint.model())).findFirst()
                .map(checkpoint -> folder.resolve(checkpoint.model()));
    }

    private Optional<TrainingEvent.Samples> sheet(int index) {
        return index < 0 || index >= story.samples().size() ? Optional.empty() : Optional.of(story.samples().get(index));
    }

    // What the workspace does

    /** It goes on in this window. */
    void begin(TrainingSpec now) {
        spec = now;
        live = true;
        elsewhere = false;
        story.reopen();
        refresh();
    }

    /** More has happened. */
    void add(List<TrainingEvent> events) {
        for (TrainingEvent event : events) {
            story.add(event);
            if (event instanceof TrainingEvent.Checkpoint(_, _, String model)) {
                TreeSet<String> more = new TreeSet<>(models);
                more.add(model);
                models = Set.copyOf(more);
            }
            if (event instanceof TrainingEvent.Ended) live = false;
        }
        refresh();
    }

    /** Looked up anew: which models are there. */
    void models(Set<String> found) {
        models = Set.copyOf(found);
        revision.set(revision.get() + 1);
    }

    private void refresh() {
        state.set(!live && elsewhere ? RunState.ELSEWHERE : story.state(live));
        int last = story.samples().size() - 1;
        if (following.get() || moment.get() > last) moment.set(last);
        if (compared.get() > last) compared.set(-1);
        revision.set(revision.get() + 1);
    }

    /** Figures that were measured, by their names. */
    Optional<PlotSeries> figure(String name) {
        return story.figure(name);
    }
}
