package meander.app.translate;

import java.io.IOException;
import java.nio.file.Path;

/** Pictures as files. Everything here reads or writes, so it is called on workers only. */
interface PictureStore {
    /** Reads a file that may be anything. */
    Raster read(Path file) throws PictureTrouble;

    /** Writes a translation as a PNG file with the recipe inside, over what was there. @param name of the file that the input came from; may be empty */
    void save(Path target, Raster picture, Raster input, String name, PaneState state, int tile) throws IOException;
}
