package meander.app.translate;

import meander.app.base.Message;

/** A file that is no picture which can be used. */
final class UnusablePictureException extends Exception {
    private final transient Message why;

    UnusablePictureException(Message why) {
        super(why.key());
        this.why = why;
    }

    /** For a person. */
    Message why() {
        return why;
    }
}
