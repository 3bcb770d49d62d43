package meander.models.family;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import meander.models.request.Control;

/** What the file left open: the answers that a person gave, the controls to answer with, and notes on which answer came from where. */
public final class Assumptions {
    /** Where a guess came from. */
    public enum Source {
        LAYOUT("guessed by the layout"), STATISTICS("told by the running statistics in the file"), SIZES("nothing else fits");

        private final String because;

        Source(String because) {
            this.because = because;
        }
    }

    private final Map<String, String> answers;
    private final Map<String, String> said = new HashMap<>();
    private final List<Control.Guess> controls = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param answers a person's
     * @param file    what the file says about itself; answers by id behind the prefix leave nothing to guess
     * @param prefix  what an answer in the file's own metadata begins with
     */
    public Assumptions(Map<String, String> answers, Map<String, Object> file, String prefix) {
        this.answers = Map.copyOf(answers);
        file.forEach((key, value) -> {
            if (key.startsWith(prefix) && value instanceof String answer) said.put(key.substring(prefix.length()), answer);
        });
    }

    /**
     * The options still open: the one that the file says or a person chose, or all. An answer that is none of them, of another version
     * perhaps, counts for nothing.
     */
    public <T> List<T> open(String id, List<T> options, Function<T, String> label) {
        List<T> stated = labelled(options, label, said.get(id));
        List<T> chosen = stated.isEmpty() ? labelled(options, label, answers.get(id)) : stated;
        return chosen.isEmpty() ? options : chosen;
    }

    private static <T> List<T> labelled(List<T> options, Function<T, String> label, String answer) {
        return options.stream().filter(option -> label.apply(option).equals(answer)).toList();
    }

    /**
     * The answer, or else the guess. It is shown as a control if there is something to choose: not if the file says it.
     *
     * @param what   what is guessed, in a person's words
     * @param source where the guess came from
     */
    public <T> T choose(String id, String what, List<T> options, Function<T, String> label, T guess, Source source) {
        List<T> stated = labelled(options, label, said.get(id));
        if (!stated.isEmpty()) {
            notes.add(what + " " + label.apply(stated.getFirst()) + ": said by the file");
            return stated.getFirst();
        }
        List<T> open = open(id, options, label);
        boolean answered = options.size() > 1 && open.size() == 1;
        T chosen = answered ? open.getFirst() : guess;
        if (options.size() > 1) controls.add(new Control.Guess(id, options.stream().map(label).toList(), label.apply(chosen)));
        notes.add(what + " " + label.apply(chosen) + ": "
                + (answered ? "your choice" : options.size() == 1 ? Source.SIZES.because : source.because));
        return chosen;
    }

    public List<Control.Guess> controls() {
        return List.copyOf(controls);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }
}
