package meander.models.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {
    private static final long MB = 1 << 20;

    @TempDir
    private Path root;

    private void file(String name, String content) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), content);
    }

    @Test
    void isWhatTheMachineHasLeft() throws IOException {
        file("proc/meminfo", "MemTotal:       24000000 kB\nMemFree:          100 kB\nMemAvailable:   2048000 kB\n");
        assertThat(AvailableMemory.bytes(root)).hasValue(2000 * MB);
    }

    @Test
    void isNoMoreThanAnyGroupAboveLeaves() throws IOException {
        file("proc/meminfo", "MemAvailable:   2048000 kB\n");
        file("proc/self/cgroup", "0::/outer/inner\n");
        file("sys/fs/cgroup/outer/inner/memory.max", "max\n");
        file("sys/fs/cgroup/outer/inner/memory.current", "5\n");
        file("sys/fs/cgroup/outer/memory.max", 512 * MB + "\n");
        file("sys/fs/cgroup/outer/memory.current", 300 * MB + "\n");
        file("sys/fs/cgroup/outer/memory.stat", "anon 1\ninactive_file " + 100 * MB + "\nactive_file 7\n");
        assertThat(AvailableMemory.bytes(root)).hasValue(312 * MB);
    }

    @Test
    void knowsTheOlderKindOfGroupsAndLimitsThatAreNone() throws IOException {
        file("proc/meminfo", "MemAvailable:   2048000 kB\n");
        file("proc/self/cgroup", "4:cpu:/\n3:memory:/box\n");
        file("sys/fs/cgroup/memory/box/memory.limit_in_bytes", 100 * MB + "\n");
        file("sys/fs/cgroup/memory/box/memory.usage_in_bytes", 60 * MB + "\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1\n");
        assertThat(AvailableMemory.bytes(root)).hasValue(40 * MB);
    }

    @Test
    void isUnknownElsewhere() {
        assertThat(AvailableMemory.bytes(root)).isEmpty();
    }
}
