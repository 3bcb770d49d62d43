package meander.app.picture;

import java.util.Optional;

import meander.app.base.AppVersion;
import meander.models.family.ModelInfo;
import meander.models.render.Frame;
import meander.models.request.RenderRequest;

/**
 * What made a picture: enough to make it again from the same model file.
 *
 * @param app     the version of Meander that drew it
 * @param model   the model file's name, without its folder
 * @param sha256  the model file's SHA-256, 64 lower-case hexadecimal digits; by it the model is found again under any name
 * @param family  the family that opened it, for example {@code StyleGAN2}
 * @param request what was asked for
 * @param full    whether this is the full picture, not a preview cut at a lower resolution
 * @param width   of the picture, in pixels
 * @param height  of the picture, in pixels
 * @param enlarged how many times wider and higher than drawn, by an {@link Enlarger}; 1 for as drawn
 */
public record PictureRecipe(String app, String model, String sha256, String family, RenderRequest request, boolean full,
        int width, int height, int enlarged) {
    /** The recipe of a frame that this Meander has drawn. @param sha256 of the model file, see {@link Sha256} */
    public static PictureRecipe of(Frame frame, ModelInfo model, String sha256) {
        return of(frame, model, sha256, 1);
    }

    /** The recipe of a frame that was enlarged since. */
    public static PictureRecipe of(Frame frame, ModelInfo model, String sha256, int enlarged) {
        return new PictureRecipe(AppVersion.current(), model.name(), sha256, model.family(), frame.request(), frame.full(),
                frame.width(), frame.height(), enlarged);
    }

    /** As JSON, on one line; {@link #parse} reads it back. */
    public String toJson() {
        return PictureRecipeJson.write(this);
    }

    /** Reads a recipe from text that anybody may have written: whatever stands in it, the answer is a value. */
    public static Reading parse(String json) {
        return PictureRecipeJson.read(json);
    }

    /** What looking for a recipe gave. */
    public sealed interface Reading {
        /** There is one. */
        record Found(PictureRecipe recipe) implements Reading {}

        /** There is one of a translation. */
        record Translated(TranslationRecipe recipe) implements Reading {}

        /** There is none: a sound picture, but not one of ours. */
        record Absent() implements Reading {}

        /** There may be one, but it cannot be used. @param sentence why, for a person */
        record Refused(String sentence) implements Reading {}

        /** The recipe, where there is one of a picture that was drawn from latents. */
        default Optional<PictureRecipe> found() {
            return this instanceof Found(PictureRecipe recipe) ? Optional.of(recipe) : Optional.empty();
        }
    }
}
