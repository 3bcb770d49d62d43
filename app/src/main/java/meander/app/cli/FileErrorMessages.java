package meander.app.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the file system says, for a person. */
final class FileErrorMessages {
    private FileErrorMessages() {}

    /** A sentence that names its file, whether it did before or not. */
    static String about(Path file, String sentence) {
        return sentence.contains(file.getFileName().toString()) ? sentence : file + ": " + sentence;
    }

    /** What a file's own reader says, which is a sentence already. */
    static String sentence(IOException e) {
        String words = of(e);
        return words.endsWith(".") ? words : words + ".";
    }

    /** The end of a sentence, without a full stop. */
    static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "permission is denied";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
