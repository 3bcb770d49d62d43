package meander.app.train;

import meander.app.Message;

/**
 * Something that a person should know of a training, in plain words.
 *
 * @param at   milliseconds since 1970
 * @param what names it, for example {@code overpowered} or {@code checkpoint}
 */
record Alarm(long at, long images, Weight weight, String what, Message message) {
    /** How much it matters. */
    enum Weight {
        NEWS, GOOD, CAREFUL, BAD
    }
}
