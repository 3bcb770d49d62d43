package meander.app.train;

import java.util.Locale;

/** How a training stands. */
enum RunState {
    /** Begun, but before its first step. */
    PREPARING, RUNNING, PAUSED, FINISHED,
    /** Ended by a person before it was finished. */
    STOPPED,
    /** Ended by itself, and said why. */
    FAILED,
    /** Ended without a word: the machine or the program went down. */
    CRASHED,
    /** Goes on in another program, where it can be paused and stopped. */
    ELSEWHERE,
    /** Its files say nothing that can be shown. */
    BROKEN;

    /** For keys of texts. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it goes on in this window. */
    boolean live() {
        return this == PREPARING || this == RUNNING || this == PAUSED;
    }

    /** Whether it goes on, here or elsewhere. */
    boolean goesOn() {
        return live() || this == ELSEWHERE;
    }

    /** Whether it can go on from its last checkpoint. */
    boolean resumable() {
        return this == STOPPED || this == FAILED || this == CRASHED;
    }
}
