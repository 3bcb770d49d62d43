package meander.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.family.InverseTranslatorFinder;
import meander.models.family.Translator;
import meander.models.family.Translator.Mode;
import meander.models.family.Translator.Statistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meander translate}: pictures of pictures. */
@Command(name = "translate", description = "Translate pictures, one or a folder of them.", footer = {"", "Example:",
        "  meander translate latest_net_G.pth --input drawings --out photos --statistics batch"})
final class TranslateCommand implements Callable<Integer> {
    /** Whose statistics batch normalisation takes, as the option says it. */
    enum Batch {
        /** Those that were kept in training. */
        eval,
        /** Those of the picture. */
        batch
    }

    @Parameters(paramLabel = "FILE", description = "the network: a checkpoint such as .pth, .safetensors or .onnx, or the folder of a training")
    private Path file;

    @Option(names = "--input", paramLabel = "IMAGE|DIR|NPY", required = true, description = "a picture of any size, a folder of them, or the network's own numbers as .npy, [C,H,W]")
    private Path input;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the folder to write to; names stay those of the pictures")
    private Path out;

    @Option(names = "--statistics", paramLabel = "eval|batch", description = "of batch normalisation: those of training, or of the picture itself (default: as the authors test it)")
    private Batch statistics;

    @Option(names = "--dropout-seed", paramLabel = "N", description = "with dropout, drawn from this seed (default: none with --statistics)")
    private Long dropoutSeed;

    @Option(names = "--tile", paramLabel = "N", description = "translate in tiles of N pixels, to bound memory (default: only pictures that are too large)")
    private Integer tile;

    @Option(names = "--reverse", description = "use the network that leads back, in the same file or beside it")
    private boolean reverse;

    @Option(names = "--format", paramLabel = "png|npy", defaultValue = "png", description = "npy: the network's own numbers, float32 [C,H,W], before rounding (default: png)")
    private OutputFormat format;

    @Mixin
    private FamilyControls own;
    @Mixin
    private OutputFolder outputs;
    @Mixin
    private ResultOutput reporting;
    @Mixin
    private HelpOption help;

    private final CommandContext context;

    TranslateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (tile != null && (tile < 1 || tile > 1 << 16))
            throw CommandFailure.call("--tile is a side in pixels, 1 to 65536, not " + tile + ".");
        Map<Path, Path> targets = targets(inputs());
        outputs.prepare(out, targets.values().stream().map(target -> target.getFileName().toString()).toList());
        Translator translator = translator();
        Mode mode = mode(translator);
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("model", translator.info().file().toString())
                .put("family", translator.info().family()).put("statistics", TranslatorText.statistics(mode))
                .put("dropout", mode.dropout());
        ArrayNode pictures = report.putArray("pictures");
        int failed = translate(translator, mode, targets, pictures);
        StringBuilder text = new StringBuilder();
        pictures.forEach(picture -> text.append(picture.get("file").textValue()).append('\n'));
        reporting.print(context, report.put("failed", failed), text.toString());
        if (failed == 0) return 0;
        context.note(failed + " of the " + targets.size() + " pictures could not be translated.");
        return CommandFailure.Kind.WORK.exitCode();
    }

    private List<Path> inputs() {
        if (!Files.exists(input))
            throw CommandFailure.call("--input " + input + " does not exist; name a picture or a folder of pictures.");
        if (!Files.isDirectory(input)) return List.of(input);
        List<Path> found = InputPictures.in(input);
        if (found.isEmpty())
            throw CommandFailure.call(
                    "--input " + input + " holds no pictures; name a folder of PNG, JPEG, WebP, GIF, BMP, TIFF or .npy files.");
        return found;
    }

    private Map<Path, Path> targets(List<Path> inputs) {
        Map<Path, Path> targets = new LinkedHashMap<>();
        Map<Path, Path> taken = new LinkedHashMap<>();
        for (Path picture : inputs) {
            String name = picture.getFileName().toString();
            int dot = name.lastIndexOf('.');
            Path target = out.resolve((dot > 0 ? name.substring(0, dot) : name) + "." + format);
            Path other = taken.putIfAbsent(target, picture);
            if (other != null)
                throw CommandFailure.call(other.getFileName() + " and " + name + " would both become " + target.getFileName()
                        + "; translate them into different folders.");
            if (Files.exists(target) && same(target, picture))
                throw CommandFailure.call("The translation of " + picture + " would replace it; name another folder with --out.");
            targets.put(picture, target);
        }
        return targets;
    }

    private static boolean same(Path a, Path b) {
        try {
            return Files.isSameFile(a, b);
        } catch (IOException e) {
            return false;
        }
    }

    private Translator translator() {
        Translator forward = ModelFile.translator(file, Map.of(), own, context);
        if (!reverse) return forward;
        InverseTranslatorFinder.Reverse back = InverseTranslatorFinder.of(forward).orElseThrow(() -> CommandFailure.call(file
                + " has no network that leads back, in itself or beside it as latest_net_G_B.pth is beside latest_net_G_A.pth."));
        return ModelFile.translator(back.file(), back.answers(), own, context);
    }

    private Mode mode(Translator translator) {
        List<Mode> modes = translator.traits().modes();
        boolean own = modes.stream().anyMatch(mode -> mode.statistics() == Statistics.OWN);
        String name = translator.info().name();
        if (!own && statistics == Batch.batch)
            context.note(name + " keeps no statistics of batches: --statistics changes nothing.");
        Statistics wanted = switch (statistics) {
            case null -> modes.getFirst().statistics();
            case eval -> Statistics.RUNNING;
            case batch -> own ? Statistics.OWN : Statistics.RUNNING;
        };
        boolean dropout = dropoutSeed != null || statistics == null && modes.getFirst().dropout();
        Mode mode = new Mode(wanted, dropout);
        if (modes.contains(mode)) return mode;
        // Where it was not said whose statistics, those go with dropout that allow it.
        Mode other = new Mode(Statistics.OWN, true);
        if (statistics == null && dropout && modes.contains(other)) return other;
        context.note(name + (modes.stream().anyMatch(Mode::dropout)
                ? " has dropout with --statistics batch only: --dropout-seed changes nothing."
                : " has no dropout: --dropout-seed changes nothing."));
        return new Mode(wanted, false);
    }

    /** @return how many could not be translated */
    private int translate(Translator translator, Mode mode, Map<Path, Path> targets, ArrayNode done) {
        List<String> failures = new ArrayList<>();
        try (FileTranslator translating = new FileTranslator(translator, mode, dropoutSeed == null ? 0 : dropoutSeed,
                tile == null ? 0 : tile, outputs.isForced(), context);
                ProgressReporter progress = ProgressReporter.of("Translating", context)) {
            int begun = 0;
            for (Map.Entry<Path, Path> each : targets.entrySet()) {
                int before = begun++;
                try {
                    double millis = translating.translate(each.getKey(), each.getValue(), format,
                            share -> progress.at((before + share) / targets.size()));
                    ObjectNode entry = done.addObject().put("file", each.getValue().toString()).put("input",
                            each.getKey().toString());
                    entry.put("ms", Double.isNaN(millis) ? null : millis);
                } catch (CommandFailure failure) {
                    if (targets.size() == 1 || failure.kind() == CommandFailure.Kind.INTERRUPTED) throw failure;
                    progress.note(failure.getMessage());
                    failures.add(failure.getMessage());
                }
            }
        }
        return failures.size();
    }
}
