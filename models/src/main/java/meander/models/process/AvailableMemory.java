package meander.models.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much memory this process could still take before the system would have to end something. */
public final class AvailableMemory {
    private static final Pattern AVAILABLE = Pattern.compile("^MemAvailable:\\s+(\\d{1,15}) kB$", Pattern.MULTILINE);
    private static final Pattern FILES = Pattern.compile("^inactive_file (\\d{1,18})$", Pattern.MULTILINE);
    /** A limit that nobody set is as large as a number gets. */
    private static final long NO_LIMIT = 1L << 60;

    private AvailableMemory() {}

    /** Bytes that Linux could give: what the machine has left, and the control groups, containers above all, that this process is in; empty on other systems. */
    public static OptionalLong bytes() {
        return bytes(Path.of("/"));
    }

    /** @param root of the file system, for tests */
    static OptionalLong bytes(Path root) {
        OptionalLong machine = number(AVAILABLE, read(root.resolve("proc/meminfo")), 1024);
        if (machine.isEmpty()) return machine;
        return Stream.concat(Stream.of(machine.getAsLong()), groups(root)).mapToLong(Long::longValue).min();
    }

    /** What is left in each group, from the innermost outwards: a limit above binds as well. */
    private static Stream<Long> groups(Path root) {
        return read(root.resolve("proc/self/cgroup")).lines().flatMap(line -> {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) return Stream.empty();
            if (parts[1].isEmpty()) return left(root.resolve("sys/fs/cgroup"), parts[2], "memory.max", "memory.current");
            if (!List.of(parts[1].split(",")).contains("memory")) return Stream.empty();
            return left(root.resolve("sys/fs/cgroup/memory"), parts[2], "memory.limit_in_bytes", "memory.usage_in_bytes");
        });
    }

    private static Stream<Long> left(Path hierarchy, String group, String limit, String usage) {
        Stream.Builder<Long> found = Stream.builder();
        Path inside = Path.of(group.startsWith("/") ? group.substring(1) : group).normalize();
        for (Path at = hierarchy.resolve(inside); at != null && at.startsWith(hierarchy); at = at.getParent()) {
            OptionalLong most = number(read(at.resolve(limit)));
            OptionalLong used = number(read(at.resolve(usage)));
            if (most.isEmpty() || used.isEmpty() || most.getAsLong() >= NO_LIMIT) continue;
            // Pages of files that nobody has used for a while count as used, and are given back.
            long idle = number(FILES, read(at.resolve("memory.stat")), 1).orElse(0);
            found.add(Math.max(0, most.getAsLong() - Math.max(0, used.getAsLong() - idle)));
        }
        return found.build();
    }

    private static OptionalLong number(String text) {
        String plain = text.strip();
        return plain.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(plain)) : OptionalLong.empty();
    }

    private static OptionalLong number(Pattern pattern, String text, long unit) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) * unit) : OptionalLong.empty();
    }

    /** Empty where there is no such file. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
