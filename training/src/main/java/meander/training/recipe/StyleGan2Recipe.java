package meander.training.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

import meander.models.family.style.stylegan2.StyleGan2;
import meander.models.family.style.stylegan2.StyleGan2Discriminator;
import meander.models.graph.Graph;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.nn.FirFilter;
import meander.training.augment.AugmentationStrength;
import meander.training.loss.AdversarialLoss;
import meander.training.loss.GradientPenalties;
import meander.training.loss.PathLength;
import meander.training.optimizer.Adam;
import meander.training.metric.MetricNames;
import meander.training.program.InputSource;
import meander.training.program.Phase;
import meander.training.program.PhaseGraph;
import meander.training.program.TrainableNetwork;
import meander.training.program.TrainingProgram;

/**
 * StyleGAN2 (Karras et al., arXiv:1912.04958) with adaptive discriminator augmentation (arXiv:2006.06676): non-saturating loss, lazy R1,
 * lazy path length regularisation, style mixing, moving average of the generator.
 */
public final class StyleGan2Recipe implements TrainingRecipe {
    private static final String AVERAGE_STYLE = "average_style";
    private static final int AVERAGED = 4096;
    private static final AdversarialLoss LOSS = new AdversarialLoss.NonSaturating();

    @Override
    public String name() {
        return "stylegan2";
    }

    @Override
    public String title() {
        return "StyleGAN2";
    }

