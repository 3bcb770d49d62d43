package meander.models.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a system keeps a process from what is the user's: files, network, other processes. Such a process is another JVM that runs a class of
 * ours, which runs what a stranger wrote.
 */
public sealed interface Confinement permits LinuxConfinement, MacConfinement, WindowsConfinement, NoConfinement {
    /** What of it holds on this machine. */
    sealed interface Holds {
        /** All of it. */
        record Full() implements Holds {}

        /** Some of it. @param lacking what does not, a part of a sentence */
        record Partial(ConfinementLack lacking) implements Holds {}

        /** Nothing. @param why a part of a sentence */
        record None(ConfinementLack why) implements Holds {}
    }

    /**
     * What is started.
     *
     * @param arguments   of {@code java}: options, the main class, its arguments
     * @param readable    files and folders that it needs beside the Java runtime and the system's libraries, such as the class path
     * @param scratch     an empty folder, where it may make folders and nothing else while it loads
     * @param environment all its variables
     * @param shared      memory that it gets
     * @param memory      that it may take, in bytes
     */
    record Launch(List<String> arguments, List<Path> readable, Path scratch, Map<String, String> environment,
            List<SharedMemory> shared, long memory) {
        public Launch {
            arguments = List.copyOf(arguments);
            readable = List.copyOf(readable);
            environment = Map.copyOf(environment);
            shared = List.copyOf(shared);
        }
    }

    Holds holds();

    /** Memory for a process that this starts. */
    SharedMemory memory() throws IOException;

    /** Starts a JVM. @throws IOException if it cannot be started as {@link #holds} says */
    ConfinedProcess start(Launch launch) throws IOException;

    /**
     * In a process that was started so, once it has loaded all it needs and before it is given what a stranger wrote: gives up what was
     * needed for loading.
     *
     * @param memory that it may still take, in bytes
     */
    void computeOnly(long memory) throws IOException;

    /** What this machine can do; found out by asking the system, without starting anything. */
    static Confinement ofThisSystem() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("linux")) return LinuxConfinement.here();
        if (system.startsWith("windows")) return new WindowsConfinement();
        if (system.startsWith("mac")) return MacConfinement.here();
        return new NoConfinement(ConfinementLack.UNKNOWN_SYSTEM);
    }

    /** None, whatever the system can do. */
    static Confinement none(ConfinementLack why) {
        return new NoConfinement(why);
    }
}
