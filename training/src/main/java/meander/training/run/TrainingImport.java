package meander.training.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.graph.Weights;
import meander.training.data.DataSettings;
import meander.training.program.Trainer;
import meander.training.program.TrainingBatchSource;
import meander.training.recipe.Recipes;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingPlan;
import meander.training.recipe.TrainingRecipe;

/** Brings home a training that went on elsewhere, by {@link TrainingExport}. */
public record TrainingImport(Recipes recipes) {
    private static final int LONGEST_PLAN = 64 << 20; // bytes
    private static final ObjectMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What was brought home. @param model relative to the run's folder */
    public record Brought(long images, String model) {}

    /**
     * Makes a run of the driver's last checkpoint, with its model, its state and the figures that it reported; or adds these to the run
     * that it came from.
     *
     * @param from the folder with the driver
     * @throws IOException with a sentence
     */
    public Brought read(Path from, RunFolder run) throws IOException {
        try {
            Exported exported = exported(from.resolve(TrainingExport.PLAN));
            TrainingSpec spec = exported.spec;
            TrainingRecipe recipe = recipes.named(spec.recipe())
                    .orElseThrow(() -> new IOException("The recipe " + spec.recipe() + " of " + from + " is not known here."));
            TrainingPlan plan = recipe.plan(new SettingValues(RunSettings.of(recipe), spec.settings()),
                    new TrainingRecipe.DataShape(exported.size, exported.channels, exported.classes.size()));
            TrainingState state = state(from.resolve(TrainingExport.CHECKPOINT), exported.fingerprint);
            run.refuseLinks();
            try (RunLock _ = RunLock.take(run.path())) {
                return write(from, run, new Frequencies(exported.classes.values()), state, new CheckpointWriter(run, spec, plan,
                        exported.title, List.copyOf(exported.classes.keySet()), exported.fingerprint));
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException(from.resolve(TrainingExport.PLAN) + " was changed or damaged: " + e.getMessage(), e);
        }
    }

    private static Brought write(Path from, RunFolder run, TrainingBatchSource pictures, TrainingState state,
            CheckpointWriter checkpointing) throws IOException {
        TrainingSpec spec = checkpointing.spec();
        TrainingPlan plan = checkpointing.plan();
        long known = 0;
        if (RunFolder.is(run.path())) {
            TrainingSpec there = run.spec();
            if (!there.recipe().equals(spec.recipe()) || !there.data().equals(spec.data()) || there.seed() != spec.seed())
                throw new IOException(run.path() + " holds another training; name a new folder.");
            known = run.events().stream().mapToLong(TrainingEvent::images).max().orElse(0);
            if (run.state().isPresent() && TrainingState.read(run.state().get()).images() >= state.images())
                throw new IOException(run.path() + " has come as far as " + from + " already; name a new folder.");
        }
        try (Trainer trainer = new Trainer(plan.program(), plan.batchSize(), plan.gradientAccumulation(), spec.seed(),
                Weights.untrained(spec.seed()), pictures, false)) {
            trainer.restore(state.tensors(), state.step(), state.images());
            run.write(spec);
            Files.createDirectories(run.samples());
            String model = checkpointing.save(trainer);
            for (TrainingEvent event : new RunFolder(from).events())
                if (event instanceof TrainingEvent.Measured && event.images() > known) run.log(event);
            long now = System.currentTimeMillis();
            run.log(new TrainingEvent.Noticed(now, state.images(), "imported", List.of(from.toString())));
            run.log(new TrainingEvent.Checkpoint(now, state.images(), model));
            return new Brought(state.images(), model);
        }
    }

    /** What an export says of itself. @param classes how many pictures each has */
    private record Exported(TrainingSpec spec, int size, int channels, SequencedMap<String, Integer> classes, String title,
            String fingerprint) {}

    private static Exported exported(Path file) throws IOException {
        JsonNode json;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_PLAN + 1);
            if (bytes.length > LONGEST_PLAN) throw changed(file, "it is too long", null);
            json = JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw changed(file, "it is no JSON", e);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is missing: name the folder that an export wrote.", e);
        }
        if (json == null || !json.isObject()) throw changed(file, "it is no plan", null);
        TrainingSpec spec;
        try {
            spec = JSON.treeToValue(json.at("/spec"), TrainingSpec.class);
        } catch (JacksonException e) {
            throw changed(file, "its spec is none", e);
        }
        Optional<String> objection = spec == null ? Optional.of("no spec") : spec.objection();
        if (objection.isPresent()) throw changed(file, objection.get(), null);
        int size = number(file, json.at("/data/size"), "data.size", DataSettings.SMALLEST, DataSettings.LARGEST);
        if (Integer.bitCount(size) != 1) throw changed(file, "data.size is " + size, null);
        int channels = number(file, json.at("/data/channels"), "data.channels", 1, 4);
        SequencedMap<String, Integer> classes = new LinkedHashMap<>();
        JsonNode named = json.at("/data/classes");
        if (!named.isArray()) throw changed(file, "data.classes are missing", null);
        for (JsonNode each : named)
            classes.put(text(file, each.at("/name"), "the name of a class"),
                    number(file, each.at("/pictures"), "the pictures of a class", 0, Integer.MAX_VALUE));
        return new Exported(spec, size, channels, classes, text(file, json.at("/data/title"), "data.title"),
                text(file, json.at("/data/fingerprint"), "data.fingerprint"));
    }

    private static int number(Path file, JsonNode node, String name, int least, int most) throws IOException {
        if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= least && node.intValue() <= most)
            return node.intValue();
        throw changed(file, name + " is " + (node.isMissingNode() ? "missing" : "no number from " + least + " to " + most), null);
    }

    private static String text(Path file, JsonNode node, String name) throws IOException {
        if (node.isTextual()) return node.textValue();
        throw changed(file, name + " is " + (node.isMissingNode() ? "missing" : "no text"), null);
    }

    private static IOException changed(Path file, String why, Exception cause) {
        return new IOException(file + " was changed or damaged: " + why + ".", cause);
    }

    /** What the driver's {@code torch.save} wrote, read as data: nothing in it is run. */
    private static TrainingState state(Path file, String fingerprint) throws IOException {
        if (!Files.exists(file))
            throw new NoSuchFileException(file.toString(), null,
                    "there is no checkpoint yet: let driver.py run until it has saved one");
        return switch (Checkpoints.open(file)) {
            case Rejected rejected -> throw new IOException(file + " cannot be used: " + rejected.sentence());
            case ForeignModel _ -> throw new IOException(file + " was not written by driver.py.");
            case Checkpoint checkpoint -> {
                StateDict all = checkpoint.networks().get("");
                if (all == null || !(checkpoint.facts().get("step") instanceof Number step)
                        || !(checkpoint.facts().get("images") instanceof Number images) || step.longValue() < 0
                        || images.longValue() < 0)
                    throw new IOException(file + " was not written by driver.py.");
                SequencedMap<String, float[]> tensors = new LinkedHashMap<>();
                all.tensors().forEach((name, tensor) -> tensors.put(name, tensor.floats()));
                yield new TrainingState(step.longValue(), images.longValue(), tensors, fingerprint);
            }
        };
    }

    /** Nothing is learned while a training is brought home; but the mean style is that of classes as frequent as in the data. */
    private static final class Frequencies implements TrainingBatchSource {
        private final List<Integer> pictures = new ArrayList<>();

        Frequencies(Collection<Integer> classes) {
            pictures.addAll(classes);
        }

        @Override
        public void picture(long position, float[] into) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int label(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int randomLabel(double chance) {
            double left = chance * pictures.stream().mapToLong(Integer::intValue).sum();
            for (int label = 0; label < pictures.size(); label++)
                if ((left -= pictures.get(label)) < 0) return label;
            return pictures.size() - 1;
        }
    }
}
