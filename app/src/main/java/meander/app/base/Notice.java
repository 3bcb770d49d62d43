package meander.app.base;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Something that concerns the whole window, as the banner below the top bar says it.
 *
 * @param what   happened
 * @param why    and what would help
 * @param copy   what the copy button copies; empty for what is no fault, which offers the settings instead
 * @param folder what the folder button opens, if there is a file to be seen
 */
public record Notice(Message what, Message why, String copy, Optional<Path> folder) {}
