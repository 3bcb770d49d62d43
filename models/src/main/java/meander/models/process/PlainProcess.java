package meander.models.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A process as Java starts it. */
final class PlainProcess implements ConfinedProcess {
    private final Process process;
    private final Complaints complaints;
    private final Runnable ended;

    /**
     * Starts it.
     *
     * @param before what comes before {@code java} on its command line
     * @param kept   variables of this process that it keeps, where there are such
     * @param ended  run when it is closed
     */
    PlainProcess(List<String> before, Confinement.Launch launch, List<String> kept, Runnable ended) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(ConfinedProcess.java().toString());
        command.addAll(launch.arguments());
        command.add(STANDARD_OUTPUT);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(Path.of(System.getProperty("java.home")).toFile());
        builder.environment().keySet().retainAll(kept);
        builder.environment().putAll(launch.environment());
        process = builder.start();
        complaints = new Complaints(process.getErrorStream());
        this.ended = ended;
    }

    /** As the last argument of a process: its replies go to its standard output. */
    static final String STANDARD_OUTPUT = "-";

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OutputStream commands() {
        return process.getOutputStream();
    }

    @Override
    public InputStream replies() {
        return process.getInputStream();
    }

    @Override
    public String complaints() {
        return complaints.said();
    }

    @Override
    public OptionalInt status() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        ended.run();
    }
}
