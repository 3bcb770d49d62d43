package meander.app.translate;

import java.io.IOException;
import java.nio.file.Path;

import meander.app.base.ErrorMessages;
import meander.app.base.Message;
import meander.app.picture.PngFrames;
import meander.app.picture.Raster;
import meander.app.picture.Sha256;
import meander.app.picture.TranslationRecipe;
import meander.models.graph.Tensor;
import meander.models.render.TranslateRequest;
import meander.training.data.ImageFileReader;
import meander.training.data.SkippedImage;

/** Pictures on disk. */
final class RasterFiles implements RasterStore {
    @Override
    public Read read(Path file) throws UnusablePictureException {
        return switch (ImageFileReader.read(file)) {
            case ImageFileReader.Content.Picture(int width, int height, int[] argb) ->
                new Read(new Raster(width, height, argb), new Canvas.Source(file.getFileName().toString(), hash(file)));
            case ImageFileReader.Content.None(SkippedImage why) ->
                throw new UnusablePictureException(new Message("skipped." + why.reason(), why.details(), why.why()));
        };
    }

    private static String hash(Path file) throws UnusablePictureException {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UnusablePictureException(ErrorMessages.message(e));
        }
    }

    /** Of a picture that went there and back the recipe is that of the way back, whose input is no file. */
    @Override
    public void save(Path target, Tensor pixels, int enlarged, Canvas.Source source, PaneState state, int tile)
            throws IOException {
        LoadedDirection last = state.way().getLast();
        boolean file = state.way().size() == 1;
        PngFrames.write(target, pixels,
                TranslationRecipe.of(last.translator().info(), last.hash(), file ? source.name() : "",
                        file ? source.sha256() : "", new TranslateRequest(pixels, state.modeOf(last), state.dropoutSeed(), tile),
                        pixels.shape().dim(2) / enlarged, pixels.shape().dim(1) / enlarged).enlarged(enlarged));
    }
}
