package meander.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    @Parameters(paramLabel = "FILE", description = "the model: a checkpoint such as .pkl or .pth")
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
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("file", out.toString()).put("bytes", size());
        List<String> needed = new ArrayList<>();
        List<String> optional = new ArrayList<>();
        graph.inputs()
                .forEach((name, value) -> (exported.defaults().containsKey(name) ? optional : needed).add(name + " " + shape(
                        value)));
        List<String> results = new ArrayList<>();
        graph.outputs().forEach((name, value) -> results.add(name + " " + shape(value)));
        describe(report.putObject("inputs"), graph.inputs());
        exported.defaults().keySet().stream().sorted().forEach(report.putArray("optional")::add);
        describe(report.putObject("outputs"), graph.outputs());
        reporting.print(context, report,
                new Table().row("file", out)
                        .rows("inputs", needed)
                        .rows("optional", optional)
                        .rows("outputs",
                                results)
                        .toString());
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
