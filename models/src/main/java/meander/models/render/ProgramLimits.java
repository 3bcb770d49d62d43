package meander.models.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import meander.models.checkpoint.ForeignModel;

/**
 * What a program may take.
 *
 * @param start    until its process is ready and has opened it
 * @param call     for one run with few numbers
 * @param memory   in all, in bytes
 * @param restarts of its process, where that ends
 */
record ProgramLimits(Duration start, Duration call, long memory, int restarts) {
    private static final long MIB = 1 << 20;
    private static final long SLOWEST_DISK = 20 * MIB; // bytes a second
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LEAST_MEMORY = 4L << 30;
    /** A picture of 1024 × 1024 pixels is given two and a half minutes more. */
    private static final long NUMBERS_A_SECOND = 20_000;
    private static final int RESTARTS = 3;

    /** To draw with: a minute and more for more numbers, half of the machine's memory if that is more than 4 GiB, and three restarts. */
    static ProgramLimits drawing(ForeignModel program) {
        return new ProgramLimits(PATIENCE.plus(reading(program)), PATIENCE,
                Math.max(LEAST_MEMORY, machine() / 2) + 4 * size(program), RESTARTS);
    }

    /** Once, to see whether it runs. */
    static ProgramLimits trial(ForeignModel program, Duration patience, long mostMemory) {
        Duration all = patience.plus(reading(program));
        return new ProgramLimits(all, all, mostMemory + 4 * size(program), 0);
    }

    /** How long a run with so many numbers may take. */
    Duration call(long numbers) {
        return call.plusSeconds(numbers / NUMBERS_A_SECOND);
    }

    private static Duration reading(ForeignModel program) {
        return Duration.ofSeconds(size(program) / SLOWEST_DISK);
    }

    private static long size(ForeignModel program) {
        return program.whole().length() + program.apart().stream().mapToLong(each -> each.bytes().length()).sum();
    }

    /** Bytes of memory that the machine has; 0 where the system does not tell. */
    private static long machine() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
