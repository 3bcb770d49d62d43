package meander.app.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

import meander.app.base.ErrorMessages;
import meander.app.base.Message;
import meander.app.model.ImageStore;
import meander.app.model.ModelOpener;
import meander.app.picture.FileStamp;
import meander.app.picture.Raster;
import meander.app.picture.SamplePictures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.graph.Cost;
import meander.models.graph.Graph;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.render.PictureTranslator;
import meander.models.render.Renderer;
import meander.models.render.TranslateRequest;
import meander.models.render.TranslateResult;
import meander.models.request.RenderRequest;
import meander.training.data.ImageTensors;
import meander.training.run.RunFolder;

/**
 * Looks into files by opening them. Nobody has asked for that, so no program in a file is run.
 *
 * @param renderers   makes a model's renderer; quick
 * @param translators makes what runs a translator; quick
 */
public record ModelFileInspector(ModelOpener opener, Function<Model, Renderer> renderers,
        Function<Translator, PictureTranslator> translators, ImageStore pictures) implements ModelInspector {
    /** The side of a picture by which a translator that takes any size is judged. */
    private static final int USUAL_SIDE = 256;
    private static final int SAMPLE_SIDE = 64;
    private static final List<Integer> CHANNELS = List.of(1, 3, 4);

    @Override
    public Glance glance(Path file, Function<String, Map<String, String>> answers, Predicate<String> pictured,
            BooleanSupplier cancelled) {
        FileStamp stamp = FileStamp.NONE;
        try {
            stamp = FileStamp.of(file);
            Optional<Path> meant = meant(file);
            if (meant.isEmpty())
                return new Glance.Refused(stamp, Message.of("open.run-without-model", file.getFileName().toString()));
            String hash = pictures.hash(meant.get());
            return switch (opener.describe(meant.get(), answers.apply(hash), _ -> {}, cancelled)) {
                case OpenResult.Ready(Model model) -> new Glance.Seen(stamp, hash, ModelSummary.of(model.info(), false),
                        pictured.test(hash) ? Optional.empty() : draw(model, cancelled));
                case OpenResult.Translates(Translator translator) ->
                    new Glance.Seen(stamp, hash, ModelSummary.of(translator.info(), true),
                            pictured.test(hash) ? Optional.empty() : draw(translator, cancelled));
                case OpenResult.Refused(Rejected why) when why.reason() == Rejected.Reason.PROGRAM_NOT_RUN ->
                    new Glance.Seen(stamp, hash, ModelSummary.ofProgram(why.details().get(1).toString()), Optional.empty());
                case OpenResult.Refused(Rejected why) -> new Glance.Refused(stamp, Message.of(why));
            };
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            return new Glance.Refused(stamp, ErrorMessages.message(e));
        }
    }

    private Optional<byte[]> draw(Model model, BooleanSupplier cancelled) throws IOException {
        try (Renderer renderer = renderers.apply(model)) {
            return renderer.render(model.initial(), Renderer.Quality.FULL, cancelled, _ -> {}) instanceof Frame frame
                    ? Optional.of(pictures.thumbnail(frame))
                    : Optional.empty();
        }
    }

    /** What it makes of a sample: line art for one that was taught with pairs, a face for any other. */
    private Optional<byte[]> draw(Translator translator, BooleanSupplier cancelled) throws IOException {
        Translator.Traits traits = translator.traits();
        if (!CHANNELS.contains(traits.inputs()) || !CHANNELS.contains(traits.outputs())) return Optional.empty();
        SamplePictures sample = translator.info().width() > 0 ? SamplePictures.BACKPACK : SamplePictures.SMILEY;
        int side = fitting(translator.info().width() > 0 ? translator.info().width() : SAMPLE_SIDE, traits);
        Raster drawn = sample.picture(side);
        Tensor input = ImageTensors.of(side, side, drawn.argb(), traits.inputs(), traits.range());
        try (PictureTranslator engine = translators.apply(translator)) {
            return engine.translate(TranslateRequest.whole(input, traits.modes().getFirst()), Renderer.Quality.FULL, cancelled,
                    _ -> {}) instanceof TranslateResult.Translated done
                            ? Optional.of(pictures.thumbnail(new Frame(ImageTensors.signed(done.pixels(), traits.range()), true,
                                    done.millis(), RenderRequest.DEFAULT)))
                            : Optional.empty();
        }
    }

    @Override
    public Reading read(Path named, Function<String, Map<String, String>> answers, BooleanSupplier cancelled) {
        try {
            Optional<Path> meant = meant(named);
            if (meant.isEmpty()) return new Reading.Refused(Message.of("open.run-without-model", named.getFileName().toString()));
            Path file = meant.get();
            String hash = pictures.hash(file);
            return switch (opener.describe(file, answers.apply(hash), _ -> {}, cancelled)) {
                case OpenResult.Ready(Model model) -> read(file, hash, model.info(), false, cost(model), cancelled);
                case OpenResult.Translates(Translator translator) ->
                    read(file, hash, translator.info(), true, cost(translator), cancelled);
                case OpenResult.Refused(Rejected why) -> new Reading.Refused(Message.of(why));
            };
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            return new Reading.Refused(ErrorMessages.message(e));
        }
    }

    private static Reading read(Path file, String hash, ModelInfo info, boolean translates,
            Optional<ModelDetails.PictureCost> cost, BooleanSupplier cancelled) throws IOException {
        return switch (Checkpoints.open(file, cancelled, _ -> {})) {
            case Rejected why -> new Reading.Refused(Message.of(why));
            case ForeignModel program -> new Reading.Read(new ModelDetails(file, hash, Files.size(file),
                    program.language().title(), info, translates, cost, LicenseFinder.of(file, program), List.of()));
            case Checkpoint checkpoint -> {
                List<ModelDetails.StoredRow> rows = new ArrayList<>();
                checkpoint.networks().forEach((network, state) -> state.tensors()
                        .forEach((name, tensor) -> rows.add(new ModelDetails.StoredRow(network, name, tensor))));
                yield new Reading.Read(
                        new ModelDetails(file, hash, Files.size(file), checkpoint.container().name().toLowerCase(Locale.ROOT),
                                info, translates, cost, LicenseFinder.of(file, checkpoint), rows));
            }
        };
    }

    private static ModelDetails.PictureCost cost(ModelInfo info, Graph graph, int width, int height) {
        return new ModelDetails.PictureCost(width, height, Cost.of(graph).flops(), Cost.peak(graph),
                (double) info.parameters() * Float.BYTES);
    }

    /** Of a program nobody knows what it computes. */
    private static Optional<ModelDetails.PictureCost> cost(Model model) {
        ModelInfo info = model.info();
        return model instanceof NetworkModel network
                ? Optional.of(cost(info, network.picture().graph(), info.width(), info.height()))
                : Optional.empty();
    }

    private static Optional<ModelDetails.PictureCost> cost(Translator translator) {
        if (!(translator instanceof NetworkTranslator of)) return Optional.empty();
        Translator.Traits traits = translator.traits();
        int width = fitting(translator.info().width(), traits);
        int height = fitting(translator.info().height(), traits);
        Graph graph = of.network(height, width, traits.modes().getFirst()).graph();
        return Optional.of(cost(translator.info(), graph, width, height));
    }

    private static int fitting(int side, Translator.Traits traits) {
        int wanted = Math.max(traits.smallest(), side > 0 ? side : USUAL_SIDE);
        return Math.ceilDiv(wanted, traits.multiple()) * traits.multiple();
    }

    /** For the folder of a training its newest model, if it has one. */
    private static Optional<Path> meant(Path file) throws IOException {
        return RunFolder.is(file) ? new RunFolder(file).model() : Optional.of(file);
    }
}
