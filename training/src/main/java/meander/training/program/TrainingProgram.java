package meander.training.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

import meander.models.graph.Graph;
import meander.models.graph.Op;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptBuilder;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.training.optimizer.Optimizer;

/**
 * Everything that is learned together, and the script it compiles to. The script keeps, for each player {@code P}, the flat tensors
 * {@code P} (its weights), {@code P_gradient}, what its optimizer keeps, such as {@code P_mean} and {@code P_square}, and, if averaged,
 * {@code P_ema}; {@code state} holds what belongs to no player, and {@code memory}, if there is any, what a
 * process remembers for itself alone, such as pictures to be shown again. Its methods:
 *
 * <ul>
 * <li>{@code PHASE_gradients(share, inputs…)} adds {@code share} times the gradient to {@code P_gradient} and returns the phase's figures
 * <li>{@code P_apply(rate)} moves the weights by what was added up, {@code rate} being a share of the player's learning rate, and clears it
 * <li>{@code PHASE_step(share, rate, inputs…)} does both
 * <li>{@code P_average(decay)} moves the average and returns how far the weights are from it, as a share of their length
 * <li>{@code P_restart()} forgets what its optimizer keeps
 * <li>{@code P_weights()} returns its weights
 * <li>{@code draw(inputs…)} draws pictures with the average; other drawings likewise
 * <li>{@code everything()} returns all kept tensors in the order of {@link #buffers}, {@code restore_N(tensor)} sets the Nth
 * </ul>
 */
public final class TrainingProgram {
    /** When a player's moments are forgotten, as where ProGAN grows. @param kimg thousands of pictures seen */
    public record Restart(String player, double kimg) {}

    /** The drawing that gives pictures. */
    public static final String DRAW = "draw";
    /** What is remembered lies here: {@code phase.scope(MEMORY)}. */
    public static final String MEMORY = "memory";
    /** The drawing that gives a discriminator's logits {@code [N,1]} for pictures, as it sees them while it learns. */
    public static final String JUDGE = "judge";
    private static final String STATE = "state";

    private final List<TrainableNetwork> networks;
    private final List<Phase> phases;
    private final SequencedMap<String, Phase> samplers = new LinkedHashMap<>();
    private final List<Restart> restarts;
    private final SequencedMap<String, FlatParameters> layouts = new LinkedHashMap<>();

    /**
     * @param samplers what is worked out with the average of the weights, by name: {@link #DRAW}, from latents to pictures, and whatever else
     *                 a model's file needs
     * @throws IllegalArgumentException if a parameter belongs to no player and is not kept under {@code state.}, or is declared in two ways
     */
    public TrainingProgram(List<TrainableNetwork> players, List<Phase> phases, Map<String, PhaseGraph> drawings,
            List<Restart> restarts) {
        this.networks = List.copyOf(players);
        this.phases = List.copyOf(phases);
        new TreeMap<>(drawings).forEach((name, graph) -> this.samplers.put(name, graph.phase(name, "", 1)));
        this.restarts = List.copyOf(restarts);
        players.forEach(player -> layouts.put(player.name(), new FlatParameters()));
        layouts.put(STATE, new FlatParameters());
        layouts.put(MEMORY, new FlatParameters());
        phases.forEach(phase -> declare(phase.graph()));
        this.samplers.values().forEach(drawing -> declare(drawing.graph()));
    }

    private void declare(Graph graph) {
        graph.parameters().values().forEach(value -> {
            Op.Parameter parameter = (Op.Parameter) value.op();
            layout(parameter).add(parameter);
        });
    }

    private FlatParameters layout(Op.Parameter parameter) {
        return layouts.get(vector(parameter));
    }

    private String vector(Op.Parameter parameter) {
        String first = parameter.name().substring(0, Math.max(0, parameter.name().indexOf('.')));
        if (!layouts.containsKey(first)) throw new IllegalArgumentException(parameter.name() + " belongs to no player");
        return first;
    }

    public List<TrainableNetwork> networks() {
        return networks;
    }

    public List<Phase> phases() {
        return phases;
    }

    public List<Restart> restarts() {
        return restarts;
    }

    /**
     * Real pictures that one part of a step shows: as many as the phase that is shown most. Networks that grow see fewer at a time the
     * larger they are.
     *
     * @param step   counted from 0
     * @param images seen before it
     * @return 0 if no phase of the step is shown any
     */
    public int shown(long step, long images) {
        return phases.stream().filter(phase -> phase.runs(step, images) && phase.isShown()).mapToInt(Phase::batch).max()
                .orElse(0);
    }

    /** What is worked out with the average of the weights, by name. */
    public SequencedMap<String, Phase> samplers() {
        return Collections.unmodifiableSequencedMap(samplers);
    }

    /** Where a player's parameters lie; {@code state} for what belongs to none. */
    public FlatParameters layout(String player) {
        return layouts.get(player);
    }

    /** What is kept between steps and makes up a checkpoint: name to length. Gradients are not: no checkpoint is made between them. */
    public SequencedMap<String, Integer> buffers() {
        SequencedMap<String, Integer> kept = new LinkedHashMap<>();
        for (TrainableNetwork player : networks) {
            int size = layouts.get(player.name()).size();
            kept.put(player.name(), size);
            player.optimizer().buffers().forEach(buffer -> kept.put(player.name() + "_" + buffer.name(), buffer.size(size)));
            if (player.averaging().isPresent()) kept.put(player.name() + "_ema", size);
        }
        kept.put(STATE, Math.max(1, layouts.get(STATE).size()));
        if (layouts.get(MEMORY).size() > 0) kept.put(MEMORY, layouts.get(MEMORY).size());
        return Collections.unmodifiableSequencedMap(kept);
    }

