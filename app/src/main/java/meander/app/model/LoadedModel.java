package meander.app.model;

import java.nio.file.Path;
import java.util.Map;

import meander.models.family.Model;

/**
 * A model on the stage.
 *
 * @param file    where it came from
 * @param hash    the file's fingerprint
 * @param answers what a person has said about the file's guesses
 */
public record LoadedModel(Model model, Path file, String hash, Map<String, String> answers) {
    public LoadedModel {
        answers = Map.copyOf(answers);
    }
}
