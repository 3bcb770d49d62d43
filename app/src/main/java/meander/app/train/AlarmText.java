package meander.app.train;

import meander.app.base.Message;

/**
 * Something that a person should know of a training, in plain words.
 *
 * @param at   milliseconds since 1970
 * @param what names it, for example {@code overpowered} or {@code checkpoint}
 */
record AlarmText(long at, long images, Weight weight, String what, Message message) {
    /** How much it matters. */
    enum Weight {
        NEWS, GOOD, CAREFUL, BAD
    }
}
