package meander.models.family;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import meander.models.request.Control;

/** Finds the network that translates back (Zhu et al., arXiv:1703.10593 §3): beside a file by its name, or in the same file. */
public final class InverseTranslatorFinder {
    /** How people call the two directions. */
    private static final List<List<String>> NAMES = List.of(List.of("G_A", "G_B"), List.of("G_AB", "G_BA"),
            List.of("G_A2B", "G_B2A"), List.of("netG_A", "netG_B"), List.of("A2B", "B2A"), List.of("AtoB", "BtoA"),
            List.of("a2b", "b2a"), List.of("AB", "BA"));

    private InverseTranslatorFinder() {}

    /**
     * The network of the other direction.
     *
     * @param file    where it is
     * @param answers what to say to {@link Families#open} so that it is this one that opens
     */
    public record Reverse(Path file, Map<String, String> answers) {
        public Reverse {
            answers = Map.copyOf(answers);
        }
    }

    /** The file of the other direction beside this one, if it is there: {@code latest_net_G_B.pth} for {@code latest_net_G_A.pth}. */
    public static Optional<Path> of(Path file) {
        return other(file.getFileName().toString()).map(file::resolveSibling).filter(Files::isRegularFile);
    }

    /** The other direction, in the translator's own file or beside it. */
    public static Optional<Reverse> of(Translator translator) {
        Path file = translator.info().file();
        for (Control control : translator.controls())
            if (control instanceof Control.Guess(String id, List<String> options, String chosen, _, _)
                    && id.equals(LoadedTranslator.NETWORK)) {
                Optional<String> other = other(chosen).filter(options::contains);
                if (other.isPresent()) return Optional.of(new Reverse(file, Map.of(id, other.get())));
            }
        return of(file).map(found -> new Reverse(found, Map.of()));
    }

    private static Optional<String> other(String name) {
        for (List<String> pair : NAMES)
            for (int i = 0; i < 2; i++) {
                Matcher found = Pattern.compile("(?<![A-Za-z0-9])" + pair.get(i) + "(?![A-Za-z0-9])").matcher(name);
                if (found.find()) return Optional.of(found.replaceFirst(pair.get(1 - i)));
            }
        return Optional.empty();
    }
}
