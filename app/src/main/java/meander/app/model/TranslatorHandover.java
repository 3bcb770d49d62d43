package meander.app.model;

import java.nio.file.Path;
import java.util.Map;

import meander.models.family.Translator;

/**
 * A network that was opened here but draws from pictures.
 *
 * @param hash    the file's fingerprint
 * @param answers what a person has said about the file's guesses
 */
public record TranslatorHandover(Translator translator, Path file, String hash, Map<String, String> answers) {}
