package meander.training.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.files.AtomicFile;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptBuilder;
import meander.training.data.Dataset;
import meander.training.data.Datasets;
import meander.training.data.DomainOrder;
import meander.training.data.UnusableData;
import meander.training.optimizer.LearningRateSchedule;
import meander.training.program.FlatParameters;
import meander.training.program.Phase;
import meander.training.program.TrainableNetwork;
import meander.training.program.TrainingProgram;
import meander.training.recipe.Recipes;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingPlan;
import meander.training.recipe.TrainingRecipe;

/**
 * A training that outgrows this machine, as a folder that goes on with it wherever there is a PyTorch:
 *
 * <pre>
 * driver.py     runs the steps, on one process or several; the one program that a person may want to change
 * plan.json     what is run when and with which inputs; the spec of the run
 * step.pt       networks, optimisers and the arithmetic of every phase as TorchScript, with the state inside
 * pictures.u8   the pictures to learn from, bytes {@code [N,C,H,W]}
 * labels.i32    their classes, −1 where they have none
 * </pre>
 *
 * @param cache where decoded pictures are kept
 */
public record TrainingExport(Recipes recipes, Path cache) {
    static final String DRIVER = "driver.py";
    static final String PLAN = "plan.json";
    static final String STEP = "step.pt";
    static final String PICTURES = "pictures.u8";
    static final String LABELS = "labels.i32";
    /** What the driver writes. */
    static final String CHECKPOINT = "checkpoint.pt";
    static final String LOG = "log.jsonl";

    /** Every file that may lie in the folder, those that the driver writes included. */
    public static List<String> names() {
        return List.of(DRIVER, PLAN, STEP, PICTURES, LABELS, CHECKPOINT, LOG);
    }

