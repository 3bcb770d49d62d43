package meander.models.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;

/**
 * A kind of generator: how to recognise it in a checkpoint and how to build it. Add one by adding a folder under this package
 * and a line to {@code META-INF/services}.
 */
public interface Family {
    /** As its paper calls it, for example {@code StyleGAN2}. */
    String name();

    /** Where it comes from, as a person would look it up; empty for what no paper describes. */
    default String paper() {
        return "";
    }

    /** When it is asked, among all families. */
    default RecognitionOrder order() {
        return RecognitionOrder.BY_NAME;
    }

    /**
     * Looks at names and shapes only.
     *
     * @return empty when the checkpoint is not of this family
     */
    Optional<Candidate> recognise(Checkpoint checkpoint);

    /**
     * As {@link #recognise(Checkpoint)}, for a file that is to be run as it is.
     *
     * @param policy whether it may be run
     * @return empty, except for the families of such files
     */
    default Optional<Candidate> recognise(ForeignModel program, ProgramPolicy policy) {
        return Optional.empty();
    }

    /**
     * Names of tensors by which its files are known, with # in place of numbers, a list for each tool that writes them. Not for recognising
     * a file, but for saying what one that nobody recognises resembles.
     */
    default List<List<String>> hallmarks() {
        return List.of();
    }

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

        /**
         * What of the file the model is made of, in the file's own words, for a file that tells the same; facts from beside the file are
         * among the attributes.
         *
         * @return nothing where nothing opens
         */
        default List<StateDict> original(Map<String, String> answers) {
            return List.of();
        }

        static Candidate of(Function<Map<String, String>, OpenResult> opening,
                Function<Map<String, String>, List<StateDict>> original) {
            return new Candidate() {
                @Override
                public OpenResult open(Map<String, String> answers) {
                    return opening.apply(answers);
                }

                @Override
                public List<StateDict> original(Map<String, String> answers) {
                    return original.apply(answers);
                }
            };
        }

        /** Some of a network's tensors. */
        static StateDict some(StateDict network, Predicate<String> names) {
            SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(network.tensors());
            tensors.keySet().removeIf(names.negate());
            return new StateDict(tensors, network.attributes(), network.modules(), network.className());
        }

        /** A network with facts that its file does not keep. */
        static StateDict told(StateDict network, Map<String, ?> facts) {
            SequencedMap<String, Object> attributes = new LinkedHashMap<>(network.attributes());
            attributes.putAll(facts);
            return new StateDict(network.tensors(), attributes, network.modules(), network.className());
        }
    }
}
