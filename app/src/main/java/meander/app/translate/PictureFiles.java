package meander.app.translate;

import java.io.IOException;
import java.nio.file.Path;

import meander.app.Message;
import meander.training.data.PictureFile;
import meander.training.data.Skipped;

/** Pictures on disk. */
final class PictureFiles implements PictureStore {
    @Override
    public Raster read(Path file) throws PictureTrouble {
        return switch (PictureFile.read(file)) {
            case PictureFile.Content.Picture(int width, int height, int[] argb) -> new Raster(width, height, argb);
            case PictureFile.Content.None(Skipped why) ->
                throw new PictureTrouble(new Message("picture.unusable." + why.reason().name(), why.details(), why.why()));
        };
    }

    @Override
    public void save(Path target, Raster picture, Raster input, String name, PaneState state, int tile) throws IOException {
        throw new IOException("not yet");
    }
}
