package meander.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Checkpoints;
import meander.models.checkpoint.Program;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.graph.Weights;
import meander.training.program.Pictures;
import meander.training.program.Trainer;
import meander.training.recipe.Plan;
import meander.training.recipe.Recipe;
import meander.training.recipe.Recipes;
import meander.training.recipe.Settings;

/** Brings home a training that went on elsewhere, by {@link TrainingExport}. */
public record TrainingImport(Recipes recipes) {
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
            JsonNode json = json(from.resolve(TrainingExport.PLAN));
            TrainingSpec spec = new ObjectMapper().treeToValue(json.at("/spec"), TrainingSpec.class);
            Recipe recipe = recipes.named(spec.recipe())
                    .orElseThrow(() -> new IOException("The recipe " + spec.recipe() + " of " + from + " is not known here."));
            List<String> classes = new ArrayList<>();
            json.at("/data/classes").forEach(size -> classes.add(size.at("/name").asText()));
            Plan plan = recipe.plan(new Settings(LocalRun.settings(recipe), spec.settings()),
                    new Recipe.DataShape(json.at("/data/size").intValue(), json.at("/data/channels").intValue(), classes.size()));
            TrainingState state = state(from.resolve(TrainingExport.CHECKPOINT), json.at("/data/fingerprint").asText());
            try (RunLock _ = RunLock.take(run.path())) {
                return write(from, run, new Frequencies(json.at("/data/classes")), state, new Checkpointing(run, spec, plan,
                        json.at("/data/title").asText(), classes, json.at("/data/fingerprint").asText()));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(from.resolve(TrainingExport.PLAN) + " was changed or damaged: " + e.getMessage(), e);
        }
    }

    private static Brought write(Path from, RunFolder run, Pictures pictures, TrainingState state, Checkpointing checkpointing)
            throws IOException {
        TrainingSpec spec = checkpointing.spec();
        Plan plan = checkpointing.plan();
        long known = 0;
        if (RunFolder.is(run.path())) {
            TrainingSpec there = run.spec();
            if (!there.recipe().equals(spec.recipe()) || !there.data().equals(spec.data()) || there.seed() != spec.seed())
                throw new IOException(run.path() + " holds another training; name a new folder.");
            known = run.events().stream().mapToLong(TrainingEvent::images).max().orElse(0);
            if (run.state().isPresent() && TrainingState.read(run.state().get()).images() >= state.images())
                throw new IOException(run.path() + " has come as far as " + from + " already; name a new folder.");
        }
        try (Trainer trainer = new Trainer(plan.program(), plan.batch(), plan.rounds(), spec.seed(),
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

    private static JsonNode json(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + " is missing: name the folder that an export wrote.", e);
        }
    }

    /** What the driver's {@code torch.save} wrote, read as data: nothing in it is run. */
    private static TrainingState state(Path file, String fingerprint) throws IOException {
        if (!Files.exists(file))
            throw new NoSuchFileException(file.toString(), null,
                    "there is no checkpoint yet: let driver.py run until it has saved one");
        return switch (Checkpoints.open(file)) {
            case Rejected rejected -> throw new IOException(file + " cannot be used: " + rejected.sentence());
            case Program _ -> throw new IOException(file + " was not written by driver.py.");
            case Checkpoint checkpoint -> {
                StateDict all = checkpoint.networks().get("");
                if (all == null || !(checkpoint.facts().get("step") instanceof Number step)
                        || !(checkpoint.facts().get("images") instanceof Number images))
                    throw new IOException(file + " was not written by driver.py.");
                SequencedMap<String, float[]> tensors = new LinkedHashMap<>();
                all.tensors().forEach((name, tensor) -> tensors.put(name, tensor.floats()));
                yield new TrainingState(step.longValue(), images.longValue(), tensors, fingerprint);
            }
        };
    }

    /** Nothing is learned while a training is brought home; but the mean style is that of classes as frequent as in the data. */
    private static final class Frequencies implements Pictures {
        private final List<Integer> pictures = new ArrayList<>();

        Frequencies(JsonNode classes) {
            classes.forEach(size -> pictures.add(size.at("/pictures").intValue()));
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
            double left = chance * pictures.stream().mapToInt(Integer::intValue).sum();
            for (int label = 0; label < pictures.size(); label++)
                if ((left -= pictures.get(label)) < 0) return label;
            return pictures.size() - 1;
        }
    }
}
