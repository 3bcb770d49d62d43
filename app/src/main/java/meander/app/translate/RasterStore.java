package meander.app.translate;

import java.io.IOException;
import java.nio.file.Path;

import meander.app.picture.Raster;
import meander.models.graph.Tensor;

/** Pictures as files. Everything here reads or writes, so it is called on workers only. */
interface RasterStore {
    /** A picture and where it came from. */
    record Read(Raster picture, Canvas.Source source) {}

    /** Reads a file that may be anything. */
    Read read(Path file) throws UnusablePictureException;

    /**
     * Writes a translation as a PNG file with the recipe inside, over what was there.
     *
     * @param pixels {@code [C,H,W]}, −1 … 1
     * @param enlarged how many times wider and higher than translated they are
     * @param source of what was translated
     */
    void save(Path target, Tensor pixels, int enlarged, Canvas.Source source, PaneState state, int tile) throws IOException;
}
