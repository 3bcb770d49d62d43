package meander.app.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;

import meander.app.model.ModelOpener;
import meander.app.picture.PictureEnlarger;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.render.PictureTranslator;
import meander.models.render.Renderer.Quality;
import meander.models.render.TranslateRequest;
import meander.models.render.TranslateResult;
import meander.training.data.ImageTensors;

/**
 * Enlarges with networks of three channels that learned super-resolution. Grey pictures and opacity go through as pictures without colour.
 *
 * @param files       the network for a factor
 * @param translators makes what runs a network
 */
record SuperResolutionEnlarger(IntFunction<Path> files, ModelOpener opener,
        Function<Translator, PictureTranslator> translators) implements PictureEnlarger {
    private static final int COLOURS = 3;

    @Override
    public Tensor enlarge(Tensor pixels, int factor, DoubleConsumer progress, BooleanSupplier cancelled) throws IOException {
        Path file = files.apply(factor);
        Translator network = switch (opener.open(file, Map.of(), _ -> {}, () -> false)) {
            case OpenResult.Translates(Translator translator) -> translator;
            case OpenResult.Refused(var why) -> throw new IOException(why.sentence());
            case OpenResult.Ready _ -> throw new IOException(file + " draws and enlarges nothing.");
        };
        try (PictureTranslator engine = translators.apply(network)) {
            Pass pass = new Pass(engine, network.traits().range(), cancelled);
            return switch (pixels.shape().dim(0)) {
                case 1 -> pass.grey(pixels, progress);
                case COLOURS -> pass.colour(pixels, progress);
                default -> {
                    Tensor colours = pass.colour(planes(pixels, 0, COLOURS), share -> progress.accept(share / 2));
                    yield joined(colours, pass.grey(planes(pixels, COLOURS, 1), share -> progress.accept((1 + share) / 2)));
                }
            };
        }
    }

    /** One picture through the network. */
    private record Pass(PictureTranslator engine, Translator.Range range, BooleanSupplier cancelled) {
        /** {@code [3,H,W]}. */
        Tensor colour(Tensor pixels, DoubleConsumer progress) throws IOException {
            TranslateRequest request = new TranslateRequest(ImageTensors.ranged(pixels, range), Translator.Mode.EVALUATION, 0, 0);
            return switch (engine.translate(request, Quality.FULL, cancelled, progress)) {
                case TranslateResult.Translated(Tensor larger, boolean _, double _) -> ImageTensors.signed(larger, range);
                case TranslateResult.Failed failed -> throw new IOException(failed.sentence(), failed.cause());
                case TranslateResult.Superseded() -> throw new CancellationException();
            };
        }

        /** {@code [1,H,W]}: what little colour comes in is averaged away. */
        Tensor grey(Tensor pixels, DoubleConsumer progress) throws IOException {
            Tensor larger = colour(joined(pixels, pixels, pixels), progress);
            Tensor grey = planes(larger, 0, 1);
            int plane = grey.data().length;
            for (int i = 0; i < plane; i++)
                grey.data()[i] = (larger.data()[i] + larger.data()[plane + i] + larger.data()[2 * plane + i]) / COLOURS;
            return grey;
        }
    }

    private static Tensor planes(Tensor pixels, int from, int count) {
        int plane = pixels.shape().dim(1) * pixels.shape().dim(2);
        return new Tensor(pixels.shape().with(0, count), Arrays.copyOfRange(pixels.data(), from * plane, (from + count) * plane));
    }

    private static Tensor joined(Tensor... pictures) {
        Shape shape = pictures[0].shape();
        int channels = Arrays.stream(pictures).mapToInt(picture -> picture.shape().dim(0)).sum();
        Tensor joined = Tensor.zeros(channels, shape.dim(1), shape.dim(2));
        int at = 0;
        for (Tensor picture : pictures) {
            System.arraycopy(picture.data(), 0, joined.data(), at, picture.data().length);
            at += picture.data().length;
        }
        return joined;
    }
}
