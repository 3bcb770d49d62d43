package meander.app.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import meander.models.text.VisibleText;
import java.util.logging.SimpleFormatter;

/** Remembers the last lines of the log, for a report. */
public final class LogTail extends Handler {
    /** How many. */
    public static final int KEPT = 50;
    private static final int LONGEST = 500;

    /** Held, or its level would be forgotten with it. */
    private static final Logger OURS = Logger.getLogger("meander");

    private final Formatter formatter = new SimpleFormatter();
    private final Deque<String> lines = new ArrayDeque<>();

    public LogTail() {
        setLevel(Level.ALL);
    }

    /** Lines of this program from now on, and those of libraries that are as grave as what is shown; what is shown stays the same. */
    public static LogTail listening() {
        LogTail lines = new LogTail();
        Logger all = Logger.getLogger("");
        for (Handler shown : all.getHandlers())
            shown.setLevel(all.getLevel());
        all.addHandler(lines);
        OURS.setLevel(Level.INFO);
        return lines;
    }

    @Override
    public synchronized void publish(LogRecord record) {
        String said = formatter.formatMessage(record);
        String line = "%1$tF %1$tT %2$s %3$s: %4$s".formatted(record.getMillis(), record.getLevel(), record.getLoggerName(),
                said.length() > LONGEST ? said.substring(0, LONGEST) + " …" : said);
        lines.addLast(VisibleText.line(record.getThrown() == null ? line : line + " (" + record.getThrown() + ")"));
        if (lines.size() > KEPT) lines.removeFirst();
    }

    /** Oldest first. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