    /** The script, untrained, for a file. */
    public TorchScriptBuilder script(Weights initial) {
        return script(initial, false);
    }

    /** The script, untrained. @param padsChannels whether it is to run here, on a processor that needs it */
    public TorchScriptBuilder script(Weights initial, boolean padsChannels) {
        TorchScriptBuilder script = new TorchScriptBuilder("Training", padsChannels);
        buffers().forEach((name, size) -> script.keep(name, Tensor.zeros(size)));
        for (TrainableNetwork player : networks) {
            float[] weights = layouts.get(player.name()).gather(initial);
            System.arraycopy(weights, 0, script.tensors().get(player.name()).data(), 0, weights.length);
            if (player.averaging().isPresent())
                System.arraycopy(weights, 0, script.tensors().get(player.name() + "_ema").data(), 0, weights.length);
            script.keep(player.name() + "_gradient", Tensor.zeros(weights.length));
        }
        for (String vector : List.of(STATE, MEMORY)) {
            float[] state = layouts.get(vector).gather(initial);
            if (state.length > 0) System.arraycopy(state, 0, script.tensors().get(vector).data(), 0, state.length);
        }
        for (Phase phase : phases)
            phase(script, phase);
        networks.forEach(player -> optimizer(script, player));
        samplers.forEach((name, drawing) -> TorchScriptCompiler.drawing(script, name, drawing.graph(), averages()));
        exchange(script);
        return script;
    }

    private void phase(TorchScriptBuilder script, Phase phase) {
        String gradients = phase.name() + "_gradients";
        TorchScriptCompiler.learning(script, gradients, phase.graph(), storage(""), phase.learned(), storage("_gradient"));
        List<String> arguments = new ArrayList<>(List.of("share"));
        phase.inputs().keySet().forEach(name -> arguments.add(TorchScriptCompiler.identifier(name)));
        List<String> body = new ArrayList<>();
        body.add("figures = (self)." + gradients + "(" + String.join(", ", arguments) + ")");
        if (!phase.network().isEmpty()) body.add("moved = (self)." + phase.network() + "_apply(rate)");
        body.add("return figures");
        arguments.add(1, "rate");
        script.method(phase.name() + "_step", arguments, "Tensor", body);
    }

    private void optimizer(TorchScriptBuilder script, TrainableNetwork player) {
        String p = player.name();
        Optimizer optimizer = player.optimizer();
        List<String> apply = new ArrayList<>(List.of("g = self." + p + "_gradient"));
        apply.addAll(optimizer.update(new Optimizer.Parameters(p, layouts.get(p).size(), layouts.get(p).learned())));
        double clip = player.weightClip();
        if (Double.isFinite(clip)) apply.add("w = torch.clamp_(w, -" + clip + ", " + clip + ")");
        apply.add("g = torch.zero_(g)");
        apply.add("return w");
        script.method(p + "_apply", List.of("rate"), "Tensor", apply);
        List<String> restart = new ArrayList<>();
        for (Optimizer.Buffer buffer : optimizer.buffers()) {
            String zeros = "torch.zero_(self." + p + "_" + buffer.name() + ")";
            boolean last = buffer.equals(optimizer.buffers().getLast());
            restart.add((last ? "return " : buffer.symbol() + " = ") + zeros);
        }
        if (restart.isEmpty()) restart.add("return self." + p);
        script.method(p + "_restart", List.of(), "Tensor", restart);
        script.method(p + "_weights", List.of(), "Tensor", List.of("return self." + p));
        if (player.averaging().isPresent())
            script.method(p + "_average", List.of("decay"), "Tensor",
                    List.of("apart = torch.sub(self." + p + "_ema, self." + p + ")",
                            "moved = torch.sub_(self." + p + "_ema, apart, alpha=1.0 - float(decay))",
                            "return torch.div(torch.norm(apart), torch.norm(self." + p + "))"));
    }

    private void exchange(TorchScriptBuilder script) {
        List<String> names = List.copyOf(buffers().keySet());
        script.method("everything", List.of(), "List[Tensor]",
                List.of("return [" + String.join(", ", names.stream().map(name -> "self." + name).toList()) + "]"));
        for (int i = 0; i < names.size(); i++)
            script.method("restore_" + i, List.of("values"), "Tensor",
                    List.of("return torch.copy_(self." + names.get(i) + ", values)"));
    }

    /** Parameters as views of the flat tensors. @param suffix of the tensor's name after the player's */
    private TorchScriptCompiler.Storage storage(String suffix) {
        return new Views(parameter -> vector(parameter) + suffix);
    }

    private TorchScriptCompiler.Storage averages() {
        return new Views(parameter -> {
            String name = vector(parameter);
            return buffers().containsKey(name + "_ema") ? name + "_ema" : name;
        });
    }

    private final class Views implements TorchScriptCompiler.Storage {
        private final Function<Op.Parameter, String> tensor;

        Views(Function<Op.Parameter, String> tensor) {
            this.tensor = tensor;
        }

        @Override
        public String read(Op.Parameter parameter) {
            Shape shape = parameter.shape();
            return "torch.view(" + place(parameter) + ", " + Arrays.toString(shape.dims()) + ")";
        }

        @Override
        public String place(Op.Parameter parameter) {
            FlatParameters.Place place = layout(parameter).of(parameter.name());
            return "torch.narrow(self." + tensor.apply(parameter) + ", 0, " + place.from() + ", " + place.size() + ")";
        }
    }
}
