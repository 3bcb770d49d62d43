package meander.app.translate;

import java.nio.file.Path;

import meander.models.family.Translator;

/** A network that translates one way. @param hash the file’s fingerprint */
public record LoadedDirection(Translator translator, Path file, String hash) {}
