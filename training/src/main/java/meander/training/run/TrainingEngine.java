package meander.training.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import meander.training.data.DataSettings.Sides;
import meander.training.recipe.Monitoring;
import meander.training.recipe.Setting;

/** What can train: the recipes there are, and runs of them. */
public interface TrainingEngine {
    /**
     * A recipe, as a person chooses it.
     *
     * @param name     for example {@code stylegan2}
     * @param title    for example {@code StyleGAN2}
     * @param paper    where it comes from
     * @param settings what can be changed
     * @param sides    whether it learns from data of two sides
     * @param monitoring what is measured and shown while it trains
     */
    record Offer(String name, String title, String paper, List<Setting> settings, Sides sides, Monitoring monitoring) {
        public Offer {
            settings = List.copyOf(settings);
        }

        /** Of a recipe that learns from any pictures. */
        public Offer(String name, String title, String paper, List<Setting> settings) {
            this(name, title, paper, settings, Sides.NONE, Monitoring.STANDARD);
        }
    }

    List<Offer> offers();

    /** The recipe of a name, if there is one. */
    default Optional<Offer> offer(String recipe) {
        return offers().stream().filter(offer -> offer.name().equals(recipe)).findFirst();
    }

    /** What a recipe has measured and shown; what any may have, where it is not known here. */
    default Monitoring monitoring(String recipe) {
        return offer(recipe).map(Offer::monitoring).orElse(Monitoring.STANDARD);
    }

    /** Whether what it computes with is installed. */
    default boolean isComplete() {
        return true;
    }

    /**
     * Starts a run on a thread of its own.
     *
     * @param folder   of the run; made, and refused if it holds a run already
     * @param listener called on the run's thread, never after {@link TrainingEvent.Ended}
     */
    TrainingRun start(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener);

    /** Goes on from the last checkpoint, with the same numbers as if it had never stopped. @param spec may ask for more pictures, or have other settings of which the networks' shapes do not depend */
    TrainingRun resume(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener);
}
