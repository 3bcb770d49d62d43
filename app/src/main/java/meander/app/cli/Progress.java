package meander.app.cli;

import java.io.PrintStream;
import java.util.Locale;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far the work has come, on standard error: a bar on a terminal, else a line every few seconds. */
sealed interface Progress extends AutoCloseable {
    /** @param share done, 0 … 1 */
    void at(double share);

    @Override
    void close();

    static Progress of(String work, Context context) {
        return context.terminal() ? new Bar(work, context.err()) : new Lines(work, context.err(), System.nanoTime());
    }

    /** A bar with the time that is left. */
    final class Bar implements Progress {
        private static final int PARTS = 1000;
        private static final int WIDTH = 79;
        private static final String ERASE = "\r\u001b[K";
        private final PrintStream err;
        private final ProgressBar bar;

        private Bar(String work, PrintStream err) {
            this.err = err;
            // A consumer of our own: the library's asks the terminal for its width through another library.
            bar = new ProgressBarBuilder().setTaskName(work)
                    .setInitialMax(PARTS)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .hideEta()
                    .setUpdateIntervalMillis(100)
                    .setConsumer(new DelegatingProgressBarConsumer(line -> err.print("\r" + line),
                            WIDTH))
                    .build();
        }

        @Override
        public void at(double share) {
            bar.stepTo(Math.round(share * PARTS));
        }

        @Override
        public void close() {
            bar.close();
            err.print(ERASE);
            err.flush();
        }
    }

    /** A line now and then; none for work that is done sooner. */
    final class Lines implements Progress {
        private static final long INTERVAL = 3_000_000_000L;
        private final String work;
        private final PrintStream err;
        private long last;

        private Lines(String work, PrintStream err, long now) {
            this.work = work;
            this.err = err;
            this.last = now;
        }

        @Override
        public void at(double share) {
            if (System.nanoTime() - last < INTERVAL)
                return;
            last = System.nanoTime();
            err.println(String.format(Locale.ROOT, "%s: %.0f %%", work, share * 100));
        }

        @Override
        public void close() {}
    }
}
