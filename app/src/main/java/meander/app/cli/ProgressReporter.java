package meander.app.cli;

import java.io.PrintStream;
import java.util.Locale;

import meander.models.text.VisibleText;

/** How far the work has come, on standard error: a bar on a terminal, else a line every few seconds. */
final class ProgressReporter implements AutoCloseable {
    private static final long BAR_INTERVAL = 100_000_000L;
    private static final long LINE_INTERVAL = 3_000_000_000L;
    private static final int WIDTH = 30;
    private static final String ERASE_LINE = "\r\u001b[K";
    private final String work;
    private final PrintStream err;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private long last = start;
    private boolean drawn;

    private ProgressReporter(String work, CommandContext context) {
        this.work = work;
        this.err = context.err();
        this.terminal = context.terminal();
    }

    static ProgressReporter of(String work, CommandContext context) {
        return new ProgressReporter(work, context);
    }

    /** Says something now and then; nothing of work that is done at once. @param share done, 0 … 1 */
    void at(double share) {
        long now = System.nanoTime();
        say(now, share, WIDTH, percent(share) + left(now, share));
    }

    /** As {@link #at(double)}, of work that knows more of itself. @param words that take the place of share and time */
    void at(double share, String words) {
        say(System.nanoTime(), share, WIDTH / 3, " " + words);
    }

    /** A line that stays, above the bar. */
    void note(String sentence) {
        if (drawn) eraseLine();
        drawn = false;
        last = 0; // the bar comes back at once
        err.println("meander: " + VisibleText.line(sentence));
    }

    private void say(long now, double share, int width, String words) {
        if (last != 0 && now - last < (terminal ? BAR_INTERVAL : LINE_INTERVAL)) return;
        last = now;
        if (terminal) {
            int full = (int) (Math.clamp(share, 0, 1) * width);
            eraseLine();
            err.print(VisibleText.line(work + " " + "━".repeat(full) + "─".repeat(width - full) + words));
            err.flush();
            drawn = true;
        } else
            err.println(VisibleText.line(work + ":" + words));
    }

    /** Takes the bar away: what stays on the screen are results. */
    @Override
    public void close() {
        if (drawn) eraseLine();
        err.flush();
    }

    private void eraseLine() {
        CommandContext.raw(err).print(ERASE_LINE);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, " %3.0f %%", share * 100);
    }

    private String left(long now, double share) {
        if (share <= 0) return "";
        return ", " + time((now - start) / 1e9 / share * (1 - share)) + " left";
    }

    /** A time as people say it; a dash where nobody knows, and never less than nothing. @param exactly seconds */
    static String time(double exactly) {
        if (!Double.isFinite(exactly)) return "–";
        long seconds = Math.max(0, Math.round(exactly));
        if (seconds < 60) return seconds + " s";
        return seconds < 3600 ? seconds / 60 + " min" : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
