package meander.models.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import ai.djl.ndarray.NDArray;

import meander.models.family.NetworkTranslator;
import meander.models.family.Translator;
import meander.models.graph.Cost;
import meander.models.graph.Network;
import meander.models.graph.Tensor;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptBuilder;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.graph.torchscript.TorchScriptModule.Slot;

/**
 * Times a translation as it is served here beside the same network with the same weights in libtorch, on as many threads, in turns, so that
 * whatever else a machine does meets both alike.
 */
public final class TranslateBenchmark {
    private final RenderSettings settings;
    private final int rounds;

    /** @param rounds how often each is timed */
    public TranslateBenchmark(RenderSettings settings, int rounds) {
        this.settings = settings;
        this.rounds = rounds;
    }

    /**
     * What was measured.
     *
     * @param gflop      of one translation, in 10⁹
     * @param threads    of both
     * @param ours       ms of each round
     * @param libtorch   ms of each round
     * @param difference the largest between both pictures
     */
    public record Report(double gflop, int threads, double[] ours, double[] libtorch, double difference) {
        /** How many times faster ours is: the middle one of all rounds' ratios. */
        public double ratio() {
            double[] ratios = new double[ours.length];
            for (int i = 0; i < ratios.length; i++)
                ratios[i] = libtorch[i] / ours[i];
            Arrays.sort(ratios);
            return ratios[ratios.length / 2];
        }
    }

    /**
     * Measures pictures of one size.
     *
     * @param stopped asked between rounds
     * @return empty rounds if stopped before any
     */
    public Report run(NetworkTranslator translator, int side, Translator.Mode mode, BooleanSupplier stopped) {
        Network network = translator.network(side, side, mode);
        int threads = settings.threads() > 0 ? settings.threads() : Runtime.getRuntime().availableProcessors();
        TorchScriptModule.threads(threads);
        Map<String, Tensor> inputs = inputs(network);
        double[] ours = new double[rounds];
        double[] libtorch = new double[rounds];
        try (OnnxSession session = new OnnxSession(network, settings);
                TorchScriptModule module = TorchScriptModule.load(
                        TorchScriptCompiler.serving(network,
                                new TorchScriptBuilder("Peer", TorchScriptModule.padsChannels(false)), Map.of()),
                        TorchScriptArchive.Precision.FLOAT32, false)) {
            Map<String, NDArray> arrays = new HashMap<>();
            List<Slot> slots = new ArrayList<>();
            inputs.forEach((name, tensor) -> arrays.put(name, OnnxSession.array(session.manager(), tensor)));
            network.graph().inputs()
                    .forEach((name, value) -> slots.add(module.slot(value.shape()).fill(inputs.get(name).data())));
            double difference = distance(run(session, arrays), module.call("forward", slots));
            run(session, arrays); // the second run of a session is the first without set-up
            module.call("forward", slots);
            int done = 0;
            for (; done < rounds && !stopped.getAsBoolean(); done++) {
                long start = System.nanoTime();
                run(session, arrays);
                long middle = System.nanoTime();
                module.call("forward", slots);
                ours[done] = (middle - start) / 1e6;
                libtorch[done] = (System.nanoTime() - middle) / 1e6;
            }
            return new Report(Cost.of(network.graph()).flops() / 1e9, threads, Arrays.copyOf(ours, done),
                    Arrays.copyOf(libtorch, done), difference);
        }
    }

    private static Tensor run(OnnxSession session, Map<String, NDArray> arrays) {
        NDArray result = session.run(arrays).get(Translator.OUTPUT);
        Tensor tensor = OnnxSession.tensor(result);
        result.close();
        return tensor;
    }

    private static Map<String, Tensor> inputs(Network network) {
        Map<String, Tensor> inputs = new HashMap<>();
        SplittableRandom random = new SplittableRandom(0);
        network.graph().inputs().forEach((name, value) -> {
            float[] values = new float[value.shape().elements()];
            for (int i = 0; i < values.length; i++)
                values[i] = (float) (name.equals(Translator.INPUT) ? random.nextDouble(-1, 1) : random.nextDouble());
            inputs.put(name, new Tensor(value.shape(), values));
        });
        return inputs;
    }

    private static double distance(Tensor a, Tensor b) {
        double most = 0;
        for (int i = 0; i < a.data().length; i++)
            most = Math.max(most, Math.abs(a.data()[i] - b.data()[i]));
        return most;
    }
}
