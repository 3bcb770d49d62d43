package meander.models.family;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;

/** One tool's way to write the networks of a family, whose definition knows but one. */
public interface Dialect {
    /** The generator, where a file holds one that is written so. Looks at names and shapes only. */
    Optional<Reading> recognise(Checkpoint checkpoint);

    /**
     * A generator that was found.
     *
     * @param original    what is read of the file
     * @param translation to the names, layouts and units of the family's definition; takes the list to which notes are added
     */
    record Reading(List<StateDict> original, Function<List<String>, StateDict> translation) {
        public Reading {
            original = List.copyOf(original);
        }

        /** One that reads a single network. */
        public static Reading of(StateDict network, Function<List<String>, StateDict> translation) {
            return new Reading(List.of(network), translation);
        }

        /**
         * Its tensors in the names, layouts and units of the family's definition.
         *
         * @param notes where the numbers came from is added here
         * @throws IllegalArgumentException if a tensor is no such thing, with its name
         */
        public StateDict read(List<String> notes) {
            return translation.apply(notes);
        }
    }

    /** The first of several dialects in which a file is written. */
    static Optional<Reading> first(List<Dialect> dialects, Checkpoint checkpoint) {
        return dialects.stream().flatMap(dialect -> dialect.recognise(checkpoint).stream()).findFirst();
    }

    /** The likeliest generator of a file that holds all of some tensors. */
    static Optional<StateDict> network(Checkpoint checkpoint, String... tensors) {
        return ModuleView.generators(checkpoint).stream().filter(view -> Stream.of(tensors).allMatch(view::holds))
                .map(ModuleView::state).findFirst();
    }
}
