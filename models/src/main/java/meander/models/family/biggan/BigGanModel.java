package meander.models.family.biggan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.ClassNames;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.family.StrictLoader;
import meander.models.graph.Network;
import meander.models.graph.Parameters;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.latent.ClassMix;
import meander.models.latent.Truncation;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** A BigGAN generator with a file's weights. ψ is what z is multiplied by, and of which truncation statistics are taken where a file has them for several. */
public final class BigGanModel implements NetworkModel {
    private static final Pattern LEFT_OVER = Pattern.compile(".*\\.(sv\\d+|accumulation_counter|num_batches_tracked)");
    private static final Pattern STATISTIC = Pattern.compile("(.*\\.)stored_(mean|var)");
    private static final double USUAL_PSI = 0.7;

    private final BigGan definition;
    private final Network network;
    private final ModelInfo info;
    private final List<String> classNames;

    private BigGanModel(BigGan definition, Path file, Weights weights, List<String> classNames, List<String> notes) {
        this.definition = definition;
        this.network = new Network(definition.graph(PICTURE), weights);
        this.classNames = classNames;
        this.info = new ModelInfo(file, BigGanFamily.NAME, definition.deep() ? "deep" : definition.split() ? "split z" : "",
                definition.size(), definition.size(), BigGan.Layout.PICTURES, definition.zDim(), 0, 0, definition.classes(),
                new Parameters(network.graph()).count(), notes);
    }

    static OpenResult open(Path file, StateDict stored) {
        return StrictLoader.open(BigGanFamily.NAME, () -> {
            List<String> notes = new ArrayList<>();
            BigGanConfig config = new BigGanConfig(stored, notes);
            BigGan definition = BigGanFamily.isHuggingFace(stored)
                    ? config.huggingFace(BigGanConfigFile.of(file, stored))
                    : config.brock();
            BigGanModel model = new BigGanModel(definition, file, weights(stored, notes),
                    ClassNames.of(stored, definition.classes()), notes);
            return new StrictLoader.Built(model, stored, name -> LEFT_OVER.matcher(name).matches(),
                    List.of(model.network.graph()));
        });
    }

    /** Standing statistics (§3.1 and appendix C) are sums over batches, beside which is kept how many there were. */
    private static Weights weights(StateDict file, List<String> notes) {
        Weights stored = StrictLoader.weights(file);
        boolean standing = file.tensors().keySet().stream().anyMatch(name -> divisor(file, name) > 1);
        if (!standing) return stored;
        notes.add("Statistics of batch normalisation: standing sums, divided by the number of batches that the file keeps.");
        return parameter -> {
            Tensor tensor = stored.get(parameter);
            double divisor = divisor(file, parameter.name());
            if (divisor <= 1) return tensor;
            float[] mean = new float[tensor.data().length];
            for (int i = 0; i < mean.length; i++)
                mean[i] = (float) (tensor.data()[i] / divisor);
            return new Tensor(tensor.shape(), mean);
        };
    }

    private static double divisor(StateDict file, String name) {
        var statistic = STATISTIC.matcher(name);
        if (!statistic.matches()) return 1;
        StoredTensor counter = file.tensors().get(statistic.group(1) + "accumulation_counter");
        return counter == null || counter.elements() != 1 ? 1 : counter.floats()[0];
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Control> controls() {
        return List.of(new Control.Seed(definition.zDim()), new Control.Truncate(0),
                new Control.Classes(definition.classes(), classNames), new Control.EditZ(definition.zDim()));
    }

    @Override
    public RenderRequest initial() {
        return RenderRequest.DEFAULT.withTruncation(new Truncation(USUAL_PSI, Truncation.ALL_LAYERS)).withClasses(ClassMix.of(0));
    }

    @Override
    public Network picture() {
        return network;
    }

    @Override
    public Exported exported() {
        return new Exported(network, statistics(1));
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        double psi = request.truncation().psi();
        float[] z = request.normalZ(definition.zDim()).data().clone();
        for (int i = 0; i < z.length; i++)
            z[i] *= (float) psi;
        Map<String, Tensor> inputs = new HashMap<>(statistics(psi));
        inputs.put("z", new Tensor(Shape.of(1, z.length), z));
        inputs.put("c", new Tensor(Shape.of(1, definition.classes()), request.classes().vector(definition.classes())));
        return inputs;
    }

    /**
     * The share of each truncation's statistics. Between two of them the published code gives the lower one the share that the upper one
     * ought to have; files were published with pictures drawn so.
     */
    private Map<String, Tensor> statistics(double psi) {
        if (!(definition.layout() instanceof HuggingFaceLayout layout)) return Map.of();
        int last = layout.statistics() - 1;
        Tensor shares = Tensor.zeros(1, layout.statistics());
        double place = Math.clamp(psi, 0, 1) / (1.0 / last); // in this order, as its rounding decides between two
        int row = Math.min((int) place, last);
        double beyond = place - row;
        shares.data()[row] = (float) (beyond == 0 || row == last ? 1 : beyond);
        if (beyond > 0 && row < last) shares.data()[row + 1] = (float) (1 - beyond);
        return Map.of(HuggingFaceLayout.SHARES, shares);
    }
}
