package meander.app.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import meander.app.picture.PictureRecipe;
import meander.models.family.ModelInfo;
import meander.models.render.Frame;

/** Pictures and models as files. All but {@link #keepLast} reads or writes, so it is called on workers only. */
public interface ImageStore {
    /** The fingerprint by which a model file is known under any name. */
    String hash(Path model) throws IOException;

    /** Whether a file is a PNG picture, by its first bytes. */
    boolean isPicture(Path file) throws IOException;

    /** Writes a PNG file with the recipe inside. @param hash of the model file, @param enlarged how many times the frame was, see {@link PictureRecipe} */
    void save(Path target, Frame frame, int enlarged, ModelInfo model, String hash) throws IOException;

    /** What made a picture, if it says so. */
    PictureRecipe.Reading recipe(Path picture);

    /** A picture as the bytes of a small PNG file. */
    byte[] thumbnail(Frame frame) throws IOException;

    /** The last picture of a model, as it was kept; not quite the full one. @param hash of the model file */
    Optional<Frame> last(String hash);

    /** Keeps the picture with which a model is left, soon; quick. @param hash of the model file */
    void keepLast(Frame frame, ModelInfo model, String hash);
}
