package meander.training.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptBuilder;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.graph.torchscript.TorchScriptModule.Slot;
import meander.training.data.Domain;
import meander.training.metric.MetricNames;

/**
 * Runs a program step by step. All random numbers are functions of the seed, the step, the phase and the input, so that the step is all
 * there is to the random state: a training that goes on after a stop sees what it would have seen. One thread at a time.
 */
public final class Trainer implements AutoCloseable {
    private final TrainingProgram program;
    private final int batch;
    private final int rounds;
    private final long seed;
    private final long length;
    private final TrainingBatchSource pictures;
    private final TorchScriptModule module;
    private final Map<Phase, List<Slot>> arguments = new HashMap<>();
    private final Map<String, Slot> scalars = new HashMap<>();
    private final Map<TrainableNetwork, Double> initialMagnitudes = new HashMap<>();
    private final Map<Phase, Double> millis = new LinkedHashMap<>();
    private long step;
    private long images;

    /** A training without an end, in which no learning rate falls. */
    public Trainer(TrainingProgram program, int batch, int rounds, long seed, Weights initial, TrainingBatchSource pictures,
            boolean gpu) {
        this(program, batch, rounds, seed, Long.MAX_VALUE, initial, pictures, gpu);
    }

    /**
     * @param batch   pictures in a step of which no phase is shown any
     * @param rounds  parts in which a step is worked out
     * @param length  pictures until it ends, by which learning rates fall
     * @param initial untrained weights
     * @throws IllegalStateException if the engine does not start or does not take the program
     */
    public Trainer(TrainingProgram program, int batch, int rounds, long seed, long length, Weights initial,
            TrainingBatchSource pictures, boolean gpu) {
        this.program = program;
        this.batch = batch;
        this.rounds = rounds;
        this.seed = seed;
        this.length = length;
        this.pictures = pictures;
        TorchScriptBuilder script = program.script(initial, TorchScriptModule.padsChannels(gpu));
        for (TrainableNetwork player : program.networks())
            initialMagnitudes.put(player, magnitude(player, script.tensors().get(player.name()).data()));
        this.module = TorchScriptModule.load(script, TorchScriptArchive.Precision.FLOAT32, gpu);
        for (Phase phase : program.phases())
            arguments.put(phase, slots(phase.graph().inputs().values().stream().map(value -> value.shape()).toList()));
        scalars.put("share", module.slot(Shape.of()).fill(new float[]{1f / rounds}));
        scalars.put("rate", module.slot(Shape.of()));
        scalars.put("decay", module.slot(Shape.of()));
    }

    private List<Slot> slots(List<Shape> shapes) {
        return shapes.stream().map(module::slot).toList();
    }

    public long step() {
        return step;
    }

    /** Real pictures shown to the discriminator so far. */
    public long images() {
        return images;
    }

    /** What one call of each phase took the last time, in milliseconds, by the phase's name. */
    public SequencedMap<String, Double> millis() {
        SequencedMap<String, Double> named = new LinkedHashMap<>();
        millis.forEach((phase, time) -> named.put(phase.name(), time));
        return named;
    }

    /**
     * One step: every phase that is due, then the averages, then what is to be forgotten.
     *
     * @return the figures of the phases that ran
     */
    public SequencedMap<String, Double> advance() {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        int parts = rounds * program.shown(step, images);
        int shown = parts == 0 ? batch : parts;
        for (Phase phase : program.phases())
            if (phase.runs(step, images)) run(phase, figures);
        for (TrainableNetwork player : program.networks())
            player.averaging().ifPresent(averaging -> {
                scalars.get("decay").put(0, (float) averaging.decay(images, shown));
                Tensor distance = module.call(player.name() + "_average", List.of(scalars.get("decay")));
                figures.put(MetricNames.EMA_DISTANCE, (double) distance.data()[0]);
            });
        step++;
        long before = images;
        images += shown;
        // Now rather than before the next step: so what is saved tells all, whatever the sizes of the steps.
        for (TrainingProgram.Restart restart : program.restarts())
            if (before < restart.kimg() * 1000 && images >= restart.kimg() * 1000)
                module.call(restart.player() + "_restart", List.of());
        return figures;
    }

    private void run(Phase phase, SequencedMap<String, Double> figures) {
        long begin = System.nanoTime();
        List<Slot> list = new ArrayList<>(List.of(scalars.get("share")));
        if (rounds == 1) list.add(scalars.get("rate"));
        list.addAll(arguments.get(phase));
        scalars.get("rate").put(0, (float) rate(phase));
        int times = phase.network().isEmpty() ? 1 : rounds; // what only keeps count does so once
        for (int round = 0; round < times; round++) {
            fill(phase, round);
            float[] result = module.call(phase.name() + (rounds == 1 ? "_step" : "_gradients"), list).data();
            for (int i = 0; i < result.length; i++)
                figures.merge(phase.metrics().get(i), (double) result[i] / times, Double::sum);
        }
        if (rounds > 1 && !phase.network().isEmpty()) module.call(phase.network() + "_apply", List.of(scalars.get("rate")));
        millis.put(phase, (System.nanoTime() - begin) / 1e6);
    }

    /** The share of its learning rate by which a phase's player moves now. */
    private double rate(Phase phase) {
        return program.networks().stream().filter(player -> player.name().equals(phase.network()))
                .mapToDouble(player -> player.schedule().factor((double) images / length)).findFirst().orElse(1);
    }

