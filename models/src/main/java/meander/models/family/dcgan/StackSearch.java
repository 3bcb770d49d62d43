package meander.models.family.dcgan;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.IntStream;

import meander.models.family.dcgan.DcganStructure.Choices;

/** All candidates for a stack, weighed by all evidence, the likeliest first. */
final class StackSearch {
    /** A candidate with how likely it is, all adding up to 1. */
    record Ranked(Choices choices, double probability) {}

    private final List<Ranked> ranking;

    /** @param candidates at least one; of equally likely ones, the first stays first */
    StackSearch(List<Choices> candidates, List<StackEvidence> evidence) {
        double[] logs = new double[candidates.size()];
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logs.length; i++) {
            for (StackEvidence each : evidence)
                logs[i] += each.logLikelihood(candidates.get(i));
            most = Math.max(most, logs[i]);
        }
        double sum = 0;
        for (double log : logs)
            sum += Math.exp(log - most);
        double scale = sum;
        double top = most;
        ranking = IntStream.range(0, logs.length).mapToObj(i -> new Ranked(candidates.get(i), Math.exp(logs[i] - top) / scale))
                .sorted(Comparator.comparingDouble((Ranked one) -> -one.probability())).toList();
    }

    List<Ranked> ranking() {
        return ranking;
    }

    Choices best() {
        return ranking.getFirst().choices();
    }

    /** How likely each answer to one question is, whatever the others are; the likeliest first. */
    <T> SequencedMap<T, Double> odds(Function<Choices, T> question) {
        Map<T, Double> sums = new LinkedHashMap<>();
        for (Ranked one : ranking)
            sums.merge(question.apply(one.choices()), one.probability(), Double::sum);
        SequencedMap<T, Double> sorted = new LinkedHashMap<>();
        sums.entrySet().stream().sorted(Map.Entry.<T, Double>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
