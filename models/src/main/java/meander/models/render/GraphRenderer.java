package meander.models.render;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.graph.Cost;
import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Stages;
import meander.models.graph.Tensor;
import meander.models.request.RenderRequest;

/**
 * Runs a model's picture network stage by stage. What each stage gave is kept, and a stage runs again only when something it reads
 * has changed. A preview stops at the last stage whose picture can be had within the frame time; going on from there to the full
 * picture repeats nothing.
 */
final class GraphRenderer implements Renderer {
    /** Below this width a preview no longer shows what the picture will be. */
    private static final int SMALLEST_PREVIEW = 32;
    /** A stage with less work than this, in FLOP or as a share of the whole, is not worth a call of its own. */
    private static final double LEAST_STAGE = 1e8;
    private static final double LEAST_SHARE = 0.01;
    /** How many results of small networks, such as w for a seed, are remembered. */
    private static final int REMEMBERED = 256;

    private final NetworkModel model;
    private final RenderSettings settings;
    private final PreviewBudget pace;
    private final List<StageRun> stages = new ArrayList<>();
    private final Map<String, Fed> fed = new HashMap<>();
    private final Map<Network, OnnxSession> helpers = new HashMap<>();
    private final SequencedMap<HelperCall, Map<String, Tensor>> remembered = new LinkedHashMap<>();
    private NDManager arrays;
    private volatile boolean anyDemand;
    private boolean checked;
    /** Whether the current render had to prepare the engine first, so that its time says nothing of the next. */
    private boolean cold;
    /** FLOPs of the stages that the last render ran, convolutions counted directly. */
    private double work;

    GraphRenderer(NetworkModel model, RenderSettings settings) {
        this.model = model;
        this.settings = settings;
        Graph graph = model.picture().graph();
        double leastWork = Math.max(LEAST_STAGE, LEAST_SHARE * Cost.of(graph).flops());
        List<Stages.Stage> split = Stages.economical(graph, SMALLEST_PREVIEW, leastWork).stages();
        this.pace = new PreviewBudget(split);
        for (int i = 0; i < split.size(); i++)
            stages.add(new StageRun(i, split.get(i)));
    }

    private record HelperCall(Network network, Map<String, Tensor> inputs) {}

    /** An array on the engine's side, and how often it has changed. */
    private record Fed(Tensor tensor, NDArray array, long version) {}

    @Override
    public Model model() {
        return model;
    }

    @Override
    public RenderResult render(RenderRequest request, Quality quality, BooleanSupplier superseded, Consumer<Frame> refined) {
        long start = System.nanoTime();
        cold = false;
        work = 0;
        try {
            check();
            feed(model.inputs(request, this::run));
            int last = quality == Quality.FULL ? stages.size() - 1 : previewStage();
            double shown = 0;
            for (int i = 0; i <= last; i++) {
                StageRun stage = stages.get(i);
                if (!stage.isStale()) continue;
                if (superseded.getAsBoolean()) return new RenderResult.Superseded();
                stage.run();
                boolean worthShowing = quality == Quality.FULL && i < last && stage.picture() != null
                        && millisSince(start) - shown >= settings.frameMillis() && stage.width() >= SMALLEST_PREVIEW;
                if (worthShowing) {
                    shown = millisSince(start);
                    refined.accept(frame(stage, start, request));
                }
            }
            return frame(stages.get(last), start, request);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return new RenderResult.Failed(e);
        } catch (OnnxSession.EngineException | OutOfMemoryError e) {
            forget();
            return new RenderResult.Failed(e);
        }
    }

    @Override
    public Tensor styles(RenderRequest request) {
        check();
        return model.styles(request, this::run);
    }

    @Override
    public void allowAnyDemand() {
        anyDemand = true;
    }

    /** Before anything of the file is written out and opened. */
    private void check() {
        if (!checked && !anyDemand) demand().check();
        checked = true;
    }

    /** Of the whole picture network, all of whose stages stay open. */
    MemoryDemand demand() {
        return stages.stream().map(stage -> stage.served().demand()).reduce(MemoryDemand.NOTHING, MemoryDemand::plus);
    }

    /** How often each stage has run, for tests. */
    List<Integer> runs() {
        return stages.stream().map(stage -> stage.runs).toList();
    }

    double work() {
        return work;
    }

