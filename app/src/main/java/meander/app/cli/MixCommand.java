package meander.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.app.picture.PngFrames;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.latent.StyleMix;
import meander.models.render.Frame;
import meander.models.request.RenderRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meander mix}: style mixing of rows and columns of seeds (arXiv:1812.04948 §3.1), as NVlabs' {@code style_mixing.py} does it. */
@Command(name = "mix", description = "Mix styles: each row's seed with some layers of each column's seed.", footer = {"",
        "Example:", "  meander mix faces.pkl --rows 0,1 --cols 5,6 --layers 0-6 --out mixed"})
final class MixCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the model: a checkpoint such as .pkl or .pth, or the folder of a training")
    private Path file;

    @Option(names = "--rows", paramLabel = "SEEDS", required = true, converter = SeedRange.Converter.class, description = "seeds of the rows, such as 0,7-9")
    private SeedRange rows;

    @Option(names = "--cols", paramLabel = "SEEDS", required = true, converter = SeedRange.Converter.class, description = "seeds of the columns")
    private SeedRange columns;

    @Option(names = "--layers", paramLabel = "LAYERS", required = true, converter = LayerRange.Converter.class, description = "the layers that take the column's w, such as 0-6")
    private LayerRange layers;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the folder to write row0000-col0005.png … and grid.png to")
    private Path out;

    @Mixin
    private PictureOptions options;

    @Option(names = "--format", paramLabel = "png|npy", defaultValue = "png", description = "npy: float32 [C,H,W], −1 … 1, before rounding (default: png)")
    private OutputFormat format;

    @Mixin
    private OutputFolder outputs;
    @Mixin
    private ResultOutput reporting;
    @Mixin
    private HelpOption help;

    private final CommandContext context;

    MixCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Model model = options.open(file, context);
        check(model.info());
        RenderRequest request = options.request(model, true, context);
        outputs.prepare(out, names());
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("model", file.toString()).put("family",
                model.info().family());
        Path grid = out.resolve("grid.png");
        draw(model, request, report.putArray("pictures"), grid);
        report.put("grid", grid.toString());
        StringBuilder text = new StringBuilder();
        report.get("pictures").forEach(picture -> text.append(picture.get("file").textValue()).append('\n'));
        reporting.print(context, report, text.append(grid).toString());
        return 0;
    }

    private void check(ModelInfo info) {
        if (info.layers() == 0)
            throw CommandFailure.call(info.name() + " has no layers to mix: style mixing needs a style-based model.");
        for (int layer : layers.all())
            if (layer >= info.layers())
                throw CommandFailure.call("--layers names layer " + layer + ", but " + info.name() + " has " + info.layers()
                        + ", 0 to " + (info.layers() - 1) + ".");
        if (!ImageGrid.fits(rows.all().size() + 1, columns.all().size() + 1, info.width(), info.height()))
            throw CommandFailure.call("A grid of " + rows.all().size() + " × " + columns.all().size()
                    + " pictures is too large for one file; mix fewer --rows or --cols at a time.");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (long row : rows.all())
            for (long column : columns.all())
                names.add(name(row, column));
        names.add("grid.png");
        return names;
    }

    private void draw(Model model, RenderRequest request, ArrayNode pictures, Path file) {
        int down = rows.all().size();
        int across = columns.all().size();
        ImageGrid grid = new ImageGrid(down + 1, across + 1);
        try (PictureWriter drawing = new PictureWriter(model, outputs.isForced(), context);
                ProgressReporter progress = ProgressReporter.of("Mixing", context)) {
            for (int c = 0; c < across; c++)
                grid.put(0, c + 1, PngFrames.image(drawing.draw(request.withSeed(columns.all().get(c)))));
            Frame first = null;
            for (int r = 0; r < down; r++) {
                RenderRequest row = request.withSeed(rows.all().get(r));
                grid.put(r + 1, 0, PngFrames.image(drawing.draw(row)));
                for (int c = 0; c < across; c++) {
                    Frame frame = drawing.draw(row.withMix(mix(columns.all().get(c))));
                    first = first == null ? frame : first;
                    grid.put(r + 1, c + 1, PngFrames.image(frame));
                    Path picture = out.resolve(name(rows.all().get(r), columns.all().get(c)));
                    drawing.write(picture, frame, format);
                    pictures.addObject().put("file", picture.toString()).put("row", rows.all().get(r))
                            .put("col", columns.all().get(c)).put("ms", PictureWriter.millis(frame));
                    progress.at((double) pictures.size() / (down * across));
                }
            }
            drawing.write(file, grid, first);
        }
    }

    private StyleMix mix(long column) {
        StyleMix mix = StyleMix.NONE.withDonor(column);
        for (int layer : layers.all())
            mix = mix.withLayer(layer, 1);
        return mix;
    }

    private String name(long row, long column) {
        return String.format(Locale.ROOT, "row%04d-col%04d.%s", row, column, format);
    }
}
