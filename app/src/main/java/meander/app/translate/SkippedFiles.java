package meander.app.translate;

import meander.app.base.Message;

/** A picture of a folder that could not be translated. */
public record SkippedFiles(String name, Message why) {}
