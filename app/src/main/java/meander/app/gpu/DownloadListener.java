package meander.app.gpu;

import java.util.concurrent.CancellationException;

/** Who waits for long work: told how far it is, asked whether it should stop. */
public interface DownloadListener {
    /** @param share 0 … 1 */
    void progress(double share);

    boolean cancelled();

    /** @throws CancellationException if it should stop */
    default void goOn() {
        if (cancelled()) throw new CancellationException();
    }

    /** For a part of the work. @param from share at which it begins, @param to at which it ends */
    default DownloadListener part(double from, double to) {
        return new DownloadListener() {
            @Override
            public void progress(double share) {
                DownloadListener.this.progress(from + (to - from) * share);
            }

            @Override
            public boolean cancelled() {
                return DownloadListener.this.cancelled();
            }
        };
    }
}
