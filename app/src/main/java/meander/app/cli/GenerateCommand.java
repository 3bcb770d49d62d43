package meander.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.family.Model;
import meander.models.graph.Tensor;
import meander.models.render.Frame;
import meander.models.request.RenderRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meander generate}: pictures of seeds, or of given w. */
@Command(name = "generate", description = "Draw pictures of seeds.", footer = {"", "Example:",
        "  meander generate faces.pkl --seeds 0,7-9 --psi 0.7 --out pictures"})
final class GenerateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the model: a checkpoint such as .pkl or .pth, or the folder of a training")
    private Path file;

    @Option(names = "--seeds", paramLabel = "SEEDS", converter = SeedRange.Converter.class, description = "seeds and ranges of seeds, such as 0,7-9")
    private SeedRange seeds;

    @Option(names = "--w", paramLabel = "FILE", description = "w instead of seeds: .npy or .npz, [layers,w_dim] or [N,layers,w_dim]")
    private Path w;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the folder to write seed0007.png … to")
    private Path out;

    @Mixin
    private PictureOptions options;

    @Option(names = "--format", paramLabel = "png|npy", defaultValue = "png", description = "npy: float32 [C,H,W], −1 … 1, before rounding (default: png)")
    private OutputFormat format;

    @Option(names = "--save-w", description = "also write w of every layer, truncated, as seed0007.w.npy")
    private boolean saveW;

    @Mixin
    private OutputFolder outputs;
    @Mixin
    private ResultOutput reporting;
    @Mixin
    private HelpOption help;

    private final CommandContext context;

    GenerateCommand(CommandContext context) {
        this.context = context;
    }

    /** One picture to draw. @param name of its files, without ending */
    private record Piece(String name, RenderRequest request) {}

    @Override
    public Integer call() {
        if (seeds == null && w == null) throw CommandFailure.call("Say which pictures: --seeds 0,7-9 or --w FILE.npy.");
        if (seeds != null && w != null) context.note("--w is given: --seeds changes nothing.");
        Model model = options.open(file, context);
        if (model.info().layers() == 0 && (saveW || w != null))
            throw CommandFailure.call(model.info().name() + " has no w: leave out " + (saveW ? "--save-w." : "--w."));
        List<Piece> pieces = pieces(model);
        outputs.prepare(out, names(pieces));
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("model", file.toString()).put("family",
                model.info().family());
        draw(model, pieces, report.putArray("pictures"));
        StringBuilder text = new StringBuilder();
        report.get("pictures").forEach(picture -> text.append(picture.get("file").textValue()).append('\n'));
        reporting.print(context, report, text.toString());
        return 0;
    }

    private List<Piece> pieces(Model model) {
        RenderRequest request = options.request(model, w == null, context);
        if (w == null) return seeds.all().stream().map(seed -> new Piece(name("seed", seed), request.withSeed(seed))).toList();
        List<Piece> pieces = new ArrayList<>();
        for (Tensor styles : ArrayFiles.styles(w, model.info().layers(), model.info().wDim()))
            pieces.add(new Piece(name("w", pieces.size()), request.withStyles(Optional.of(styles))));
        return pieces;
    }

    private List<String> names(List<Piece> pieces) {
        List<String> names = new ArrayList<>();
        for (Piece piece : pieces) {
            names.add(piece.name + "." + format);
            if (saveW) names.add(piece.name + ".w.npy");
        }
        return names;
    }

    private void draw(Model model, List<Piece> pieces, ArrayNode pictures) {
        try (PictureWriter drawing = new PictureWriter(model, outputs.isForced(), context);
                ProgressReporter progress = ProgressReporter.of("Drawing", context)) {
            for (Piece piece : pieces) {
                Path picture = out.resolve(piece.name + "." + format);
                Frame frame = drawing.draw(piece.request);
                drawing.write(picture, frame, format);
                ObjectNode entry = pictures.addObject().put("file", picture.toString()).put("ms", PictureWriter.millis(frame));
                if (w == null) entry.put("seed", piece.request.point().seed());
                if (saveW) {
                    Path styles = out.resolve(piece.name + ".w.npy");
                    drawing.write(styles, drawing.styles(piece.request));
                    entry.put("w", styles.toString());
                }
                progress.at((double) pictures.size() / pieces.size());
            }
        }
    }

    private static String name(String prefix, long number) {
        return String.format(Locale.ROOT, "%s%04d", prefix, number);
    }
}
