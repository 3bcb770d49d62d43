package meander.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;

import meander.app.picture.PngFrames;
import meander.app.picture.Sha256;
import meander.app.picture.TranslationRecipe;
import meander.models.family.Translator;
import meander.models.graph.Tensor;
import meander.models.render.PictureTranslator;
import meander.models.render.Renderer;
import meander.models.render.TranslateRequest;
import meander.models.render.TranslateResult;
import meander.training.data.ImageTensors;

/** Translates files into files, all in one way. */
final class FileTranslator implements AutoCloseable {
    private final Translator translator;
    private final Translator.Mode mode;
    private final long dropoutSeed;
    private final int tile;
    private final CommandContext context;
    private final PictureTranslator engine;
    private String sha256;

    FileTranslator(Translator translator, Translator.Mode mode, long dropoutSeed, int tile, boolean forced,
            CommandContext context) {
        this.translator = translator;
        this.mode = mode;
        this.dropoutSeed = dropoutSeed;
        this.tile = tile;
        this.context = context;
        if (!forced) ModelFile.refuseNotFinite(translator.info().file());
        this.engine = context.engine().translator(translator);
        if (forced) engine.allowAnyDemand();
    }

    /**
     * Translates one.
     *
     * @return how long the network took, in ms; NaN where that says nothing
     * @throws CommandFailure when it cannot be read, translated or written, or on Ctrl-C
     */
    double translate(Path input, Path target, OutputFormat format, DoubleConsumer progress) {
        context.goOn();
        InputPictures.Read read = InputPictures.read(input, translator.traits());
        TranslateRequest request = new TranslateRequest(read.picture(), mode, dropoutSeed, tile);
        return switch (engine.translate(request, Renderer.Quality.FULL, context.interrupted(), progress)) {
            case TranslateResult.Translated(Tensor pixels, _, double millis) -> {
                write(input, target, format, request, pixels, read.batched());
                yield millis;
            }
            case TranslateResult.Failed failed -> throw CommandFailure.work(
                    FileErrorMessages.about(input, ModelFile.withWayOut(failed.sentence(), failed.cause())), failed.cause());
            case TranslateResult.Superseded _ -> throw CommandFailure.interrupted();
        };
    }

    private void write(Path input, Path target, OutputFormat format, TranslateRequest request, Tensor pixels, boolean batched) {
        int channels = pixels.shape().dim(0);
        int height = pixels.shape().dim(1);
        int width = pixels.shape().dim(2);
        try {
            switch (format) {
                case png -> {
                    if (channels != 1 && channels != 3 && channels != 4)
                        throw CommandFailure.call(translator.info().name() + " gives " + channels
                                + " channels, which is no picture: write them with --format npy.");
                    if (sha256 == null) sha256 = Sha256.of(translator.info().file());
                    PngFrames.write(target, ImageTensors.signed(pixels, translator.traits().range()), TranslationRecipe.of(
                            translator.info(), sha256, input.getFileName().toString(), Sha256.of(input), request, width, height));
                }
                case npy -> ArrayFiles.write(target, batched ? pixels.reshape(1, channels, height, width) : pixels);
            }
        } catch (IOException e) {
            throw CommandFailure.work(target + " cannot be written: " + FileErrorMessages.of(e) + ".", e);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
