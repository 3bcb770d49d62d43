package meander.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.app.base.CacheFolder;
import meander.training.data.Datasets;
import meander.training.recipe.Recipes;
import meander.training.recipe.SettingValues;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEngine;
import meander.training.run.TrainingEngine.Offer;
import meander.training.run.TrainingEvent;
import meander.training.run.TrainingExport;
import meander.training.run.TrainingImport;
import meander.training.run.TrainingRun;
import meander.training.run.TrainingSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meander train}: begins a training, goes on with one, or says what can be set. */
@Command(name = "train", description = "Train a network, or go on with a training.", footer = {"", "Example:",
        "  meander train --recipe stylegan2 --data bundled:emoji --out emoji --kimg 200",
        "  meander train --resume emoji --kimg 400", "  meander train --resume emoji --weights-only --out emoji-again",
        "  meander train --recipe stylegan2 --list", "  meander generate emoji --seeds 0-9 --out pictures", "",
        "Ctrl-C ends after the step that is running, with a checkpoint; a second Ctrl-C ends at once. So does a terminal that is closed.",
        "Where the learning rate falls towards the end (pix2pix, cyclegan), another --kimg with --resume changes how it falls: a half that",
        "is continued differs from a whole. --set schedule-kimg=N, from the beginning, keeps it to N thousand pictures."})
