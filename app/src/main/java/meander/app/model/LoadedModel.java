package meander.app.model;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

import meander.models.family.Model;
import meander.models.family.ModelInfo;

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

    /** What it is, in one line that needs no language. */
    public String line() {
        ModelInfo info = model.info();
        String size = info.width() == info.height() ? info.width() + " px" : info.width() + "×" + info.height() + " px";
        double parameters = info.parameters();
        String weight = parameters >= 1e6
                ? String.format(Locale.ROOT, "%.1f M", parameters / 1e6)
                : String.format(Locale.ROOT, "%.0f k", parameters / 1e3);
        return info.family() + " · " + size + " · " + weight;
    }
}
