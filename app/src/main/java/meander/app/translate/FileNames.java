package meander.app.translate;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of files say: those of the authors’ programs are all alike, and the folder tells them apart. */
final class FileNames {
    private static final Pattern AUTHORS = Pattern.compile("(?:latest|\\d+)_net_G(?:_?([AB]))?\\.[a-z]+");
    private static final Pattern SECOND = Pattern.compile("(?i)(?:.*[_-])?G?_?B(?:[_.-].*)?");
    private static final Pattern FROM_TO = Pattern.compile("(?i)([a-z][a-z-]*?)(?:2|_to_)([a-z][a-z-]*)(?:_pretrained)?");

    private FileNames() {}

    /** What a person would call the model. */
    static String title(Path file) {
        String name = file.getFileName().toString();
        Path folder = file.toAbsolutePath().getParent();
        if (AUTHORS.matcher(name).matches() && folder != null && folder.getFileName() != null)
            return folder.getFileName().toString();
        return name.replaceFirst("\\.[A-Za-z]+$", "");
    }

    /** Whether it is the half of a pair that leads back. */
    static boolean isSecond(Path file) {
        Matcher authors = AUTHORS.matcher(file.getFileName().toString());
        return authors.matches()
                ? "B".equals(authors.group(1))
                : SECOND.matcher(file.getFileName().toString()).matches();
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
