package meander.app.train;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.FxThreads;
import meander.training.data.DataSettings.Sides;
import meander.training.run.TrainingSpec;

/** What the run that is looked at learns from. Data that was found is not looked through twice. */
final class RunDataset {
    private final DatasetInspector inspector;
    private final FxThreads fx;
    private final Executor disk;
    private final BooleanSupplier closed;
    private final ReadOnlyObjectWrapper<NewRunViewModel.Look> data = new ReadOnlyObjectWrapper<>(this, "data",
            new NewRunViewModel.Look.None());
    private final Map<String, NewRunViewModel.Look> looks = new HashMap<>();
    private String wanted = "";

    RunDataset(TrainViewModel.Parts parts, BooleanSupplier closed) {
        this.inspector = parts.look();
        this.fx = parts.fx();
        this.disk = parts.disk();
        this.closed = closed;
    }

    ReadOnlyObjectProperty<NewRunViewModel.Look> data() {
        return data.getReadOnlyProperty();
    }

    /** Remembers what a person has seen already. */
    void remember(String source, Sides sides, NewRunViewModel.Look look) {
        looks.put(key(source, sides), look);
    }

    private static String key(String source, Sides sides) {
        return sides + " " + source;
    }

    /** Looks through the data of a run, elsewhere. */
    void look(TrainingSpec spec, Sides sides) {
        String source = spec.data();
        wanted = source;
        NewRunViewModel.Look known = looks.get(key(source, sides));
        data.set(known == null ? new NewRunViewModel.Look.Looking() : known);
        if (known != null) return;
        disk.execute(() -> {
            NewRunViewModel.Look found = NewRunViewModel.look(inspector, source, sides, closed);
            fx.later(() -> {
                // What is not there now may be there another time.
                if (found instanceof NewRunViewModel.Look.Found) remember(source, sides, found);
                if (wanted.equals(source)) data.set(found);
            });
        });
    }
}
