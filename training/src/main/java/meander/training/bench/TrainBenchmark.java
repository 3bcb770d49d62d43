package meander.training.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.training.program.FlatParameters;
import meander.training.program.TrainableNetwork;
import meander.training.program.Trainer;
import meander.training.program.TrainingBatchSource;
import meander.training.recipe.Setting;
import meander.training.recipe.SettingAliases;
import meander.training.recipe.SettingValues;
import meander.training.recipe.TrainingPlan;
import meander.training.recipe.TrainingRecipe;

/**
 * How many pictures a second a training sees, untrained, at its full size and on made-up data. Beside it, if there is a Python with PyTorch, the same
 * networks written plainly there: in turns, round by round, so that whatever else the machine does falls on both.
 *
 * @param rounds  how often each side runs; the middle round counts
 * @param steps   in a round; as many as lie between two lazy phases, so that every round holds the same work
 * @param threads of both
 */
public record TrainBenchmark(int rounds, int steps, int threads, Optional<PythonWithTorch> python) {
    private static final int PICTURES = 256;
    /** Seen before the first step: whatever grows has grown, whatever fades is faded in. */
    private static final long IMAGES = 1_000_000_000;

    /**
     * One side.
     *
     * @param engine     what ran, with its version
     * @param parameters that are learned
     * @param rates      pictures per second of each round
     */
    public record Side(String engine, long parameters, List<Double> rates) {
        public Side {
            rates = List.copyOf(rates);
        }

        public double median() {
            List<Double> sorted = rates.stream().sorted().toList();
            int half = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        }
    }

    /** @param theirs empty where there is no Python with PyTorch, or no class for this recipe */
    public record Report(String recipe, int size, int batch, Side ours, Optional<Side> theirs) {
        /** Our median as a multiple of theirs. */
        public Optional<Double> ratio() {
            return theirs.map(side -> ours.median() / side.median());
        }
    }

    /** Asked between rounds. */
    @FunctionalInterface
    public interface Watch {
        /** @param share done, @throws RuntimeException to end it */
        void at(double share);
    }

    /**
     * Runs both sides.
     *
     * @param changes to the recipe's settings
     * @throws IllegalArgumentException with a sentence if the settings will not do
     * @throws IllegalStateException    with a sentence if the other side failed, or is of another size
     */
    public Report run(TrainingRecipe recipe, int size, Map<String, String> changes, Watch watch) {
        Map<String, String> typed = new HashMap<>(SettingAliases.current(changes));
        // The plain networks augment nothing, so ours do not either.
        if (recipe.settings().stream().anyMatch(setting -> setting.key().equals("augment"))) typed.put("augment", "none");
        TrainingPlan plan = recipe.plan(new SettingValues(recipe.settings(), typed), new TrainingRecipe.DataShape(size, 3, 0));
        TorchScriptModule.threads(threads);
        try (PyTorchBaseline peer = python.map(found -> PyTorchBaseline.start(found, question(recipe, size, typed)))
                .orElse(PyTorchBaseline.NONE);
                Trainer trainer = new Trainer(plan.program(), plan.batchSize(), plan.gradientAccumulation(), 0,
                        Weights.untrained(0), new MadeUp(size), false)) {
            if (peer.known() && peer.parameters() != learned(plan))
                throw new IllegalStateException("The plain networks have " + peer.parameters() + " parameters and ours "
                        + learned(plan) + ": they are not the same.");
            trainer.restore(trainer.state(), 0, IMAGES);
            int batch = plan.program().shown(0, IMAGES) * plan.gradientAccumulation();
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int round = -1; round < rounds; round++) { // the first warms up
                watch.at((round + 1.0) / (rounds + 1));
                double rate = (double) steps * batch / seconds(trainer);
                if (round >= 0) ours.add(rate);
                if (!peer.known()) continue;
                watch.at((round + 1.5) / (rounds + 1));
                rate = (double) steps * batch / peer.seconds(steps);
                if (round >= 0) theirs.add(rate);
            }
            return new Report(recipe.name(), size, batch, new Side(TorchScriptModule.engine(), learned(plan), ours),
                    peer.known() ? Optional.of(new Side(peer.engine(), peer.parameters(), theirs)) : Optional.empty());
        }
    }

    private double seconds(Trainer trainer) {
        long begin = System.nanoTime();
        for (int step = 0; step < steps; step++)
            trainer.advance();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static long learned(TrainingPlan plan) {
        long count = 0;
        for (TrainableNetwork player : plan.program().networks())
            for (FlatParameters.Place place : plan.program().layout(player.name()).places())
                if (place.parameter().learned()) count += place.size();
        return count;
    }

    private Map<String, Object> question(TrainingRecipe recipe, int size, Map<String, String> typed) {
        Map<String, Object> question = new HashMap<>();
        for (Setting setting : recipe.settings())
            question.put(setting.key(), typed.getOrDefault(setting.key(), setting.initial()));
        question.putAll(Map.of("recipe", recipe.name(), "size", size, "channels", 3, "threads", threads, "images", IMAGES));
        return question;
    }

    /** Noise, made beforehand. */
    private static final class MadeUp implements TrainingBatchSource {
        private final float[][] pictures;

        MadeUp(int size) {
            SplittableRandom random = new SplittableRandom(1);
            pictures = new float[PICTURES][3 * size * size];
            for (float[] picture : pictures)
                for (int i = 0; i < picture.length; i++)
                    picture[i] = (float) random.nextDouble(-1, 1);
        }

        @Override
        public void picture(long position, float[] into) {
            System.arraycopy(pictures[(int) (position % PICTURES)], 0, into, 0, into.length);
        }

        @Override
        public int label(long position) {
            return -1;
        }

        @Override
        public int randomLabel(double chance) {
            return -1;
        }
    }
}
