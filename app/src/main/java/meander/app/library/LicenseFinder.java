package meander.app.library;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import meander.app.base.Message;
import meander.app.library.ModelDetails.Licence;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;

/** What is said about a model's licence: in its file, in a model card beside it, or in the licence that lies beside it. */
final class LicenseFinder {
    /** A licence's whole text is for reading elsewhere. */
    private static final int MOST = 240;
    private static final int CARD_LINES = 200;
    private static final String CARD = "README.md";
    private static final List<String> TEXTS = List.of("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt",
            "COPYING");

    private LicenseFinder() {}

    static Optional<Licence> of(Path file, Checkpoint checkpoint) {
        return of(file,
                Stream.concat(checkpoint.networks().values().stream().map(network -> (Map<String, Object>) network.attributes()),
                        Stream.of(checkpoint.facts())));
    }

    static Optional<Licence> of(Path file, ForeignModel program) {
        return of(file, Stream.of(program.facts()));
    }

    private static Optional<Licence> of(Path file, Stream<? extends Map<String, ?>> told) {
        return told.flatMap(facts -> facts.entrySet().stream())
                .filter(fact -> names(fact.getKey()) && fact.getValue() instanceof String text && !text.isBlank())
                .map(fact -> new Licence(brief((String) fact.getValue()), Message.of("library.licence.file"))).findFirst()
                .or(() -> card(file.resolveSibling(CARD))).or(() -> beside(file));
    }

    private static boolean names(String key) {
        String last = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return last.equals("license") || last.equals("licence");
    }

    /** The line {@code license:} of the YAML that a model card begins with. */
    private static Optional<Licence> card(Path card) {
        if (!Files.isRegularFile(card)) return Optional.empty();
        try (BufferedReader lines = Files.newBufferedReader(card)) {
            if (!"---".equals(lines.readLine())) return Optional.empty();
            String line = lines.readLine();
            for (int read = 0; line != null && !line.equals("---") && read < CARD_LINES; read++) {
                if (line.startsWith("license:") && !line.substring(8).isBlank())
                    return Optional.of(new Licence(brief(line.substring(8)), Message.of("library.licence.card", CARD)));
                line = lines.readLine();
            }
        } catch (IOException e) {
            unread(card, e);
        }
        return Optional.empty();
    }

    private static Optional<Licence> beside(Path file) {
        for (String name : TEXTS) {
            Path text = file.resolveSibling(name);
            if (!Files.isRegularFile(text)) continue;
            try (Stream<String> lines = Files.lines(text)) {
                return lines.filter(line -> !line.isBlank()).findFirst()
                        .map(line -> new Licence(brief(line), Message.of("library.licence.card", name)));
            } catch (IOException | java.io.UncheckedIOException e) {
                unread(text, e);
            }
        }
        return Optional.empty();
    }

    private static void unread(Path file, Exception why) {
        System.Logger.Level level = why instanceof MalformedInputException ? System.Logger.Level.DEBUG : System.Logger.Level.INFO;
        System.getLogger(LicenseFinder.class.getName()).log(level, file + " cannot be read: " + why);
    }

    private static String brief(String text) {
        String line = text.strip().replaceAll("\\s+", " ").replaceAll("^[\"']|[\"']$", "");
        return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
    }
}
