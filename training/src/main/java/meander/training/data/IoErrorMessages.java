package meander.training.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Java's file errors often say no more than a path. */
final class IoErrorMessages {
    private IoErrorMessages() {}

    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "access denied";
            case FileSystemLoopException loop -> "a link that leads in a circle";
            case NoSuchFileException missing -> "it leads nowhere";
            case FileAlreadyExistsException there -> "a file of this name is in the way";
            case NotDirectoryException file -> "a file of this name is in the way";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