    @Override
    public String paper() {
        return "Karras et al., arXiv:1912.04958; augmentation arXiv:2006.06676";
    }

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(BatchPlan.settings(16, 1, 4096, "Pictures in one step."));
        all.addAll(List.of(
                Setting.whole("channel-base", 4096, 16, 65536,
                        "Feature maps at resolution R are this by R, at most channel-max."),
                Setting.whole("channel-max", 128, 1, 1024, "The most feature maps a layer has."),
                Setting.whole("z-dim", 128, 1, 1024, "Dimensions of z."),
                Setting.whole("w-dim", 128, 1, 1024, "Dimensions of w."),
                Setting.whole("mapping-layers", 2, 1, 16,
                        "Dense layers of the mapping network; 8 in the paper, 2 for small data."),
                Setting.real("learning-rate", 0.002, 1e-6, 1, "Learning rate of Adam."),
                Setting.real("gamma", 0.5, 0, 1000, "Weight of R1 (arXiv:1801.04406)."),
                Setting.whole("r1-interval", 16, 1, 1000, "Steps between R1 penalties (lazy regularization)."), Setting.real(
                        "path-length", 0, 0, 100, "Weight of path length regularisation, 2 in the paper; 0 leaves it out.")));
        all.addAll(AugmentationSetup.options());
        all.addAll(List.of(
                Setting.whole("path-length-interval", 4, 1, 1000, "Steps between path length penalties (lazy regularization)."),
                Setting.real("path-length-decay", 0.01, 0, 1, "How far the mean path length moves towards that of a batch."),
                Setting.real("style-mixing", 0.9, 0, 1, "Share of pictures that are drawn with two styles."),
                Setting.real("ema-kimg", 10, 0, 10000, "Half-life of the moving average, in thousands of pictures."),
                Setting.real("ema-ramp-up", 0.05, 0, 1, "In the beginning the half-life is this share of what was seen.")));
        return List.copyOf(all);
    }

    @Override
    public Monitoring monitoring() {
        return Monitoring.of(Curve.LOSS, Curve.SIGNS, Curve.DISTANCE, Curve.DIVERSITY, Curve.AUGMENTATION, Curve.R1,
                Curve.AVERAGE);
    }

    @Override
    public TrainingPlan plan(SettingValues settings, DataShape data) {
        BatchPlan batch = BatchPlan.of(settings);
        return new Parts(settings, data, batch.inGroups("a batch size").part()).plan(batch);
    }

    /** The networks and phases of one plan. */
    private static final class Parts {
        private final SettingValues settings;
        private final DataShape data;
        private final GanParts parts;
        private final AugmentationSetup augmentation;
        private final int n;
        private final StyleGan2 generator;
        private final StyleGan2Discriminator discriminator;

        Parts(SettingValues settings, DataShape data, int n) {
            this.settings = settings;
            this.data = data;
            this.parts = new GanParts(data);
            this.augmentation = new AugmentationSetup(settings);
            this.n = n;
            SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
            for (int size = 4; size <= data.size(); size *= 2)
                channels.put(size, Math.min(settings.whole("channel-base") / size, settings.whole("channel-max")));
            generator = new StyleGan2(StyleGan2.Architecture.SKIP, settings.whole("z-dim"), data.classes(),
                    settings.whole("w-dim"), settings.whole("mapping-layers"), 0.01, channels, data.channels(), true,
                    Double.POSITIVE_INFINITY, FirFilter.BINOMIAL);
            discriminator = new StyleGan2Discriminator(channels, data.channels(), data.classes(),
                    settings.whole("mapping-layers"), Math.min(4, n), FirFilter.BINOMIAL);
        }

        TrainingPlan plan(BatchPlan batch) {
            double gamma = settings.real("gamma");
            double pathLength = settings.real("path-length");
            Adam adam = new Adam(settings.real("learning-rate"), 0, 0.99);
            List<Phase> phases = new ArrayList<>();
            phases.add(discriminatorStep());
            if (gamma > 0) phases.add(r1Step(gamma, settings.whole("r1-interval")));
            phases.add(generatorStep());
            if (augmentation.isAdaptive()) phases.add(augmentation.adaptation(n));
            if (pathLength > 0) phases.add(pathLengthStep(pathLength, settings.whole("path-length-interval")));
            List<TrainableNetwork> networks = List.of(
                    TrainableNetwork.averaged("G", pathLength > 0 ? adam.lazy(settings.whole("path-length-interval")) : adam,
                            settings.real("ema-kimg"), settings.real("ema-ramp-up")),
                    TrainableNetwork.of("D", gamma > 0 ? adam.lazy(settings.whole("r1-interval")) : adam));
            return new TrainingPlan(
                    new TrainingProgram(networks, phases,
                            Map.of(TrainingProgram.DRAW, sampler(), AVERAGE_STYLE, averageStyle(), TrainingProgram.JUDGE,
                                    discriminatorOutput()),
                            List.of()),
                    batch.size(), batch.accumulation(), GanParts.G, this::contents);
        }

        private Phase discriminatorStep() {
            PhaseGraph phase = new PhaseGraph();
            Value fake = logits(phase, generate(phase, n, true), parts.label(phase, "c", InputSource.RANDOM_LABELS, n));
            Value real = logits(phase, parts.pictures(phase, n), parts.label(phase, "real_c", InputSource.LABELS, n));
            Optional<AugmentationStrength> strength = augmentation.adaptive(phase);
            strength.ifPresent(adaptive -> adaptive.note(real));
            phase.metric(MetricNames.DISCRIMINATOR_LOSS, LOSS.discriminator(real, fake));
            strength.ifPresent(adaptive -> phase.metric(MetricNames.AUGMENTATION, adaptive.p()));
            return phase.metric(MetricNames.REAL, real.meanAll()).metric(MetricNames.FAKE, fake.meanAll())
                    .metric(MetricNames.SIGN_REAL, real.sign().meanAll()).metric(MetricNames.SIGN_FAKE, fake.sign().meanAll())
                    .phase("D", "D", n);
        }

        private Phase r1Step(double gamma, int every) {
            PhaseGraph phase = new PhaseGraph();
            Value real = parts.pictures(phase, n);
            Value logits = logits(phase, real, parts.label(phase, "real_c", InputSource.LABELS, n));
            Value r1 = GradientPenalties.zeroCentred(logits, real);
            return phase.metric("D/r1_loss", r1.mul(gamma / 2 * every)).metric(MetricNames.R1, r1).phase("D_r1", "D", n, every,
                    Set.of("D.b4.out.bias"));
        }

        private Phase generatorStep() {
            PhaseGraph phase = new PhaseGraph();
            Value fake = logits(phase, generate(phase, n, true), parts.label(phase, "c", InputSource.RANDOM_LABELS, n));
            return phase.metric(MetricNames.GENERATOR_LOSS, LOSS.generator(fake)).phase("G", "G", n);
        }

        private Phase pathLengthStep(double weight, int every) {
            PhaseGraph phase = new PhaseGraph();
            int half = Math.max(1, n / 2); // as the paper shrinks this batch
            Value w = mapped(phase, "z", half, parts.label(phase, "c", InputSource.RANDOM_LABELS, half));
            Value styles = w.reshape(half, 1, generator.wDim())
                    .mul(phase.graph().constant(Tensor.full(1, 1, generator.layers(), 1))); // [N,layers,w_dim]
            Value pictures = synthesize(phase, half, layer -> styles.slice(1, layer, layer + 1).reshape(half, generator.wDim()));
            Value noise = phase.normal("direction", half, data.channels(), data.size(), data.size());
            Value penalty = new PathLength(settings.real("path-length-decay")).penalty(phase.scope("state"), pictures, styles,
                    noise);
            Set<String> unused = Set
                    .copyOf(generator.channels().keySet().stream().map(size -> "G.synthesis.b" + size + ".torgb.bias").toList());
            return phase.metric("G/path_loss", penalty.mul(weight * every)).metric("G/path_length", penalty).phase("G_path", "G",
                    half, every, unused);
        }

        private PhaseGraph sampler() {
            PhaseGraph phase = new PhaseGraph();
            Value w = mapped(phase, "z", GanParts.SAMPLED, parts.label(phase, "c", InputSource.RANDOM_LABELS, GanParts.SAMPLED));
            return phase.metric("picture", synthesize(phase, GanParts.SAMPLED, _ -> w));
        }

        private PhaseGraph discriminatorOutput() {
            PhaseGraph phase = new PhaseGraph();
            return phase.metric("logits",
                    logits(phase, parts.pictures(phase, n), parts.label(phase, "real_c", InputSource.LABELS, n)));
        }

        private PhaseGraph averageStyle() {
            PhaseGraph phase = new PhaseGraph();
            return phase.metric("w",
                    mapped(phase, "z", AVERAGED, parts.label(phase, "c", InputSource.RANDOM_LABELS, AVERAGED)).mean(0));
        }

        private Value logits(PhaseGraph phase, Value pictures, Value label) {
            return discriminator.logits(phase.scope("D"), augmentation.augmented(phase, pictures), label);
        }

        private Value mapped(PhaseGraph phase, String z, int batch, Value label) {
            return generator.mapping(phase.scope("G"), phase.normal(z, batch, generator.zDim()), label);
        }

        /** Pictures {@code [N,C,H,W]} of random latents, some of two styles: the second takes over at a random layer (StyleGAN, arXiv:1812.04948 §3.1). */
        private Value generate(PhaseGraph phase, int batch, boolean mixed) {
            Value label = parts.label(phase, "c", InputSource.RANDOM_LABELS, batch);
            Value first = mapped(phase, "z", batch, label);
            double share = settings.real("style-mixing");
            if (!mixed || share == 0) return synthesize(phase, batch, _ -> first);
            Value apart = mapped(phase, "z_mixed", batch, label).sub(first);
            Value chance = phase.uniform("mixing", batch, 2);
            Graph graph = phase.graph();
            Value mixes = chance.slice(1, 0, 1).less(graph.constant(Tensor.scalar((float) share))); // [N,1]
            Value cut = chance.slice(1, 1, 2).mul(generator.layers() - 1).floor(); // the last layer of the first style
            return synthesize(phase, batch,
                    layer -> layer == 0
                            ? first
                            : first.add(apart.mul(cut.less(graph.constant(Tensor.scalar(layer))).mul(mixes))));
        }

        private Value synthesize(PhaseGraph phase, int batch, IntFunction<Value> styles) {
            return generator.synthesis(phase.scope("G"), styles,
                    (layer, size, learned) -> phase.normal("noise" + layer, batch, 1, size, size).mul(learned));
        }

        private TrainingPlan.Contents contents(Weights weights, Function<String, Tensor> drawings) {
            Map<String, Tensor> tensors = GanParts.generator(sampler(), weights);
            tensors.put("mapping.w_avg", drawings.apply(AVERAGE_STYLE).reshape(generator.wDim()));
            return new TrainingPlan.Contents(tensors, Map.of("family", "StyleGAN2"));
        }
    }
}
