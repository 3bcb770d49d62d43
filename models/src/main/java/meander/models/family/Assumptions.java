package meander.models.family;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

import meander.models.request.Control;

/** What the file left open: the answers that a person gave, the controls to answer with, and notes on which answer came from where. */
public final class Assumptions {
    /** Where a guess came from. */
    public enum Source {
        LAYOUT("guessed by the layout"), STATISTICS("told by the running statistics in the file"), COLUMNS(
                "told by how large the first layer's weights are"), SIZES("nothing else fits");

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

    /**
     * What the file says or a person answered, though it be none of the options; empty if neither, or if it is not understood.
     *
     * @param parse reads an answer
     */
    public <T> Optional<T> answer(String id, Function<String, Optional<T>> parse) {
        return Optional.ofNullable(said.get(id)).flatMap(parse).or(() -> Optional.ofNullable(answers.get(id)).flatMap(parse));
    }

    /**
     * The answer, or else the likeliest of several options that were weighed. Any answer counts that can be read.
     *
     * @param what   what is guessed, in a person's words
     * @param odds   how likely each option is, the likeliest first
     * @param parse  reads an answer
     * @param source where the likeliest one came from
     * @param shown  whether it is worth asking a person
     */
    public <T> T choose(String id, String what, SequencedMap<T, Double> odds, Function<T, String> label,
            Function<String, Optional<T>> parse, Source source, boolean shown) {
        Optional<T> stated = Optional.ofNullable(said.get(id)).flatMap(parse);
        if (stated.isPresent()) {
            notes.add(what + " " + label.apply(stated.get()) + ": said by the file");
            return stated.get();
        }
        String given = answers.get(id);
        Optional<T> answered = Optional.ofNullable(given).flatMap(parse);
        T chosen = answered.orElseGet(() -> odds.firstEntry().getKey());
        List<String> options = new ArrayList<>(odds.keySet().stream().map(label).toList());
        List<Double> weights = new ArrayList<>(odds.values());
        if (!options.contains(label.apply(chosen))) {
            options.add(label.apply(chosen));
            weights.add(0.0);
        }
        boolean own = answered.isPresent() && !label.apply(chosen).equals(given);
        if (!shown && answered.isEmpty()) {
            // It can be said all the same, and stands where answers are listed.
            controls.add(new Control.Guess(id, options, label.apply(chosen)));
            return chosen;
        }
        if (options.size() > 1 || answered.isPresent())
            controls.add(new Control.Guess(id, options, label.apply(chosen), answered.isPresent() ? List.of() : weights,
                    own ? given : ""));
        String because = answered.isPresent() ? "your choice" : options.size() == 1 ? Source.SIZES.because : source.because;
        notes.add(what + " " + label.apply(chosen) + ": " + because);
        return chosen;
    }

    public List<Control.Guess> controls() {
        return List.copyOf(controls);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }
}
