package meander.app;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

import meander.app.gpu.GpuTrouble;

/** Exceptions in words. */
public final class Failures {
    private Failures() {}

    /** What an exception that a file or a machine caused means for a person. */
    public static Message message(Throwable thrown) {
        return switch (thrown) {
            case GpuTrouble e -> e.said();
            case NoSuchFileException e -> Message.of("failure.missing", e.getFile());
            case AccessDeniedException e -> Message.of("failure.denied", e.getFile());
            case FileSystemException e -> Message.of("failure.file", String.valueOf(e.getFile()), String.valueOf(e.getReason()));
            case OutOfMemoryError _ -> Message.of("failure.memory");
            default -> Message.of("failure.other",
                    thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage());
        };
    }
}
