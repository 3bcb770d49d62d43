package meander.app.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableMap;

import meander.app.base.ErrorMessages;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.NumberFormats;
import meander.training.data.DataSettings.Sides;
import meander.training.recipe.Setting;
import meander.training.recipe.TrainingRecipe;
import meander.training.run.DurationPreset;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEngine.Offer;
import meander.training.run.TrainingSpec;

/** A training that is about to begin: what it learns from, how, for how long, and under which name. */
public final class NewRunViewModel {
    /** A length for a machine of which nothing is known. */
    private static final Map<DurationPreset, Integer> USUAL_KIMG = Map.of(DurationPreset.QUICK, 50, DurationPreset.BALANCED, 300,
            DurationPreset.THOROUGH, 1000);
    /** Settings that a preset may change. */
    private static final Set<String> SIZES = Stream.concat(TrainingRecipe.FEATURE_MAPS.stream(), Stream.of("resolution"))
            .collect(Collectors.toUnmodifiableSet());
    private static final double MOST_KIMG = 1e6;

    /** What is known of the data. */
    sealed interface Look {
        /** None was chosen. */
        record None() implements Look {}

        record Looking() implements Look {}

        record Found(DatasetInspector.Summary summary) implements Look {}

        record Refused(Message why) implements Look {}
    }

    /** What this is made of. @param runs the folder that the new run's folder is made in, @param disk where data is looked through */
    record Parts(List<Offer> offers, DatasetInspector look, TrainingForecast estimate, Path runs, FxThreads fx, Executor disk) {}

