package meander.models.family;

import java.nio.file.Path;
import java.util.List;

/**
 * What a model is, in the words of `meander inspect`.
 *
 * @param file       where it was opened from
 * @param family     for example {@code StyleGAN2}
 * @param variant    what sets it apart within its family, for example {@code skip, conditional}; may be empty
 * @param width      of its picture, in pixels
 * @param height     of its picture, in pixels
 * @param channels   of its picture: 1 grey, 3 RGB, 4 RGBA
 * @param zDim       dimensions of z
 * @param wDim       dimensions of w; 0 where there is no w
 * @param layers     layers that take a w of their own ({@code num_ws}); 0 where there is no w
 * @param classes    labels it knows; 0 when unconditional
 * @param parameters learned numbers in the generator
 * @param notes      where the numbers came from, one plain line each
 */
public record ModelInfo(Path file, String family, String variant, int width, int height, int channels, int zDim, int wDim,
        int layers, int classes, long parameters, List<String> notes) {
    public ModelInfo {
        notes = List.copyOf(notes);
    }

    /** The file's name. */
    public String name() {
        return file.getFileName().toString();
    }
}
