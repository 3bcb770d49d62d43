package meander.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.family.Model;
import meander.models.family.OnnxExport;
import meander.models.graph.Graph;
import meander.models.graph.Shape;
import meander.models.graph.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meander export}: a model in a form that other programs run. */
@Command(name = "export", description = "Write a model as ONNX, for other programs to run.", footer = {"", "Example:",
        "  meander export faces.pkl --out faces.onnx"})
final class ExportCommand implements Callable<Integer> {
    private static final String ENDING = ".onnx";

    @Parameters(paramLabel = "FILE", description = "the model: a checkpoint such as .pkl or .pth, or the folder of a training")
    private Path file;

    @Option(names = "--out", paramLabel = "FILE.onnx", required = true, description = "the file to write")
    private Path out;

    @Mixin
    private Outputs outputs;
    @Mixin
    private Reporting reporting;
    @Mixin
    private Help help;

    private final Context context;

    ExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(ENDING))
            throw Failure
                    .call("--out " + out + " has an ending that is not known here; name a file that ends in " + ENDING + ".");
        outputs.prepare(out);
        Model model = ModelFile.open(file, context);
        context.goOn();
        write(model);
        report(model.exported());
        return 0;
    }

    private void write(Model model) {
        try {
            OnnxExport.write(model, out);
        } catch (IOException e) {
            throw Failure.work(out + " cannot be written: " + Sentences.of(e) + ".", e);
        }
    }

    private void report(Model.Exported exported) {
        Graph graph = exported.network().graph();
        Map<String, Value> inputs = new LinkedHashMap<>(graph.inputs());
        inputs.keySet().removeAll(exported.fixed().keySet());
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("file", out.toString()).put("bytes", size());
        describe(report.putObject("inputs"), inputs);
        describe(report.putObject("outputs"), graph.outputs());
        Table table = new Table().row("file", out).rows("inputs", lines(inputs)).rows("outputs", lines(graph.outputs()));
        reporting.print(context, report, table.toString());
    }

    private static List<String> lines(Map<String, Value> values) {
        return values.entrySet().stream().map(entry -> entry.getKey() + " " + shape(entry.getValue())).toList();
    }

    private static void describe(ObjectNode node, Map<String, Value> values) {
        values.forEach((name, value) -> node.put(name, shape(value)));
    }

    /** The first axis is the batch, of any size. */
    private static String shape(Value value) {
        Shape shape = value.shape();
        StringBuilder text = new StringBuilder("[N");
        for (int axis = 1; axis < shape.rank(); axis++)
            text.append(',').append(shape.dim(axis));
        return text.append(']').toString();
    }

    private long size() {
        try {
            return Files.size(out);
        } catch (IOException e) {
            throw Failure.work(out + " cannot be read: " + Sentences.of(e) + ".", e);
        }
    }
}
