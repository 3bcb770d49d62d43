package meander.models.files;

import java.time.Instant;
import java.util.Optional;

/**
 * Which program made something that lies on a disk: its number and when it began, as systems give numbers away again.
 *
 * @param pid     number of the process on this machine
 * @param seconds when it began, since 1970; 0 where the system does not tell
 */
public record ProcessMark(long pid, long seconds) {
    /** The program that this is. */
    public static ProcessMark own() {
        return of(ProcessHandle.current());
    }

    private static ProcessMark of(ProcessHandle process) {
        return new ProcessMark(process.pid(), process.info().startInstant().map(Instant::getEpochSecond).orElse(0L));
    }

    /** Whether that program still runs. */
    public boolean isAlive() {
        Optional<ProcessHandle> there = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return there.isPresent() && (seconds == 0 || of(there.get()).seconds == 0 || of(there.get()).seconds == seconds);
    }

    /** In the upper half of an identifier. */
    long bits() {
        return pid << Integer.SIZE | seconds & 0xffffffffL;
    }

    static ProcessMark ofBits(long bits) {
        return new ProcessMark(bits >>> Integer.SIZE, bits & 0xffffffffL);
    }

    /** For the name of a file. */
    @Override
    public String toString() {
        return pid + "-" + seconds;
    }
}
