package meander.app.translate;

import meander.app.Message;

/** A file that is no picture which can be used. */
final class PictureTrouble extends Exception {
    private final transient Message why;

    PictureTrouble(Message why) {
        super(why.key());
        this.why = why;
    }

    /** For a person. */
    Message why() {
        return why;
    }
}
