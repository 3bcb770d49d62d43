package meander.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.training.bench.PythonWithTorch;
import meander.training.bench.TrainBenchmark;
import meander.training.bench.TrainBenchmark.Report;
import meander.training.bench.TrainBenchmark.Side;
import meander.training.recipe.Recipes;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingRecipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code meander bench train}: pictures per second of each recipe, beside the same networks written plainly in PyTorch where there is one.
 * Figures of different machines do not compare; ratios within one run do.
 */
@Command(name = "train", description = "Time training, beside the same networks in PyTorch if a Python here has it.", footer = {
        "", "Example:", "  meander bench train --recipe stylegan2 --size 32,64", "",
        "The Python is MEANDER_PYTHON, or the python3 that is found. Both sides use as many threads and take turns; nothing is",
        "augmented. Rates are of the middle round."})
final class BenchTrainCommand implements Callable<Integer> {
    private static final int MOST = 1000;

    @Option(names = "--recipe", paramLabel = "NAME,…", split = ",", description = "which recipes (default: all)")
    private List<String> names;

    @Option(names = "--size", paramLabel = "N,…", split = ",", description = "sizes of pictures, in pixels (default: 32,64)")
    private List<Integer> sizes = List.of(32, 64);

    @Option(names = "--rounds", paramLabel = "N", description = "how often each side runs (default: 5)")
    private int rounds = 5;

    @Option(names = "--steps", paramLabel = "N", description = "steps in a round (default: 16, in which each lazy phase comes once)")
    private int steps = 16;

    @Option(names = "--threads", paramLabel = "N", description = "of both sides (default: all processors)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting of the recipes; may be given several times")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(names = "--alone", description = "without PyTorch beside it")
    private boolean alone;

    @Mixin
    private ResultOutput reporting;
    @Mixin
    private HelpOption help;

    private final CommandContext context;

    BenchTrainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        for (int size : sizes)
            if (size < 8 || size > 1024 || Integer.bitCount(size) != 1)
                throw CommandFailure.call("--size is a power of two from 8 to 1024, not " + size + ".");
        within("--rounds", rounds);
        within("--steps", steps);
        within("--threads", threads);
        List<TrainingRecipe> recipes = recipes();
        Optional<PythonWithTorch> python = alone ? Optional.empty() : PythonWithTorch.find(System.getenv());
        if (python.isEmpty() && !alone)
            context.note("There is no Python with PyTorch here to compare with; MEANDER_PYTHON can name one.");
        TrainBenchmark benchmark = new TrainBenchmark(rounds, steps, threads, python);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("threads", threads).put("rounds", rounds).put("steps", steps);
        python.ifPresent(found -> json.put("python", found.command()).put("torch", found.torch()));
        List<Report> reports = new ArrayList<>();
        for (TrainingRecipe recipe : recipes)
            for (int size : sizes) {
                Report report = run(benchmark, recipe, size);
                reports.add(report);
                json.withArray("runs").add(json(report));
            }
        reporting.print(context, json, text(reports));
        return 0;
    }

    private static void within(String option, int value) {
        if (value < 1 || value > MOST) throw CommandFailure.call(option + " is between 1 and " + MOST + ", not " + value + ".");
    }

    private List<TrainingRecipe> recipes() {
        Recipes installed = Recipes.installed();
        List<TrainingRecipe> chosen = names == null
                ? installed.all()
                : names.stream()
                        .map(name -> installed.named(name)
                                .orElseThrow(() -> CommandFailure.call("--recipe " + name + " is not known here; there is "
                                        + String.join(", ", installed.all().stream().map(TrainingRecipe::name).toList()) + ".")))
                        .toList();
        for (TrainingRecipe recipe : chosen)
            SettingValues.objections(recipe.settings(), changes).stream().findFirst().ifPresent(objection -> {
                throw CommandFailure.call("--set: " + objection);
            });
        return chosen;
    }

    private Report run(TrainBenchmark benchmark, TrainingRecipe recipe, int size) {
        try (ProgressReporter progress = ProgressReporter.of(recipe.title() + " " + size + " × " + size, context)) {
            return benchmark.run(recipe, size, changes, share -> {
                context.goOn();
                progress.at(share);
            });
        } catch (IllegalArgumentException e) {
            throw CommandFailure.call(recipe.name() + " at " + size + ": " + e.getMessage());
        } catch (IllegalStateException e) {
            throw CommandFailure.work(recipe.name() + " at " + size + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode json(Report report) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("recipe", report.recipe()).put("size", report.size())
                .put("batch", report.batch());
        node.set("meander", json(report.ours()));
        report.theirs().ifPresent(side -> node.set("plain", json(side)));
        report.ratio().ifPresent(ratio -> node.put("ratio", ratio));
        return node;
    }

    private static ObjectNode json(Side side) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("engine", side.engine()).put("parameters", side.parameters())
                .put("imagesPerSecond", side.median());
        side.rates().forEach(node.putArray("rounds")::add);
        return node;
    }

    private String text(List<Report> reports) {
        StringBuilder text = new StringBuilder("Pictures per second, median of " + rounds + " rounds of " + steps + " steps on "
                + threads + (threads == 1 ? " thread.\n" : " threads.\n"));
        Report first = reports.getFirst();
        text.append("Meander: ").append(first.ours().engine());
        reports.stream().flatMap(report -> report.theirs().stream()).findFirst()
                .ifPresent(side -> text.append("; plain: the same networks in eager ").append(side.engine()));
        text.append(".\n\n");
        text.append(String.format(Locale.ROOT, "%-12s %5s %6s %12s %10s %10s %7s%n", "recipe", "size", "batch", "parameters",
                "Meander", "plain", "ratio"));
        for (Report report : reports)
            text.append(String.format(Locale.ROOT, "%-12s %5d %6d %,12d %10.1f %10s %7s%n", report.recipe(), report.size(),
                    report.batch(), report.ours().parameters(), report.ours().median(),
                    report.theirs().map(side -> String.format(Locale.ROOT, "%.1f", side.median())).orElse("–"),
                    report.ratio().map(ratio -> String.format(Locale.ROOT, "%.2f×", ratio)).orElse("–")));
        return text.toString();
    }
}
