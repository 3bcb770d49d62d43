package meander.app.base;

/**
 * Something that is not done unasked, as the banner above the stage puts it.
 *
 * @param what   was wanted, or happened
 * @param why    it was not done
 * @param action what the button says
 * @param accept does it; on the window's thread
 */
public record Question(Message what, Message why, Message action, Runnable accept) {}
