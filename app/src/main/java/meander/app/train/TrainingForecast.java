package meander.app.train;

import java.time.Duration;
import java.util.Optional;

import meander.training.run.DurationPreset;
import meander.training.run.MemoryShortage;
import meander.training.run.TrainingSpec;

/** How long a training would take on this machine, and how to make it last about as long as a person likes. Not for the window's thread. */
@FunctionalInterface
public interface TrainingForecast {
    /** Empty where that is not known, or data and settings do not go together. */
    Optional<Duration> of(TrainingSpec spec);

    /** What speaks against it, where this machine has too little memory for it; empty where it has enough, or that is not known. */
    default Optional<MemoryShortage> shortage(TrainingSpec spec) {
        return Optional.empty();
    }

    /** The same training with pictures and networks of such a size, and of such a length, that it takes about that long; empty where that is not known. */
    default Optional<TrainingSpec> fitted(DurationPreset preset, TrainingSpec spec) {
        return Optional.empty();
    }
}