    private void fill(Phase phase, int round) {
        List<Slot> slots = arguments.get(phase);
        int i = 0;
        for (Map.Entry<String, InputSource> feed : phase.inputs().entrySet())
            fill(slots.get(i++), feed.getValue(), random(phase.name(), round, feed.getKey()),
                    images + (long) round * phase.batch(), pictures, pictures::picture);
    }

    /** Where pictures of a side come from. */
    private interface Row {
        void picture(Domain side, long position, float[] into);
    }

    private void fill(Slot slot, InputSource feed, SplittableRandom random, long position, TrainingBatchSource labels, Row row) {
        int size = slot.shape().elements();
        switch (feed) {
            case NORMAL -> {
                for (int i = 0; i < size; i++)
                    slot.put(i, (float) random.nextGaussian());
            }
            case UNIFORM -> {
                for (int i = 0; i < size; i++)
                    slot.put(i, (float) random.nextDouble());
            }
            case PICTURES, SIDE_A, SIDE_B -> {
                Domain side = feed == InputSource.SIDE_A ? Domain.A : feed == InputSource.SIDE_B ? Domain.B : Domain.ALL;
                float[] picture = new float[size / slot.shape().dim(0)];
                for (int n = 0; n < slot.shape().dim(0); n++) {
                    row.picture(side, position + n, picture);
                    for (int i = 0; i < picture.length; i++)
                        slot.put(n * picture.length + i, picture[i]);
                }
            }
            case LABELS, RANDOM_LABELS -> {
                int classes = slot.shape().dim(1);
                for (int n = 0; n < slot.shape().dim(0); n++) {
                    int label = feed == InputSource.LABELS ? labels.label(position + n) : labels.randomLabel(random.nextDouble());
                    for (int k = 0; k < classes; k++)
                        slot.put(n * classes + k, k == label ? 1 : 0);
                }
            }
            case KIMG -> slot.put(0, images / 1000f);
        }
    }

    private SplittableRandom random(String phase, int round, String input) {
        long mixed = seed;
        for (long part : new long[]{step, phase.hashCode(), round, input.hashCode()})
            mixed = new SplittableRandom(mixed ^ part * 0x9E3779B97F4A7C15L).nextLong();
        return new SplittableRandom(mixed);
    }

    /**
     * Something that the average of the weights gives, pictures {@code [N,C,H,W]} by {@link TrainingProgram#DRAW}.
     *
     * @param chance decides the random numbers, latents above all: the same number gives the same latents. What is drawn from pictures begins
     *               with the chance-th batch of those to look at.
     */
    public Tensor draw(String drawing, long chance) {
        Phase drawn = program.samplers().get(drawing);
        int together = drawn.isShown() ? drawn.graph().inputs().firstEntry().getValue().shape().dim(0) : 0;
        return draw(drawing, chance, pictures, chance * together, pictures::shown);
    }

    /** What the discriminator says of pictures, logits {@code [N,1]} by {@link TrainingProgram#JUDGE}. @param position of the first of them */
    public Tensor draw(String drawing, long chance, TrainingBatchSource from, long position) {
        return draw(drawing, chance, from, position, from::picture);
    }

    private Tensor draw(String drawing, long chance, TrainingBatchSource from, long position, Row row) {
        Phase drawn = program.samplers().get(drawing);
        List<Slot> slots = new ArrayList<>();
        try {
            drawn.graph().inputs().forEach((name, value) -> {
                Slot slot = module.slot(value.shape());
                slots.add(slot);
                fill(slot, drawn.inputs().get(name), new SplittableRandom(chance * 31 + name.hashCode()), position, from, row);
            });
            return module.call(drawing, slots);
        } finally {
            slots.forEach(Slot::close);
        }
    }

    /** Root mean square of a player's learned weights. */
    public double magnitude(TrainableNetwork player) {
        return magnitude(player, module.call(player.name() + "_weights", List.of()).data());
    }

    /** The same before the first step. */
    public double initialMagnitude(TrainableNetwork player) {
        return initialMagnitudes.get(player);
    }

    private double magnitude(TrainableNetwork player, float[] weights) {
        double squares = 0;
        long count = 0;
        for (FlatParameters.Place place : program.layout(player.name()).places())
            if (place.parameter().learned()) {
                for (int i = place.from(); i < place.from() + place.size(); i++)
                    squares += (double) weights[i] * weights[i];
                count += place.size();
            }
        return count == 0 ? 0 : Math.sqrt(squares / count);
    }

    /** All kept tensors, by name. */
    public SequencedMap<String, float[]> state() {
        List<Tensor> tensors = module.callAll("everything", List.of());
        SequencedMap<String, float[]> state = new LinkedHashMap<>();
        int i = 0;
        for (String name : program.buffers().keySet())
            state.put(name, tensors.get(i++).data());
        return state;
    }

    /**
     * Goes on from somewhere else.
     *
     * @throws IllegalArgumentException if a tensor is missing or has another length
     */
    public void restore(Map<String, float[]> state, long step, long images) {
        int i = 0;
        for (Map.Entry<String, Integer> kept : program.buffers().entrySet()) {
            float[] values = state.get(kept.getKey());
            if (values == null || values.length != kept.getValue())
                throw new IllegalArgumentException(kept.getKey() + " does not fit: it has " + (values == null ? 0 : values.length)
                        + " numbers, not " + kept.getValue());
            try (Slot slot = module.slot(Shape.of(values.length))) {
                module.call("restore_" + i++, List.of(slot.fill(values)));
            }
        }
        this.step = step;
        this.images = images;
    }

    @Override
    public void close() {
        arguments.values().forEach(slots -> slots.forEach(Slot::close));
        scalars.values().forEach(Slot::close);
        module.close();
    }
}
