package meander.app.picture;

import meander.app.base.AppVersion;
import meander.models.family.ModelInfo;
import meander.models.family.Translator;
import meander.models.render.TranslateRequest;

/**
 * What made a translation: enough to make it again from the same model file and the same picture.
 *
 * @param app         the version of Meander that made it
 * @param model       the model file's name, without its folder
 * @param sha256      the model file's SHA-256, 64 lower-case hexadecimal digits
 * @param family      the family that opened it, for example {@code Pix2Pix}
 * @param input       the name of the picture that was translated, without its folder; empty for one that was no file
 * @param inputSha256 that file's SHA-256; empty where there was none
 * @param mode        how batch normalisation and dropout ran
 * @param dropoutSeed which features were forgotten
 * @param tile        side of the tiles, 0 for all at once
 * @param width       of the translation, in pixels
 * @param height      of the translation, in pixels
 * @param enlarged    how many times wider and higher than translated, by an {@link Enlarger}; 1 for as translated
 */
public record TranslationRecipe(String app, String model, String sha256, String family, String input, String inputSha256,
        Translator.Mode mode, long dropoutSeed, int tile, int width, int height, int enlarged) {
    /**
     * The recipe of a translation that this Meander has made.
     *
     * @param sha256      of the model file, see {@link Sha256}
     * @param input       name of the translated file, or empty
     * @param inputSha256 of the translated file, or empty
     */
    public static TranslationRecipe of(ModelInfo model, String sha256, String input, String inputSha256, TranslateRequest request,
            int width, int height) {
        return new TranslationRecipe(AppVersion.current(), model.name(), sha256, model.family(), input, inputSha256,
                request.mode(), request.dropoutSeed(), request.tile(), width, height, 1);
    }

    /** The recipe of the translation when it was enlarged since. */
    public TranslationRecipe enlarged(int times) {
        return new TranslationRecipe(app, model, sha256, family, input, inputSha256, mode, dropoutSeed, tile, width * times,
                height * times, times);
    }

    /** As JSON, on one line; {@link Recipe#parse} reads it back. */
    public String toJson() {
        return PictureRecipeJson.write(this);
    }
}
