package meander.app.translate;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import meander.models.family.LoadedTranslator;
import meander.models.family.Translator;
import meander.models.request.Control;

/** What the names of files say: those of the authors’ programs are all alike, and the folder tells them apart. */
final class NetworkFileNames {
    private static final Pattern AUTHORS = Pattern.compile("(?:latest|\\d+)_net_G(?:_[AB])?\\.[a-z]+");
    private static final Pattern SECOND = Pattern
            .compile("(?<![A-Za-z0-9])(?:(?:net)?G_B(?:2?A)?|[Bb]2[Aa]|BtoA|BA)(?![A-Za-z0-9])");
    private static final Pattern FROM_TO = Pattern.compile("(?i)([a-z][a-z-]*?)(?:2|_to_)([a-z][a-z-]*)(?:_pretrained)?");

    private NetworkFileNames() {}

    /** What a person would call the model. */
    static String title(Path file) {
        String name = file.getFileName().toString();
        Path folder = file.toAbsolutePath().getParent();
        if (AUTHORS.matcher(name).matches() && folder != null && folder.getFileName() != null)
            return folder.getFileName().toString();
        return name.replaceFirst("\\.[A-Za-z]+$", "");
    }

    /** Whether it is the half of a pair that leads back, by its name in its file or that of the file. */
    static boolean isSecond(Translator translator) {
        for (Control control : translator.controls())
            if (control instanceof Control.Guess(String id, _, String chosen, _, _) && id.equals(LoadedTranslator.NETWORK))
                return SECOND.matcher(chosen).find();
        return SECOND.matcher(translator.info().name()).find();
    }

    /** From what to what, where the name says so as in {@code horse2zebra}. */
    static Optional<String> direction(String title, Direction direction) {
        Matcher matcher = FROM_TO.matcher(title);
        if (!matcher.matches()) return Optional.empty();
        String from = matcher.group(1);
        String to = matcher.group(2);
        return Optional.of(switch (direction) {
            case FORWARD -> from + " → " + to;
            case BACKWARD -> to + " → " + from;
            case CYCLE -> from + " → " + to + " → " + from;
        });
    }
}