final class TrainCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 50;

    @Option(names = "--recipe", paramLabel = "NAME", description = "how to train; --list names all there are")
    private String recipe;

    @Option(names = "--data", paramLabel = "DIR|ZIP|bundled:NAME", description = "the pictures to learn from: a folder, a zip or an IDX file, or a set that comes along")
    private String data;

    @Option(names = "--out", paramLabel = "RUN", description = "the folder of the training; it is made")
    private Path out;

    @Option(names = "--kimg", paramLabel = "N", description = "thousands of pictures to show to the discriminator in all (default: 1000)")
    private Double kimg;

    @Option(names = "--seed", paramLabel = "N", description = "decides every random number (default: 0)")
    private Long seed;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "one of the recipe's settings; may be given several times")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(names = "--resume", paramLabel = "RUN", description = "go on from the last checkpoint")
    private Path resume;

    @Option(names = "--weights-only", description = "with --resume RUN and --out OTHER: begin anew in another folder, with the recipe, data and settings of RUN and the weights of its newest model; a model holds the generator's moving average, so discriminator and optimizers start afresh")
    private boolean weightsOnly;

    @Option(names = "--export", arity = "2", hideParamSyntax = true, paramLabel = "RUN DIR", description = "write a folder in which PyTorch alone goes on with a training, on several processes or GPUs")
    private Path[] export;

    @Option(names = "--import", arity = "2", hideParamSyntax = true, paramLabel = "DIR RUN", description = "bring home what driver.py in such a folder has saved, as a training")
    private Path[] bring;

    @Option(names = {"--list", "--settings"}, description = "list the recipes or, with --recipe, its settings")
    private boolean list;

    @Mixin
    private OutputFolder outputs;
    @Mixin
    private ResultOutput reporting;
    @Mixin
    private HelpOption help;

    private final CommandContext context;

    TrainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (list) return list();
        if (kimg != null && !(kimg > 0 && kimg <= TrainingSpec.MOST_KIMG))
            throw CommandFailure.call("--kimg is a number of thousands of pictures above 0, not " + kimg + ".");
        long ways = Stream.of(recipe, resume, export, bring).filter(Objects::nonNull).count();
        if (ways > 1) throw CommandFailure.call("Choose one of --recipe, --resume, --export and --import.");
        if (weightsOnly) return beginWithWeights();
        if (export != null) return export(export[0], export[1]);
        if (bring != null) return bring(bring[0], bring[1]);
        return resume == null ? begin() : goOn();
    }

    private int list() {
        TrainingRecipeList texts = new TrainingRecipeList(engine(Path.of("")).offers());
        if (recipe == null) reporting.print(context, texts.json(), texts.text());
        else
            reporting.print(context, TrainingRecipeList.json(offer()), TrainingRecipeList.text(offer()));
        return 0;
    }

    private int begin() {
        if (recipe == null)
            throw CommandFailure
                    .call("Say how to train, with --recipe NAME, or which training goes on, with --resume RUN; --list names"
                            + " the recipes.");
        Offer offer = offer();
        if (data == null)
            throw CommandFailure
                    .call("Say what to learn from: --data DIR, --data FILE.zip or --data bundled:NAME; " + bundled() + ".");
        if (out == null) throw CommandFailure.call("Say with --out RUN in which folder the training is kept.");
        check(offer, changes);
        checkUnused();
        TrainingSpec spec = new TrainingSpec(offer.name(), where(), kimg == null ? 1000 : kimg, seed == null ? 0 : seed,
                new TreeMap<>(changes));
        return train(spec, out, listener -> engine(out).start(spec, out, listener));
    }

    private void checkUnused() {
        if (Files.exists(out) && !Files.isDirectory(out))
            throw CommandFailure.call("--out " + out + " is a file; name a folder.");
        if (RunFolder.is(out))
            throw CommandFailure
                    .call("--out " + out + " holds a training already; go on with --resume " + out + ", or name another folder.");
    }

    /** A run whose state is lost or damaged, in another folder. */
    private int beginWithWeights() {
        if (resume == null || out == null)
            throw CommandFailure.call("--weights-only needs --resume RUN, whose model it takes, and --out OTHER, a new folder.");
        unwanted("--data", data, "that of the run whose weights are taken");
        checkRun("--resume", resume);
        checkUnused();
        TrainingSpec before = saved(resume);
        Path model;
        try {
            model = new RunFolder(resume).model().orElseThrow(() -> CommandFailure
                    .call(resume + " has saved no model, so there are no weights; begin anew with --recipe."));
        } catch (IOException e) {
            throw CommandFailure.work(resume + " cannot be read: " + FileErrorMessages.of(e) + ".", e);
        }
        TrainingSpec same = (kimg == null ? before : before.withKimg(kimg)).with(changes);
        checkSettings(same);
        TrainingSpec spec = new TrainingSpec(same.recipe(), same.data(), same.kimg(), seed == null ? same.seed() : seed,
                same.settings()).withInitial(model.toAbsolutePath().normalize());
        return train(spec, out, listener -> engine(out).start(spec, out, listener));
    }

    private void checkSettings(TrainingSpec spec) {
        engine(resume).offer(spec.recipe()).ifPresent(offer -> check(offer, changes));
    }

    private int goOn() {
        unwanted("--data", data, "decided when the training began");
        unwanted("--out", out, "the folder that --resume names");
        unwanted("--seed", seed, "decided when the training began");
        checkRun("--resume", resume);
        TrainingSpec before = saved(resume);
        TrainingSpec spec = (kimg == null ? before : before.withKimg(kimg)).with(changes);
        checkSettings(spec);
        long seen = seen(resume);
        if (seen >= spec.images())
            throw CommandFailure.call(resume + " has seen its " + KimgFormat.of(seen)
                    + " thousand pictures; say with --kimg how many it should see in all.");
        return train(spec, resume, listener -> engine(resume).resume(spec, resume, listener));
    }

    private static void checkRun(String option, Path run) {
        if (!RunFolder.is(run))
            throw CommandFailure.call(option + " " + run + (Files.exists(run) ? " holds no training" : " does not exist")
                    + "; name the folder that was --out when one began.");
    }

    private int export(Path run, Path folder) {
        checkRun("--export", run);
        outputs.prepare(folder, TrainingExport.names());
        try (ProgressReporter progress = ProgressReporter.of("Exporting", context)) {
            new TrainingExport(Recipes.installed(), CacheFolder.orElse(run.resolve("cache"))).write(new RunFolder(run), changes,
                    folder, context.interrupted(), progress::at);
        } catch (CancellationException e) {
            throw CommandFailure.interrupted();
        } catch (IOException e) {
            throw CommandFailure.work(run + " cannot be exported to " + folder + ": " + FileErrorMessages.sentence(e), e);
        }
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("run", run.toString()).put("folder", folder.toString());
        reporting.print(context, report,
                new TextTable().row("folder", folder).row("go on there with", "python3 driver.py")
                        .row("on several", "torchrun --nproc_per_node=2 driver.py")
                        .row("then here with", "meander train --import " + folder + " RUN").toString());
        return 0;
    }

    private int bring(Path folder, Path run) {
        try {
            TrainingImport.Brought brought = new TrainingImport(Recipes.installed()).read(folder, new RunFolder(run));
            Path model = run.resolve(brought.model());
            ObjectNode report = JsonNodeFactory.instance.objectNode().put("run", run.toString()).put("images", brought.images())
                    .put("model", model.toString());
            reporting.print(context, report, new TextTable().row("run", run)
                    .row("pictures", KimgFormat.of(brought.images()) + " thousand").row("model", model).toString());
            return 0;
        } catch (IOException e) {
            throw CommandFailure.work(folder + " cannot be brought home: " + FileErrorMessages.sentence(e), e);
        }
    }

    private static void unwanted(String option, Object given, String why) {
        if (given != null) throw CommandFailure.call("Leave out " + option + " with --resume: it is " + why + ".");
    }

    private TrainingEngine engine(Path run) {
        return context.engine().training(run);
    }

    private Offer offer() {
        List<Offer> offers = engine(Path.of("")).offers();
        return offers.stream().filter(offer -> offer.name().equals(recipe)).findFirst()
                .orElseThrow(() -> CommandFailure.call("--recipe " + recipe + " is not known here; there is "
                        + String.join(", ", offers.stream().map(Offer::name).toList()) + "."));
    }

    private static void check(Offer offer, Map<String, String> changes) {
        SettingValues.objections(offer.settings(), changes).stream().findFirst().ifPresent(objection -> {
            throw CommandFailure.call("--set: " + objection);
        });
    }

    /** The data as it is found from any folder in which the training goes on later. */
    private String where() {
        if (data.startsWith("bundled:")) {
            if (!Datasets.bundled().contains(data.substring("bundled:".length())))
                throw CommandFailure.call("--data " + data + " does not come along; " + bundled() + ".");
            return data;
        }
        Path path = Path.of(data);
        if (!Files.exists(path))
            throw CommandFailure.call("--data " + data + " does not exist; name a folder or a zip of pictures, or bundled:NAME.");
        ModelFile.refuseSpecial(path);
        return path.toAbsolutePath().normalize().toString();
    }

    private static String bundled() {
        List<String> names = Datasets.bundled().stream().map(name -> "bundled:" + name).toList();
        return names.isEmpty() ? "this Meander brings no pictures, so name your own" : "there is " + String.join(", ", names);
    }

    private static TrainingSpec saved(Path run) {
        try {
            return new RunFolder(run).spec();
        } catch (IOException e) {
            throw CommandFailure.work(FileErrorMessages.about(run, FileErrorMessages.sentence(e)), e);
        }
    }

    private static long seen(Path run) {
        try (Stream<TrainingEvent> events = new RunFolder(run).events().stream()) {
            return events.filter(TrainingEvent.Checkpoint.class::isInstance).mapToLong(TrainingEvent::images).max().orElse(0);
        } catch (IOException e) {
            throw CommandFailure.work(run + " cannot be read: " + FileErrorMessages.of(e) + ".", e);
        }
    }

    /** Starts a run with a listener. */
    private interface Begun {
        TrainingRun with(Consumer<TrainingEvent> listener);
    }

    private int train(TrainingSpec spec, Path folder, Begun begun) {
        context.goOn();
        context.interrupted().awaitEnd(); // a step, and saving everything, take as long as they take
        TrainingEvent.Ended ended;
        TrainingReport report = new TrainingReport(folder, engine(folder).monitoring(spec.recipe()), context, reporting.json());
        try (report) {
            TrainingRun run = begun.with(report);
            ended = await(run, report);
        }
        boolean interrupted = context.interrupted().getAsBoolean();
        String resume = "“meander train --resume " + folder + "” goes on.";
        return switch (ended.reason()) {
            case FINISHED -> {
                report.results();
                yield 0;
            }
            case STOPPED -> throw CommandFailure
                    .interrupted("Ended after " + KimgFormat.of(ended.images()) + " of " + KimgFormat.of(spec.images())
                            + " thousand pictures; " + (report.hasBegun() ? resume : "nothing was trained yet."));
            case DATA_UNUSABLE, BAD_SPEC, NO_STATE, TOO_LARGE ->
                throw interrupted ? CommandFailure.interrupted() : CommandFailure.call(ended.sentence());
            case NOT_A_NUMBER, OUT_OF_MEMORY, DISK_FULL, DATA_GONE, FAILED -> throw CommandFailure.work(ended.sentence());
        };
    }

    /** Waits for the end, and has it come sooner when somebody wants it. */
    private TrainingEvent.Ended await(TrainingRun run, TrainingReport report) {
        CompletableFuture<TrainingEvent.Ended> ended = run.ended();
        boolean asked = false;
        while (true) {
            Optional<TrainingEvent.Ended> last = look(ended);
            if (last.isPresent()) return last.get();
            if (!asked && context.interrupted().getAsBoolean()) {
                asked = true;
                run.stop();
                report.note("Ending after the step that is running, with a checkpoint; Ctrl-C again ends at once, without.");
            }
        }
    }

    private static Optional<TrainingEvent.Ended> look(CompletableFuture<TrainingEvent.Ended> ended) {
        try {
            return Optional.of(ended.get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