    private Frame frame(StageRun stage, long start, RenderRequest request) {
        Tensor picture = OnnxSession.tensor(stage.picture());
        Shape shape = picture.shape();
        boolean full = stage.index == stages.size() - 1;
        return new Frame(picture.reshape(shape.dim(1), shape.dim(2), shape.dim(3)), full, cold ? Double.NaN : millisSince(start),
                request);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    /** The last stage whose picture can be had in time; the smallest useful one if none can. */
    private int previewStage() {
        int chosen = -1;
        double millis = 0;
        for (StageRun stage : stages) {
            if (stage.mustRun()) millis += pace.millis(stage.index);
            if (stage.name() == null || stage.width() < SMALLEST_PREVIEW && stage.index < stages.size() - 1) continue;
            if (chosen < 0 || millis <= settings.frameMillis()) chosen = stage.index;
        }
        return chosen;
    }

    private void feed(Map<String, Tensor> inputs) {
        for (String name : model.picture().graph().inputs().keySet()) {
            Tensor tensor = inputs.get(name);
            if (tensor == null) throw new IllegalStateException("the model gives no " + name);
            Fed before = fed.get(name);
            if (before != null && before.tensor.equals(tensor)) continue;
            NDArray array = OnnxSession.array(arrays(), tensor);
            fed.put(name, new Fed(tensor, array, before == null ? 1 : before.version + 1));
            if (before != null) before.array.close();
        }
    }

    private NDManager arrays() {
        if (arrays == null) arrays = NDManager.newBaseManager(null, OnnxSession.engine());
        return arrays;
    }

    private Map<String, Tensor> run(Network network, Map<String, Tensor> inputs) {
        HelperCall call = new HelperCall(network, inputs);
        Map<String, Tensor> before = remembered.get(call);
        if (before != null) return before;
        OnnxSession session = helpers.computeIfAbsent(network, this::helper);
        Map<String, NDArray> given = new HashMap<>();
        inputs.forEach((name, tensor) -> given.put(name, OnnxSession.array(arrays(), tensor)));
        Map<String, Tensor> results = new HashMap<>();
        session.run(given).forEach((name, array) -> {
            results.put(name, OnnxSession.tensor(array));
            array.close();
        });
        given.values().forEach(NDArray::close);
        remembered.put(call, results);
        if (remembered.size() > REMEMBERED) remembered.pollFirstEntry();
        return results;
    }

    private OnnxSession helper(Network network) {
        ServedNetwork served = ServedNetwork.of(network, settings);
        if (!anyDemand) served.demand().check();
        return new OnnxSession(served, settings, OnnxSession.Scratch.KEPT);
    }

    /** After a failure nothing that was kept is trusted. */
    private void forget() {
        stages.forEach(StageRun::forget);
    }

    @Override
    public void close() {
        stages.forEach(StageRun::close);
        helpers.values().forEach(OnnxSession::close);
        if (arrays != null) arrays.close();
    }

    /** One stage, its session and what it gave last. */
    private final class StageRun {
        private final int index;
        private final Stages.Stage stage;
        private ServedNetwork served; // null before it is asked for, and once the session has it
        private OnnxSession session;
        private Map<String, Long> ranWith; // null before the first run: a stage need not have inputs
        private int runs;
        private Map<String, NDArray> gave = Map.of();

        StageRun(int index, Stages.Stage stage) {
            this.index = index;
            this.stage = stage;
        }

        /** The output that is a picture; null if this stage has none. */
        String name() {
            return index == stages.size() - 1 ? Model.PICTURE : stage.preview();
        }

        NDArray picture() {
            return name() == null ? null : gave.get(name());
        }

        int width() {
            return name() == null ? 0 : stage.graph().outputs().get(name()).shape().dim(3);
        }

        private Map<String, Long> versions() {
            Map<String, Long> versions = new HashMap<>();
            for (String input : stage.graph().inputs().keySet())
                versions.put(input, fed.get(input) == null ? -1 : fed.get(input).version);
            return versions;
        }

        boolean isStale() {
            return !versions().equals(ranWith);
        }

        /** Whether a render that goes this far has to run this stage: something fed to it, or to a stage before it, changed. */
        boolean mustRun() {
            if (isStale()) return true;
            return stages.subList(0, index).stream().anyMatch(StageRun::isStale);
        }

        /** What the engine is given. */
        private ServedNetwork served() {
            if (served == null) served = ServedNetwork.of(new Network(stage.graph(), model.picture().weights()), settings);
            return served;
        }

        private OnnxSession open() {
            OnnxSession opened = new OnnxSession(served(), settings, OnnxSession.Scratch.KEPT);
            served = null; // with its weights
            return opened;
        }

        void run() {
            if (session == null) {
                session = open();
                cold = true;
            }
            Map<String, NDArray> inputs = new HashMap<>();
            for (String input : session.inputs())
                inputs.put(input, fed.get(input).array);
            Map<String, Long> with = versions();
            release(); // first, so that the same memory, still in the cache, takes the new results
            long start = System.nanoTime();
            Map<String, NDArray> results = session.run(inputs);
            pace.ran(index, millisSince(start));
            work += pace.flops(index);
            gave = results;
            ranWith = with;
            runs++;
            results.forEach((output, array) -> {
                Fed before = fed.get(output);
                fed.put(output, new Fed(null, array, before == null ? 1 : before.version + 1));
            });
        }

        private void release() {
            ranWith = null;
            gave.values().forEach(NDArray::close);
            gave = Map.of();
        }

        void forget() {
            ranWith = null;
        }

        void close() {
            release();
            if (session != null) session.close();
        }
    }
}
