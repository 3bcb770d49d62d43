package meander.app.library;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import meander.models.checkpoint.ForeignModel;
import meander.models.family.ModelInfo;

/**
 * What a model is, as far as a list shows it.
 *
 * @param family     for example {@code StyleGAN2}; empty while not known
 * @param width      of its picture, in pixels; 0 where it takes pictures of any size
 * @param parameters learned numbers
 * @param translates whether it draws from pictures instead of latents
 */
public record ModelSummary(String family, int width, int height, long parameters, boolean translates) {
    private static final Set<String> PROGRAMS = Stream.of(ForeignModel.Language.values()).map(ForeignModel.Language::title)
            .collect(Collectors.toUnmodifiableSet());
    public static final ModelSummary UNKNOWN = new ModelSummary("", 0, 0, 0, false);

    static ModelSummary of(ModelInfo info, boolean translates) {
        return new ModelSummary(info.family(), info.width(), info.height(), info.parameters(), translates);
    }

    /** Of a file that holds a program, which says what it draws only when it is run. @param language for example {@code ONNX} */
    static ModelSummary ofProgram(String language) {
        return new ModelSummary(language, 0, 0, 0, false);
    }

    /** Whether it is a program that was not run. */
    public boolean isProgram() {
        return PROGRAMS.contains(family) && width == 0 && parameters == 0;
    }

    public boolean known() {
        return !family.isEmpty();
    }

    /** One line that needs no language, for example {@code StyleGAN2 · 256 px · 24.8 M}. */
    public String line() {
        return parameters > 0 && known() ? shortLine() + " · " + weight() : shortLine();
    }

    /** Without how many parameters it has. */
    String shortLine() {
        return width > 0 ? family + " · " + size() : family;
    }

    /** For example {@code 256 px} or {@code 256×128 px}. */
    public String size() {
        return (width == height ? Integer.toString(width) : width + "×" + height) + " px";
    }

    /** For example {@code 24.8 M}. */
    public String weight() {
        return parameters >= 1_000_000
                ? String.format(Locale.ROOT, "%.1f M", parameters / 1e6)
                : String.format(Locale.ROOT, "%.0f k", parameters / 1e3);
    }
}
