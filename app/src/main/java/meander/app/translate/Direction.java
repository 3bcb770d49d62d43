package meander.app.translate;

import java.util.Locale;

/** Which way a pair of networks is gone through (CycleGAN, Zhu et al., arXiv:1703.10593 §3). A network without a partner goes forward only. */
public enum Direction {
    /** A → B. */
    FORWARD,
    /** B → A. */
    BACKWARD,
    /** A → B → A: what comes back should be what went in. */
    CYCLE;

    /** For keys of texts and for the session. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
