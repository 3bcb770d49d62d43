package meander.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.checkpoint.ForeignModel;
import meander.models.family.ExportFormat;
import meander.models.family.NetworkModel;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.family.ProgramModel;
import meander.models.family.ProgramTranslator;
import meander.models.family.Translator;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Value;
import meander.models.graph.onnx.OnnxCompiler;
import meander.models.render.MemoryDemand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meander export}: a model in a form that other programs run. */
@Command(name = "export", description = "Write a model for other programs: as ONNX, as TorchScript (.pt), as tensors by their own names (.safetensors).", footer = {
        "", "Example:", "  meander export faces.pkl --out faces.onnx", "  meander export faces.pkl --out faces.pt"})
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the model: a checkpoint such as .pkl or .pth, or the folder of a training")
    private Path file;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "the file to write; its ending says how: .onnx, .pt, .safetensors")
    private Path out;

    @Option(names = "--size", paramLabel = "WxH", converter = PictureSize.class, description = "of a network that translates pictures: for this size only (default: any size, where the network allows it; a .pt always takes any then)")
    private WindowSize size;

    @Option(names = "--statistics", paramLabel = "eval|batch", description = "of a network that translates pictures: those of training, or of the picture itself (default: eval)")
    private TranslateCommand.Batch statistics;

    @Mixin
    private FamilyControls own;
    @Mixin
    private OutputFolder outputs;
    @Mixin
    private ResultOutput reporting;
    @Mixin
    private HelpOption help;

    private final CommandContext context;

    ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ExportFormat format = ExportFormat.of(out).orElseThrow(
                () -> CommandFailure.call("--out " + out + " has an ending that is not known here; name a file that ends in "
                        + String.join(" or ", ExportFormat.endings()) + "."));
        outputs.prepare(out);
        OpenResult opened = ModelFile.opened(file, own.answers(Map.of()), own.policy(), context);
        context.goOn();
        switch (opened) {
            case OpenResult.Ready(NetworkModel model) -> model(model, format);
            case OpenResult.Translates(NetworkTranslator translator) -> translator(translator, format);
            case OpenResult.Ready(ProgramModel model) -> throw program(model.program());
            case OpenResult.Translates(ProgramTranslator translator) -> throw program(translator.program());
            case OpenResult.Refused refused -> throw new IllegalStateException(refused.why().sentence());
        }
        return 0;
    }

    private CommandFailure program(ForeignModel program) {
        return CommandFailure.call(file + " is a program in " + program.language().title()
                + " already, which is not written anew: other programs run the file as it is.");
    }

    private void model(NetworkModel model, ExportFormat format) {
        own.check(model.controls(), model.info().name());
        if (size != null || statistics != null)
            context.note(model.info().name() + " draws from latents: --size and --statistics change nothing.");
        NetworkModel.Exported exported = model.exported();
        checkMemory(exported.network());
        write(() -> format.write(model, out));
        report(format, exported, false);
    }

    private void translator(NetworkTranslator translator, ExportFormat format) {
        own.check(translator.controls(), translator.info().name());
        Translator.Mode mode = statistics == TranslateCommand.Batch.batch
                ? Translator.Mode.OWN_STATISTICS
                : Translator.Mode.EVALUATION;
        if (!translator.traits().modes().contains(mode))
            throw CommandFailure.call(translator.info().name() + " keeps no statistics of batches: leave out --statistics.");
        int multiple = translator.traits().multiple();
        int own = translator.info().width() > 0 ? translator.info().width() : Math.ceilDiv(256, multiple) * multiple;
        int width = size == null ? own : size.width();
        int height = size == null ? own : size.height();
        int least = translator.traits().smallest();
        if (width % multiple != 0 || height % multiple != 0 || Math.min(width, height) < least)
            throw CommandFailure.call("--size " + width + "x" + height + " is not possible here: both are multiples of "
                    + multiple + ", and at least " + least + ".");
        Network network = translator.network(height, width, mode);
        boolean anySize = (size == null || format == ExportFormat.TORCH_SCRIPT) && !OnnxCompiler.isBoundToSize(network);
        checkMemory(network);
        write(() -> format.write(translator, network, anySize, out));
        report(format, new NetworkModel.Exported(network, Map.of()), anySize);
    }

    /** A small file may hold tensors that repeat their numbers for ever, which are written out. */
    private void checkMemory(Network network) {
        MemoryDemand demand = MemoryDemand.ofWriting(network.graph());
        if (!outputs.isForced() && demand.isBeyondThisMachine())
            throw CommandFailure.work("Writing " + file + " takes about " + demand.memory() + " of memory, and this machine has "
                    + MemoryDemand.machineMemory() + "; --force writes it all the same.");
    }

    private interface Writing {
        void write() throws IOException;
    }

    private void write(Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            throw CommandFailure.work(out + " cannot be written: " + FileErrorMessages.of(e) + ".", e);
        }
    }

    /** A size of a picture. */
    static final class PictureSize implements ITypeConverter<WindowSize> {
        @Override
        public WindowSize convert(String text) {
            return WindowSize.of(text, "512x256");
        }
    }

    private void report(ExportFormat format, NetworkModel.Exported exported, boolean anySize) {
        Graph graph = exported.network().graph();
        Map<String, Value> inputs = new LinkedHashMap<>(graph.inputs());
        inputs.keySet().removeAll(exported.fixed().keySet());
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("file", out.toString()).put("bytes", size());
        if (format == ExportFormat.SAFETENSORS) { // numbers alone: nothing runs them
            reporting.print(context, report, new TextTable().row("file", out).toString());
            return;
        }
        describe(report.putObject("inputs"), inputs, anySize);
        describe(report.putObject("outputs"), graph.outputs(), anySize);
        TextTable table = new TextTable().row("file", out).rows("inputs", lines(inputs, anySize)).rows("outputs",
                lines(graph.outputs(), anySize));
        reporting.print(context, report, table.toString());
    }

    private static List<String> lines(Map<String, Value> values, boolean anySize) {
        return values.entrySet().stream().map(entry -> entry.getKey() + " " + shape(entry.getValue(), anySize)).toList();
    }

    private static void describe(ObjectNode node, Map<String, Value> values, boolean anySize) {
        values.forEach((name, value) -> node.put(name, shape(value, anySize)));
    }

    /** The first axis is the batch, of any size. */
    private static String shape(Value value, boolean anySize) {
        Shape shape = value.shape();
        StringBuilder text = new StringBuilder("[N");
        for (int axis = 1; axis < shape.rank(); axis++)
            text.append(',').append(axis < 2 || !anySize ? Integer.toString(shape.dim(axis)) : axis == 2 ? "H" : "W");
        return text.append(']').toString();
    }

    private long size() {
        try {
            return Files.size(out);
        } catch (IOException e) {
            throw CommandFailure.work(out + " cannot be read: " + FileErrorMessages.of(e) + ".", e);
        }
    }
}
