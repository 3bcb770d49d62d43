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
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

import meander.app.Failures;
import meander.app.FxThreads;
import meander.app.Message;
import meander.app.widgets.Numbers;
import meander.training.data.DataSettings.Sides;
import meander.training.recipe.Setting;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEngine.Offer;
import meander.training.run.TrainingSpec;

/** A training that is about to begin: what it learns from, how, for how long, and under which name. */
public final class NewRunViewModel {
    /** Ready lengths, in thousands of images. */
    enum Length {
        SHORT(50), USUAL(300), LONG(1000);

        final int kimg;

        Length(int kimg) {
            this.kimg = kimg;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final double MOST_KIMG = 1e6;

    /** What is known of the data. */
    sealed interface Look {
        /** None was chosen. */
        record None() implements Look {}

        record Looking() implements Look {}

        record Found(DataLook.Summary summary) implements Look {}

        record Refused(Message why) implements Look {}
    }

    /** What this is made of. @param runs the folder that the new run's folder is made in, @param disk where data is looked through */
    record Parts(List<Offer> offers, DataLook look, Function<TrainingSpec, Optional<Duration>> estimate, Path runs, FxThreads fx,
            Executor disk) {}

    private final Parts parts;
    private final ReadOnlyObjectWrapper<String> data = new ReadOnlyObjectWrapper<>(this, "data", "");
    private final ReadOnlyObjectWrapper<Look> look = new ReadOnlyObjectWrapper<>(this, "look", new Look.None());
    private final ObjectProperty<Offer> offer = new SimpleObjectProperty<>(this, "offer");
    private final ObservableMap<String, String> changes = FXCollections.observableHashMap();
    private final StringProperty kimg = new SimpleStringProperty(this, "kimg", Integer.toString(Length.USUAL.kimg));
    private final StringProperty name = new SimpleStringProperty(this, "name", "");
    private final ReadOnlyObjectWrapper<Message> nameObjection = new ReadOnlyObjectWrapper<>(this, "nameObjection");
    private final ReadOnlyObjectWrapper<Optional<Duration>> estimate = new ReadOnlyObjectWrapper<>(this, "estimate",
            Optional.empty());
    private final ReadOnlyBooleanWrapper startable = new ReadOnlyBooleanWrapper(this, "startable");
    private String suggested = "";
    private volatile int looks;
    private volatile int estimates;

    NewRunViewModel(Parts parts) {
        this.parts = parts;
        if (!parts.offers().isEmpty()) offer.set(parts.offers().getFirst());
        offer.addListener((_, before, now) -> {
            changes.clear();
            // Whether there are pairs is of no interest to most.
            if (!data.get().isEmpty() && (before == null || before.sides() != now.sides())) choose(data.get());
            suggest();
            check();
        });
        changes.addListener((javafx.collections.MapChangeListener<String, String>) _ -> check());
        kimg.addListener((_, _, _) -> check());
        name.addListener((_, _, _) -> check());
        check();
    }

    List<Offer> offers() {
        return parts.offers();
    }

    List<DataLook.Ready> ready() {
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
            });
        });
    }

    /** Looks through data. Not on the window's thread. */
    static Look look(DataLook look, String data, Sides sides, BooleanSupplier cancelled) {
        try {
            return new Look.Found(look.look(data, sides, cancelled));
        } catch (IOException e) {
            boolean sentence = e.getClass() == IOException.class && e.getMessage() != null;
            return new Look.Refused(sentence ? Message.said(e.getMessage()) : Failures.message(e));
        } catch (RuntimeException | OutOfMemoryError e) {
            return new Look.Refused(Failures.message(e));
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

    /** The length that is typed, if it is a ready one. */
    Optional<Length> length() {
        OptionalDouble typed = typedKimg();
        for (Length length : Length.values())
            if (typed.isPresent() && typed.getAsDouble() == length.kimg) return Optional.of(length);
        return Optional.empty();
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
        OptionalDouble typed = Numbers.parse(kimg.get());
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
        if (look.get() instanceof Look.Found(DataLook.Summary found)) words.add(Integer.toString(found.height()));
        String base = String.join("-", words).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}._-]+", "-");
        suggested = base;
        for (int i = 2; !suggested.isEmpty() && taken(suggested); i++)
            suggested = base + "-" + i;
        name.set(suggested);
    }

    private String dataName() {
        String given = data.get();
        for (DataLook.Ready ready : ready())
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
            return;
        }
        TrainingSpec wanted = spec();
        parts.disk().execute(() -> {
            if (turn != estimates) return;
            Optional<Duration> found = parts.estimate().apply(wanted);
            parts.fx().later(() -> {
                if (turn == estimates) estimate.set(found);
            });
        });
    }
}
