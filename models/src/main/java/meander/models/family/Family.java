package meander.models.family;

import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;

/**
 * A kind of generator: how to recognise it in a checkpoint and how to build it. Add one by adding a folder under this package
 * and a line to {@code META-INF/services}.
 */
public interface Family {
    /** As its paper calls it, for example {@code StyleGAN2}. */
    String name();

    /**
     * Looks at names and shapes only.
     *
     * @return empty when the checkpoint is not of this family
     */
    Optional<Candidate> recognise(Checkpoint checkpoint);

    /**
     * Asked when no family recognises a checkpoint: something more helpful to say than that it is unknown, such as that it holds
     * this family's discriminator alone.
     */
    default Optional<Rejected> explain(Checkpoint checkpoint) {
        return Optional.empty();
    }

    /** A checkpoint that this family knows. */
    interface Candidate {
        /**
         * Builds the model.
         *
         * @param answers what a person has said about the file's {@link Control.Guess}es, by id
         * @return the model, or why the tensors do not fit
         */
        OpenResult open(Map<String, String> answers);
    }
}
