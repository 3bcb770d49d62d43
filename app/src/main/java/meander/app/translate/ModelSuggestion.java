package meander.app.translate;

import java.nio.file.Path;

/** A network that comes along. @param name in a person's language */
public record ModelSuggestion(String name, Path file) {}
