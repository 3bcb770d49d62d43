package meander.models.family;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import meander.models.checkpoint.Checkpoint;

/**
 * What a network that no family recognises resembles, told by the names of its tensors.
 *
 * @param family   most of whose usual names are there
 * @param network  of the file that has them, for a person; empty if the file is nothing but this network
 * @param shared   usual names that it has, with # in place of numbers
 * @param lacking  usual names that it has not
 * @param unusual  what else it has, with # in place of numbers
 */
record NearestFamily(String family, String network, Set<String> shared, Set<String> lacking, Set<String> unusual) {
    /** Below this share of the usual names, likeness is chance. */
    private static final double LIKE = 0.4;

    /** The nearest relative, if there is one worth naming. */
    static Optional<NearestFamily> of(Checkpoint checkpoint, List<Family> families) {
        return ModuleView.in(checkpoint).stream().flatMap(network -> {
            Set<String> names = network.state().tensors().keySet().stream().map(name -> name.replaceAll("\\d+", "#"))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            return families.stream()
                    .flatMap(family -> family.hallmarks().stream()
                            .map(usual -> new NearestFamily(family.name(), network.name(), common(usual, names, true),
                                    common(usual, names, false), common(names, new LinkedHashSet<>(usual), false))));
        }).filter(kin -> kin.share() >= LIKE).max(Comparator.comparingDouble(NearestFamily::share));
    }

    private static Set<String> common(Iterable<String> names, Set<String> others, boolean there) {
        Set<String> found = new LinkedHashSet<>();
        for (String name : names)
            if (others.contains(name) == there) found.add(name);
        return found;
    }

    private double share() {
        return shared.size() / (double) usual();
    }

    int usual() {
        return shared.size() + lacking.size();
    }

    Stream<String> lines() {
        return Stream.of(
                "Most like: %s%s, %d of whose %d usual names are there".formatted(family,
                        network.isEmpty() ? "" : " (the network \"" + network + "\")", shared.size(), usual()),
                "  lacks: " + (lacking.isEmpty() ? "none of the names, so it is the shapes" : String.join(" ", lacking)),
                "  has besides: " + (unusual.isEmpty() ? "nothing" : String.join(" ", unusual)));
    }
}
