package meander.models.render;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDArray;

import meander.models.family.NetworkTranslator;
import meander.models.family.Translator;
import meander.models.family.Translator.Mode;
import meander.models.graph.Cost;
import meander.models.graph.Graph;
import meander.models.graph.Tensor;

/** A network that is built, compiled and opened anew for each size. */
final class NetworkBackend implements TranslatorBackend {
    private final NetworkTranslator translator;
    private final RenderSettings settings;
    private volatile boolean anyDemand;

    NetworkBackend(NetworkTranslator translator, RenderSettings settings) {
        this.translator = translator;
        this.settings = settings;
    }

    @Override
    public void allowAnyDemand() {
        anyDemand = true;
    }

    @Override
    public double work(int height, int width, Mode mode) {
        return Cost.of(translator.network(height, width, mode).graph()).flops();
    }

    @Override
    public double bytes(int height, int width, Mode mode) {
        try {
            return Cost.peak(translator.network(height, width, mode).graph());
        } catch (IllegalArgumentException e) {
            return Double.POSITIVE_INFINITY; // more numbers than a tensor holds
        }
    }

    @Override
    public TranslatorSession open(int height, int width, Mode mode) {
        ServedNetwork served = ServedNetwork.of(translator.network(height, width, mode), settings);
        if (!anyDemand) served.demand().check();
        return new Opened(served, settings);
    }

    @Override
    public void close() {
        // Each run is closed by itself.
    }

    private static final class Opened implements TranslatorSession {
        private final OnnxSession session;
        private final Graph graph;
        private final Map<String, NDArray> forgotten = new HashMap<>();
        private long seed;

        Opened(ServedNetwork served, RenderSettings settings) {
            this.graph = served.network().graph();
            this.session = new OnnxSession(served, settings, OnnxSession.Scratch.RETURNED);
        }

        @Override
        public Tensor translate(Tensor picture, long dropoutSeed) {
            forgetBy(dropoutSeed);
            Map<String, NDArray> inputs = new HashMap<>(forgotten);
            NDArray given = OnnxSession.array(session.manager(),
                    picture.reshape(1, picture.shape().dim(0), ImageScaling.height(picture), ImageScaling.width(picture)));
            inputs.put(Translator.INPUT, given);
            NDArray result = session.run(inputs).get(Translator.OUTPUT);
            given.close();
            Tensor translated = ImageScaling.single(OnnxSession.tensor(result));
            result.close();
            return translated;
        }

        /** Draws what is forgotten: the same for the same seed, another for each layer. */
        private void forgetBy(long dropoutSeed) {
            if (!forgotten.isEmpty() && seed == dropoutSeed) return;
            forgotten.values().forEach(NDArray::close);
            forgotten.clear();
            seed = dropoutSeed;
            graph.inputs().forEach((name, value) -> {
                if (!name.startsWith(Translator.DROPOUT)) return;
                SplittableRandom random = new SplittableRandom(dropoutSeed * 0x9E3779B97F4A7C15L ^ name.hashCode());
                float[] chances = new float[value.shape().elements()];
                for (int i = 0; i < chances.length; i++)
                    chances[i] = (float) random.nextDouble();
                forgotten.put(name, OnnxSession.array(session.manager(), new Tensor(value.shape(), chances)));
            });
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
