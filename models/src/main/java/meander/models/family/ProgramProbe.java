package meander.models.family;

import java.util.List;
import java.util.Map;

import meander.models.checkpoint.ForeignModel;
import meander.models.process.Confinement;
import meander.models.text.Phrase;

/** Runs a program once where it can do no harm, as far as {@link #holds} says. */
@FunctionalInterface
public interface ProgramProbe {
    /** What came of it. */
    sealed interface Outcome {
        /**
         * It ran.
         *
         * @param program  with inputs whose shapes are known
         * @param outputs  what it gave
         * @param multiple sides of pictures must be multiples of this; 1 where there are none
         * @param side     of the picture that it was given, in pixels; 0 where there was none
         */
        record Ran(ForeignModel program, List<Given> outputs, int multiple, int side) implements Outcome {
            public Ran {
                outputs = List.copyOf(outputs);
            }
        }

        /** It did not. @param what happened, a part of a sentence */
        record Failed(Phrase what) implements Outcome {}
    }

    /** An output with its least and largest number. */
    record Given(String name, List<Integer> dims, double least, double largest) {
        public Given {
            dims = List.copyOf(dims);
        }
    }

    /** What keeps it from harm; all of it unless an implementation knows better. */
    default Confinement.Holds holds() {
        return new Confinement.Holds.Full();
    }

    /** @param answers to the program's guesses */
    Outcome run(ForeignModel program, Map<String, String> answers);
}
