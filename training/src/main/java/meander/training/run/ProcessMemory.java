package meander.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of this process as a task manager shows it: Java's heap and everything that native libraries hold. */
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d{1,15}) kB$", Pattern.MULTILINE);

    private ProcessMemory() {}

    /** Resident bytes; empty where the system has no {@code /proc}, as Windows and macOS. */
    public static OptionalLong resident() {
        try {
            return resident(Files.readString(STATUS));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong resident(String status) {
        Matcher matcher = RESIDENT.matcher(status);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) << 10) : OptionalLong.empty();
    }
}