    /**
     * Writes the folder. What the driver left there before is deleted: it belongs to another training.
     *
     * @param changes to the run's settings, such as more rounds, so that more processes can share a step
     * @throws IOException           with a sentence
     * @throws CancellationException when cancelled
     */
    public void write(RunFolder run, Map<String, String> changes, Path target, BooleanSupplier cancelled, DoubleConsumer progress)
            throws IOException {
        TrainingSpec spec = run.spec().with(changes);
        TrainingRecipe recipe = recipes.named(spec.recipe())
                .orElseThrow(() -> new IOException("The recipe " + spec.recipe() + " of " + run.path() + " is not known here."));
        try {
            SettingValues settings = new SettingValues(RunSettings.of(recipe), spec.settings());
            try (Dataset data = data(spec, settings, recipe, cancelled, progress)) {
                write(run, spec, recipe, settings, data, target);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Dataset data(TrainingSpec spec, SettingValues settings, TrainingRecipe recipe, BooleanSupplier cancelled,
            DoubleConsumer progress) throws IOException {
        return switch (Datasets.prepare(spec.data(), RunSettings.data(settings, recipe), cache, cancelled, progress)) {
            case Dataset ready -> ready;
            case UnusableData unusable when unusable.reason() == UnusableData.Reason.CANCELLED ->
                throw new CancellationException();
            case UnusableData unusable -> throw new IOException(unusable.sentence());
        };
    }

    private static void write(RunFolder run, TrainingSpec spec, TrainingRecipe recipe, SettingValues settings, Dataset data,
            Path target) throws IOException {
        List<String> classes = TrainingLoop.learned(settings, data);
        TrainingPlan plan = recipe.plan(settings, new TrainingRecipe.DataShape(data.width(), data.channels(), classes.size()));
        TorchScriptBuilder script = plan.program().script(Weights.untrained(spec.seed()));
        Optional<Path> saved = run.state();
        if (saved.isEmpty() && run.trained().isPresent())
            throw new IOException("its state is missing, without which it would begin anew. " + RunFolder.anew(run));
        TrainingState state = saved.isPresent() ? TrainingState.read(saved.get()) : null;
        if (state != null) fill(script, plan.program(), state, data.fingerprint());
        int[] learnt = learnt(data, spec, settings);
        Files.createDirectories(target);
        Files.deleteIfExists(target.resolve(CHECKPOINT));
        Files.deleteIfExists(target.resolve(LOG));
        AtomicFile.write(target.resolve(STEP),
                out -> TorchScriptArchive.write(script, TorchScriptArchive.Precision.FLOAT32, out));
        AtomicFile.write(target.resolve(PICTURES), out -> {
            for (int index : learnt)
                out.write(data.pixels(index));
        });
        AtomicFile.write(target.resolve(LABELS), out -> labels(data, learnt, out));
        try (InputStream driver = TrainingExport.class.getResourceAsStream(DRIVER)) {
            AtomicFile.write(target.resolve(DRIVER), driver::transferTo);
        }
        ObjectNode json = plan(plan, spec, TrainingLoop.ownSchedule(settings));
        json.put("step", state == null ? 0 : state.step()).put("images", state == null ? 0 : state.images());
        json.put("saveEvery", Math.max(1, Math.round(settings.real("checkpoint-interval") * 1000)));
        ObjectNode about = json.putObject("data").put("pictures", learnt.length).put("channels", data.channels())
                .put("size", data.width()).put("mirror", settings.on("mirror")).put("title", data.summary().title())
                .put("sides", data.summary().sides().name()).put("fingerprint", data.fingerprint());
        ArrayNode names = about.putArray("classes");
        if (!classes.isEmpty())
            data.summary().classes().forEach(size -> names.addObject().put("name", size.name()).put("pictures", size.pictures()));
        AtomicFile.write(target.resolve(PLAN),
                out -> out.write(new ObjectMapper().writer(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(json)));
    }

    private static void fill(TorchScriptBuilder script, TrainingProgram program, TrainingState state, String fingerprint)
            throws IOException {
        if (!state.data().equals(fingerprint))
            throw new IOException("The pictures are not those that this run learned from; put them back.");
        for (Map.Entry<String, Integer> kept : program.buffers().entrySet()) {
            float[] values = state.tensors().get(kept.getKey());
            if (values == null || values.length != kept.getValue())
                throw new IOException("The settings give other networks than those that were trained.");
            System.arraycopy(values, 0, script.tensors().get(kept.getKey()).data(), 0, values.length);
        }
    }

    /** All but the pictures that are only measured with. */
    private static int[] learnt(Dataset data, TrainingSpec spec, SettingValues settings) {
        return new DomainOrder(data, spec.seed(), false, settings.real("held-back")).learnt();
    }

    private static void labels(Dataset data, int[] learnt, OutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(learnt.length, Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (int index : learnt)
            bytes.putInt(data.label(index));
        out.write(bytes.array());
    }

    private static ObjectNode plan(TrainingPlan plan, TrainingSpec spec, OptionalLong schedule) {
        TrainingProgram program = plan.program();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("recipe", spec.recipe()).put("seed", spec.seed());
        json.put("target", spec.images()).put("schedule", schedule.orElse(0)).put("batch", plan.batchSize()).put("rounds",
                plan.gradientAccumulation());
        ObjectNode players = json.putObject("players");
        program.networks().forEach(player -> player(players.putObject(player.name()), player, program.layout(player.name())));
        ArrayNode phases = json.putArray("phases");
        program.phases().forEach(phase -> phase(phases.addObject(), phase));
        ArrayNode restarts = json.putArray("restarts");
        program.restarts().forEach(restart -> restarts.addObject().put("player", restart.player()).put("kimg", restart.kimg()));
        ObjectNode kept = json.putObject("kept");
        program.buffers().forEach(kept::put);
        json.set("spec", new ObjectMapper().valueToTree(spec));
        return json;
    }

    private static void player(ObjectNode json, TrainableNetwork player, FlatParameters layout) {
        player.averaging().ifPresentOrElse(averaging -> {
            ObjectNode node = json.putObject("averaging").put("kimg", averaging.kimg());
            finite(node, "rampUp", averaging.rampUp());
        }, () -> json.putNull("averaging"));
        schedule(json.putObject("schedule"), player.schedule());
        ArrayNode statistics = json.putArray("statistics");
        for (FlatParameters.Place place : layout.places())
            if (!place.parameter().learned()) statistics.addArray().add(place.from()).add(place.size());
    }

    private static void schedule(ObjectNode json, LearningRateSchedule schedule) {
        switch (schedule) {
            case LearningRateSchedule.Constant() -> json.put("kind", "constant");
            case LearningRateSchedule.LinearToZero(double from) -> json.put("kind", "linear").put("from", from);
            case LearningRateSchedule.Cosine(double from) -> json.put("kind", "cosine").put("from", from);
            case LearningRateSchedule.WarmUp(double until, LearningRateSchedule then) ->
                schedule(json.put("kind", "warm-up").put("until", until).putObject("then"), then);
        }
    }

    private static void phase(ObjectNode json, Phase phase) {
        json.put("name", phase.name()).put("player", phase.network()).put("batch", phase.batch()).put("every", phase.interval());
        finite(json, "from", phase.from());
        finite(json, "to", phase.to());
        ArrayNode feeds = json.putArray("feeds");
        phase.inputs().forEach((name, feed) -> {
            ArrayNode shape = feeds.addObject().put("name", name).put("kind", feed.name()).putArray("shape");
            IntStream.of(phase.graph().inputs().get(name).shape().dims()).forEach(shape::add);
        });
        phase.metrics().forEach(json.putArray("figures")::add);
    }

    /** JSON has no infinity. */
    private static void finite(ObjectNode json, String name, double value) {
        if (Double.isInfinite(value)) json.putNull(name);
        else
            json.put(name, value);
    }
}
