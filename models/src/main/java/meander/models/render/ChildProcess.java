package meander.models.render;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM like this one for what may end badly: natives that crash, programs of strangers. It ends at a limit of time or, on Linux, of memory
 * that it really holds.
 *
 * @param patience   how long it may take
 * @param heap       of Java, in MiB
 * @param mostMemory in all, in bytes
 */
record ChildProcess(Duration patience, long heap, long mostMemory) {
    private static final int MOST_SAID = 1 << 16;
    private static final int LOOK_MILLIS = 50;
    private static final int KIB = 1024;
    /**
     * Where engines find their natives, as an installed Meander has them unpacked where no class path leads; and that DJL neither looks for
     * others nor tells anybody that it was started.
     */
    private static final List<String> PASSED_ON = List.of("onnxruntime.native.path", "PYTORCH_LIBRARY_PATH", "DJL_OFFLINE",
            "OPT_OUT_TRACKING");

    /** How it ended. */
    sealed interface Outcome {
        /**
         * By itself.
         *
         * @param said       on its standard output, as far as anybody wants to know
         * @param complained on its standard error, likewise
         */
        record Ended(int status, String said, String complained) implements Outcome {}

        record TookTooLong() implements Outcome {}

        record TookTooMuch() implements Outcome {}

        /** Or could not be watched. */
        record DidNotStart(String why) implements Outcome {}
    }

    /** Runs the main method of a class and waits for its end. */
    Outcome run(List<String> mainAndArguments) {
        return run(mainAndArguments, Map.of());
    }

    /** @param properties system properties of that JVM, which win over those that this one passes on */
    Outcome run(List<String> mainAndArguments, Map<String, String> properties) {
        Path java = Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "--enable-native-access=ALL-UNNAMED", "-Xmx" + heap + "m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        Map<String, String> set = passedOn();
        set.putAll(properties);
        set.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(mainAndArguments);
        Process process = null;
        try {
            process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            return watched(process);
        } catch (IOException e) {
            return new Outcome.DidNotStart(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.DidNotStart("it was called off");
        } finally {
            if (process != null) process.destroyForcibly();
        }
    }

    /** System properties of this JVM that another one needs as well. */
    static Map<String, String> passedOn() {
        Map<String, String> set = new HashMap<>();
        for (String name : PASSED_ON)
            if (System.getProperty(name) != null) set.put(name, System.getProperty(name));
        return set;
    }

    private Outcome watched(Process process) throws InterruptedException {
        StringBuilder said = new StringBuilder();
        StringBuilder complained = new StringBuilder();
        Thread listener = Thread.ofVirtual().start(() -> listen(process.getInputStream(), said));
        Thread complaints = Thread.ofVirtual().start(() -> listen(process.getErrorStream(), complained));
        long end = System.nanoTime() + patience.toNanos();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() > end) return new Outcome.TookTooLong();
            if (held(process) > mostMemory) return new Outcome.TookTooMuch();
        }
        listener.join();
        complaints.join();
        return new Outcome.Ended(process.exitValue(), said.toString(), complained.toString());
    }

    private static void listen(InputStream out, StringBuilder said) {
        byte[] part = new byte[1 << 12];
        try (out) {
            for (int count = out.read(part); count >= 0; count = out.read(part))
                if (said.length() < MOST_SAID) said.append(new String(part, 0, count, StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Its end says more.
        }
    }

    /** Bytes in memory; 0 where the system does not tell. */
    private static long held(Process process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            if (!Files.isReadable(status)) return 0;
            return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB).findFirst().orElse(0);
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }
}
