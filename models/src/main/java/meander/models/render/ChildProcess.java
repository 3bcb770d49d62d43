package meander.models.render;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import meander.models.process.ChildJvm;

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
        List<String> command = ChildJvm.command(List.of("-Xmx" + heap + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                properties, mainAndArguments);
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
