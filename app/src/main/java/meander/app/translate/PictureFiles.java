package meander.app.translate;

import java.io.IOException;
import java.nio.file.Path;

import meander.app.Failures;
import meander.app.Message;
import meander.app.picture.PngPictures;
import meander.app.picture.Sha256;
import meander.app.picture.TranslationRecipe;
import meander.models.graph.Tensor;
import meander.models.render.TranslateRequest;
import meander.training.data.PictureFile;
import meander.training.data.Skipped;

/** Pictures on disk. */
final class PictureFiles implements PictureStore {
    @Override
    public Read read(Path file) throws PictureTrouble {
        return switch (PictureFile.read(file)) {
            case PictureFile.Content.Picture(int width, int height, int[] argb) ->
                new Read(new Raster(width, height, argb), new Board.Source(file.getFileName().toString(), hash(file)));
            case PictureFile.Content.None(Skipped why) ->
                throw new PictureTrouble(new Message("skipped." + why.reason(), why.details(), why.why()));
        };
    }

    private static String hash(Path file) throws PictureTrouble {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new PictureTrouble(Failures.message(e));
        }
    }

    /** Of a picture that went there and back the recipe is that of the way back, whose input is no file. */
    @Override
    public void save(Path target, Tensor pixels, int enlarged, Board.Source source, PaneState state, int tile)
            throws IOException {
        Side last = state.way().getLast();
        boolean file = state.way().size() == 1;
        PngPictures.write(target, pixels,
                TranslationRecipe.of(last.translator().info(), last.hash(), file ? source.name() : "",
                        file ? source.sha256() : "", new TranslateRequest(pixels, state.modeOf(last), state.dropoutSeed(), tile),
                        pixels.shape().dim(2) / enlarged, pixels.shape().dim(1) / enlarged).enlarged(enlarged));
    }
}
