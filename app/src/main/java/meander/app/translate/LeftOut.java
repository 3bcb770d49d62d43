package meander.app.translate;

import meander.app.Message;

/** A picture of a folder that could not be translated. */
public record LeftOut(String name, Message why) {}