    private final Parts parts;
    private final ReadOnlyObjectWrapper<String> data = new ReadOnlyObjectWrapper<>(this, "data", "");
    private final ReadOnlyObjectWrapper<Look> look = new ReadOnlyObjectWrapper<>(this, "look", new Look.None());
    private final ObjectProperty<Offer> offer = new SimpleObjectProperty<>(this, "offer");
    private final ObservableMap<String, String> changes = FXCollections.observableHashMap();
    private final StringProperty kimg = new SimpleStringProperty(this, "kimg",
            Integer.toString(USUAL_KIMG.get(DurationPreset.BALANCED)));
    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final ReadOnlyObjectWrapper<Message> nameObjection = new ReadOnlyObjectWrapper<>(this, "nameObjection");
    private final ReadOnlyObjectWrapper<Optional<Duration>> estimate = new ReadOnlyObjectWrapper<>(this, "estimate",
            Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Message>> shortage = new ReadOnlyObjectWrapper<>(this, "shortage",
            Optional.empty());
    private final ReadOnlyBooleanWrapper startable = new ReadOnlyBooleanWrapper(this, "startable");
    private final ReadOnlyObjectWrapper<DurationPreset> preset = new ReadOnlyObjectWrapper<>(this, "preset",
            DurationPreset.BALANCED);
    /** What the preset has changed, which goes with it. */
    private Set<String> fitted = Set.of();
    private boolean fitting;
    private volatile int fits;
    private String suggested = "";
    private volatile int looks;
    private volatile int estimates;

    NewRunViewModel(Parts parts) {
        this.parts = parts;
        if (!parts.offers().isEmpty()) offer.set(parts.offers().getFirst());
        offer.addListener((_, before, now) -> {
            fitting(changes::clear);
            fitted = Set.of();
            // Whether there are pairs is of no interest to most.
            if (!data.get().isEmpty() && (before == null || before.sides() != now.sides())) choose(data.get());
            suggest();
            check();
            fit();
        });
        changes.addListener((MapChangeListener<String, String>) change -> {
            if (!fitting && (fitted.contains(change.getKey()) || SIZES.contains(change.getKey()))) ownChoice();
            check();
        });
        kimg.addListener((_, _, _) -> {
            if (!fitting) ownChoice();
            check();
        });
        name.addListener((_, _, _) -> check());
        check();
    }

    List<Offer> offers() {
        return parts.offers();
    }

    List<DatasetInspector.Ready> ready() {
        return parts.look().ready();
    }

    /** Where the pictures come from, as a {@link TrainingSpec} names it; empty while none is chosen. */
    ReadOnlyObjectProperty<String> data() {
        return data.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Look> look() {
        return look.getReadOnlyProperty();
    }

    /** Chooses data and looks through it, elsewhere. */
    void choose(String chosen) {
        data.set(chosen);
        int turn = ++looks;
        look.set(new Look.Looking());
        suggest();
        check();
        Sides sides = offer.get() == null ? Sides.NONE : offer.get().sides();
        parts.disk().execute(() -> {
            Look arrived = look(parts.look(), chosen, sides, () -> turn != looks);
            parts.fx().later(() -> {
                if (turn != looks) return;
                look.set(arrived);
                suggest();
                check();
                fit();
            });
        });
    }

    /** Looks through data. Not on the window's thread. */
    static Look look(DatasetInspector look, String data, Sides sides, BooleanSupplier cancelled) {
        try {
            return new Look.Found(look.look(data, sides, cancelled));
        } catch (IOException e) {
            boolean sentence = e.getClass() == IOException.class && e.getMessage() != null;
            return new Look.Refused(sentence ? Message.said(e.getMessage()) : ErrorMessages.message(e));
        } catch (RuntimeException | OutOfMemoryError e) {
            return new Look.Refused(ErrorMessages.message(e));
        }
    }

    ObjectProperty<Offer> offer() {
        return offer;
    }

    /** What differs from the recipe's own settings, as it was typed; may be objectionable. */
    ObservableMap<String, String> changes() {
        return changes;
    }

    /** The value of a setting, typed or initial. */
    String value(Setting setting) {
        return changes.getOrDefault(setting.key(), setting.initial());
    }

    /** Changes a setting, or takes the change back where it is what the recipe begins with. */
    void change(Setting setting, String typed) {
        if (typed.equals(setting.initial())) changes.remove(setting.key());
        else
            changes.put(setting.key(), typed);
    }

    /** What is wrong with a setting, in English; empty if it will do. */
    String objection(Setting setting) {
        return setting.objection(value(setting));
    }

    /** How long, in thousands of images, as it was typed. */
    StringProperty kimg() {
        return kimg;
    }

    boolean kimgWillDo() {
        return typedKimg().isPresent();
    }

    /** How long a person wants to wait; null where size and length were chosen by hand. */
    ReadOnlyObjectProperty<DurationPreset> preset() {
        return preset.getReadOnlyProperty();
    }

    /** Fits size and length to this machine, so that it takes about that long; as soon as there is data. */
    void choose(DurationPreset wanted) {
        preset.set(wanted);
        fit();
    }

    private void ownChoice() {
        fits++;
        fitted = Set.of();
        preset.set(null);
    }

    private void fit() {
        DurationPreset wanted = preset.get();
        int turn = ++fits;
        if (wanted == null) return;
        if (!(look.get() instanceof Look.Found) || offer.get() == null) {
            fitting(() -> kimg.set(Integer.toString(USUAL_KIMG.get(wanted))));
            return;
        }
        TreeMap<String, String> own = new TreeMap<>(Map.copyOf(changes));
        own.keySet().removeAll(fitted);
        TrainingSpec asked = TrainingSpec.of(offer.get().name(), data.get(), USUAL_KIMG.get(wanted)).with(own);
        parts.disk().execute(() -> {
            if (turn != fits) return;
            TrainingSpec found = parts.estimate().fitted(wanted, asked).orElse(asked);
            parts.fx().later(() -> {
                if (turn == fits) fit(found, own.keySet());
            });
        });
    }

    /** @param own keys of what a person has chosen */
    private void fit(TrainingSpec found, Set<String> own) {
        fitting(() -> {
            changes.keySet().removeAll(fitted);
            found.settings().forEach((key, value) -> {
                boolean initial = offer.get().settings().stream()
                        .anyMatch(setting -> setting.key().equals(key) && setting.initial().equals(value));
                if (!initial) changes.put(key, value);
            });
            kimg.set(
                    found.kimg() == Math.rint(found.kimg()) ? Long.toString((long) found.kimg()) : Double.toString(found.kimg()));
        });
        fitted = found.settings().keySet().stream().filter(key -> !own.contains(key)).collect(Collectors.toUnmodifiableSet());
    }

    private void fitting(Runnable change) {
        boolean before = fitting;
        fitting = true;
        try {
            change.run();
        } finally {
            fitting = before;
        }
    }

    /** The name of the run and of its folder. */
    StringProperty name() {
        return name;
    }

    /** What is wrong with the name; null if it will do. */
    ReadOnlyObjectProperty<Message> nameObjection() {
        return nameObjection.getReadOnlyProperty();
    }

    /** About how long it would take; empty where that is not known. */
    ReadOnlyObjectProperty<Optional<Duration>> estimate() {
        return estimate.getReadOnlyProperty();
    }

    /** That there is too little memory for it, and what would fit; empty where there is enough. */
    ReadOnlyObjectProperty<Optional<Message>> shortage() {
        return shortage.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty startable() {
        return startable.getReadOnlyProperty();
    }

    Path folder() {
        return parts.runs().resolve(name.get().strip());
    }

    /** What is asked for; meaningful while {@link #startable}. */
    TrainingSpec spec() {
        return TrainingSpec.of(offer.get().name(), data.get(), typedKimg().orElse(0)).with(new TreeMap<>(Map.copyOf(changes)));
    }

    private OptionalDouble typedKimg() {
        OptionalDouble typed = NumberFormats.parse(kimg.get());
        return typed.isPresent() && typed.getAsDouble() >= 0.001 && typed.getAsDouble() <= MOST_KIMG
                ? typed
                : OptionalDouble.empty();
    }

    /** A name of data and recipe, until a person has typed another. */
    private void suggest() {
        if (!name.get().equals(suggested)) return;
        List<String> words = new ArrayList<>();
        if (!data.get().isEmpty()) words.add(dataName());
        if (offer.get() != null) words.add(offer.get().name());
        if (look.get() instanceof Look.Found(DatasetInspector.Summary found)) words.add(Integer.toString(found.height()));
        String base = String.join("-", words).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}._-]+", "-");
        suggested = base;
        for (int i = 2; !suggested.isEmpty() && taken(suggested); i++)
            suggested = base + "-" + i;
        name.set(suggested);
    }

    private String dataName() {
        String given = data.get();
        for (DatasetInspector.Ready ready : ready())
            if (ready.data().equals(given)) return ready.name();
        String last = Path.of(given).getFileName() == null ? "data" : Path.of(given).getFileName().toString();
        return last.replaceFirst("\\.[^.]*$", "");
    }

    private boolean taken(String candidate) {
        return RunFolder.is(parts.runs().resolve(candidate)) || Files.exists(parts.runs().resolve(candidate));
    }

    private void check() {
        String typed = name.get().strip();
        boolean sound = !typed.isEmpty() && typed.length() <= 80 && !typed.startsWith(".") && !typed.endsWith(".")
                && typed.chars().noneMatch(c -> c < ' ' || "/\\:*?\"<>|".indexOf(c) >= 0);
        nameObjection.set(typed.isEmpty() || sound && !taken(typed)
                ? null
                : Message.of(sound ? "train.new.name.taken" : "train.new.name.unfit", typed));
        boolean settled = offer.get() != null && offer.get().settings().stream().allMatch(each -> objection(each).isEmpty());
        startable.set(settled && kimgWillDo() && sound && nameObjection.get() == null && look.get() instanceof Look.Found);
        int turn = ++estimates;
        if (!startable.get()) {
            estimate.set(Optional.empty());
            shortage.set(Optional.empty());
            return;
        }
        TrainingSpec wanted = spec();
        parts.disk().execute(() -> {
            if (turn != estimates) return;
            // First, for timing the machine takes a while.
            Optional<Message> lacking = parts.estimate().shortage(wanted)
                    .map(shortage -> TrainTexts.shortage("train.new.memory", shortage.arguments()));
            Optional<Duration> found = parts.estimate().of(wanted);
            parts.fx().later(() -> {
                if (turn != estimates) return;
                shortage.set(lacking);
                estimate.set(found);
            });
        });
    }
}
