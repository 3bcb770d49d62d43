package meander.app.base;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Exceptions in words. */
public final class ErrorMessages {
    private ErrorMessages() {}

    /** What an exception that a file or a machine caused means for a person. */
    public static Message message(Throwable thrown) {
        return switch (thrown) {
            case GpuPackageException e -> e.said();
            case NoSuchFileException e -> Message.of("failure.missing", e.getFile());
            case AccessDeniedException e -> Message.of("failure.denied", e.getFile());
            case FileSystemException e -> Message.of("failure.file", String.valueOf(e.getFile()), String.valueOf(e.getReason()));
            case OutOfMemoryError _ -> Message.of("failure.memory");
            default -> Message.of("failure.other",
                    thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage());
        };
    }
}
