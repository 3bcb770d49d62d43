package meander.app.cli;

import java.io.IOException;
import java.nio.file.Path;

import meander.app.picture.PictureRecipe;
import meander.app.picture.PngFrames;
import meander.app.picture.Sha256;
import meander.models.family.Model;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.render.MemoryDemand;
import meander.models.render.RenderResult;
import meander.models.render.Renderer;
import meander.models.request.RenderRequest;

/** Draws full pictures of one model and writes them. */
final class PictureWriter implements AutoCloseable {
    private final Model model;
    private final CommandContext context;
    private final Renderer renderer;
    private String sha256;

    /** @param forced whether to draw whatever it takes, and with weights that are no numbers; else the first of these is a {@link CommandFailure} */
    PictureWriter(Model model, boolean forced, CommandContext context) {
        this.model = model;
        this.context = context;
        if (!forced) ModelFile.refuseNotFinite(model.info().file());
        this.renderer = context.engine().renderer(model);
        if (forced) renderer.allowAnyDemand();
    }

    /** @throws CommandFailure when it cannot be drawn, or on Ctrl-C */
    Frame draw(RenderRequest request) {
        context.goOn();
        return switch (renderer.render(request, Renderer.Quality.FULL, context.interrupted(), _ -> {})) {
            case Frame frame -> frame;
            case RenderResult.Failed failed ->
                throw CommandFailure.work(ModelFile.withWayOut(failed.sentence(), failed.cause()), failed.cause());
            case RenderResult.Superseded _ -> throw CommandFailure.interrupted();
        };
    }

    /** How long a picture took, in ms; null where that says nothing. */
    static Double millis(Frame frame) {
        return Double.isNaN(frame.millis()) ? null : frame.millis();
    }

    /** The w of every layer, {@code [layers,w_dim]}. */
    Tensor styles(RenderRequest request) {
        try {
            return renderer.styles(request);
        } catch (MemoryDemand.Beyond e) {
            throw CommandFailure.work(ModelFile.withWayOut(e.getMessage(), e), e);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.work(model.info().name() + " gives no w: " + e.getMessage() + ".", e);
        }
    }

    void write(Path file, Frame frame, OutputFormat format) {
        switch (format) {
            case png -> writing(file, () -> PngFrames.write(file, frame, recipe(frame)));
            case npy -> write(file, frame.pixels());
        }
    }

    void write(Path file, Tensor tensor) {
        writing(file, () -> ArrayFiles.write(file, tensor));
    }

    /** Writes a grid of mixtures, which carries the recipe of the first. */
    void write(Path file, ImageGrid grid, Frame first) {
        writing(file, () -> PngFrames.write(file, grid.image(), recipe(first)));
    }

    @Override
    public void close() {
        renderer.close();
    }

    private PictureRecipe recipe(Frame frame) throws IOException {
        if (sha256 == null) sha256 = Sha256.of(model.info().file());
        return PictureRecipe.of(frame, model.info(), sha256);
    }

    private interface Writing {
        void write() throws IOException;
    }

    private static void writing(Path file, Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            throw CommandFailure.work(file + " cannot be written: " + FileErrorMessages.of(e) + ".", e);
        }
    }
}
