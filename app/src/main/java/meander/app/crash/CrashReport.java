package meander.app.crash;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * What is known of something that went wrong: no pictures, no weights, and no names of folders but those that a message names, in which the
 * person’s own folder is written as {@code ~}.
 *
 * @param when    it happened
 * @param version of Meander
 * @param system  the operating system and the processor
 * @param java    the Java that runs it
 * @param device  where it draws and learns
 * @param thread  on which it happened
 * @param trace   the stack trace
 * @param log     the last lines of the log, oldest first
 */
public record CrashReport(Instant when, String version, String system, String java, String device, String thread, String trace,
        List<String> log) {
    private static final DateTimeFormatter IN_NAMES = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss")
            .withZone(ZoneOffset.UTC);

    public CrashReport {
        log = List.copyOf(log);
    }

    /** Of this machine. */
    static CrashReport of(Instant when, String version, String device, Thread thread, Throwable thrown, List<String> log) {
        String home = System.getProperty("user.home");
        return new CrashReport(when, version,
                property("os.name") + " " + property("os.version") + ", " + property("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " cores, " + Runtime.getRuntime().maxMemory() / (1 << 20)
                        + " MiB for Java",
                property("java.vendor") + " " + property("java.runtime.version"), device, thread.getName(),
                withoutHome(trace(thrown), home), log.stream().map(line -> withoutHome(line, home)).toList());
    }

    /** The name of its file. */
    String fileName() {
        return "report-" + IN_NAMES.format(when) + ".txt";
    }

    /** As a person reads it and sends it; in English, as whoever mends it reads. */
    public String text() {
        StringBuilder text = new StringBuilder("Meander " + version + ", a report of something that went wrong\n\n");
        line(text, "When", when.toString());
        line(text, "System", system);
        line(text, "Java", java);
        line(text, "Device", device);
        line(text, "Thread", thread);
        text.append('\n').append(trace.stripTrailing()).append("\n\nLast lines of the log\n");
        if (log.isEmpty()) text.append("(none)\n");
        log.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    static String withoutHome(String text, String home) {
        // A home such as / would take every slash with it.
        return home == null || Path.of(home).getNameCount() == 0 ? text : text.replace(home, "~");
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-8s%s%n".formatted(name, value));
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }
}
