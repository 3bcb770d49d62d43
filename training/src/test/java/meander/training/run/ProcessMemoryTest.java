package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessMemoryTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryOutsideOfTheHeapIsCounted() {
        long before = ProcessMemory.resident().orElseThrow();
        // Filling it with zeros on allocation touches each page.
        ByteBuffer native64 = ByteBuffer.allocateDirect(64 << 20);

        long after = ProcessMemory.resident().orElseThrow();

        assertThat(before).isBetween(20L << 20, 16L << 30);
        assertThat(after - before).isGreaterThan(48L << 20);
        assertThat(native64.get(0)).isZero();
    }

    @Test
    void kilobytesOfTheStatusBecomeBytes() {
        assertThat(ProcessMemory.resident("Name:\tjava\nVmHWM:\t  300 kB\nVmRSS:\t  123456 kB\nThreads:\t9\n"))
                .hasValue(123_456L * 1024);
        assertThat(ProcessMemory.resident("Name:\tjava\n")).isEmpty();
    }
}
