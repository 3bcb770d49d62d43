package meander.training.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

import meander.models.family.style.stylegan2.StyleGan2;
import meander.models.family.style.stylegan2.StyleGan2Discriminator;
import meander.models.graph.Graph;
import meander.models.graph.Op;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.nn.FirFilter;
import meander.training.augment.AdaptiveAugmentation;
import meander.training.augment.AugmentationStrength;
import meander.training.augment.DiffAugment;
import meander.training.loss.AdversarialLoss;
import meander.training.loss.GradientPenalties;
import meander.training.loss.PathLength;
import meander.training.optimizer.Adam;
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
    private static final int DRAWN = 16;
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
        return List.of(Setting.whole("batch-size", 16, 1, 4096, "Pictures in one step."),
                Setting.whole("gradient-accumulation", 1, 1, 1024,
                        "Gradients are accumulated over this many parts of a batch, for machines with little memory."),
                Setting.whole("channel-base", 4096, 16, 65536,
                        "Feature maps at resolution R are this by R, at most channel-max."),
                Setting.whole("channel-max", 128, 1, 1024, "The most feature maps a layer has."),
                Setting.whole("z-dim", 128, 1, 1024, "Dimensions of z."),
                Setting.whole("w-dim", 128, 1, 1024, "Dimensions of w."),
                Setting.whole("mapping-layers", 2, 1, 16,
                        "Dense layers of the mapping network; 8 in the paper, 2 for small data."),
                Setting.real("learning-rate", 0.002, 1e-6, 1, "Learning rate of Adam."),
                Setting.real("gamma", 0.5, 0, 1000, "Weight of R1 (arXiv:1801.04406)."),
                Setting.whole("r1-interval", 16, 1, 1000, "Steps between R1 penalties (lazy regularization)."),
                Setting.real("path-length", 0, 0, 100, "Weight of path length regularisation, 2 in the paper; 0 leaves it out."),
                Setting.choice("augment",
                        "What real and generated pictures go through before they are judged: ada (arXiv:2006.06676), diffaugment (arXiv:2006.10738) or nothing.",
                        "ada", "ada", "diffaugment", "none"),
                Setting.real("ada-target", AugmentationStrength.TARGET, 0, 1,
                        "The strength of ada grows while the mean sign of D(real) is above this."),
                Setting.real("ada-kimg", 100, 1, 10000,
                        "Thousands of pictures in which the strength of ada may go from 0 to 1; 500 in the paper."),
                Setting.real("ada-ceiling", 0.8, 0, 1, "The most that the strength of ada may become."),
                Setting.whole("path-length-interval", 4, 1, 1000, "Steps between path length penalties (lazy regularization)."),
                Setting.real("path-length-decay", 0.01, 0, 1, "How far the mean path length moves towards that of a batch."),
                Setting.real("style-mixing", 0.9, 0, 1, "Share of pictures that are drawn with two styles."),
                Setting.real("ema-kimg", 10, 0, 10000, "Half-life of the moving average, in thousands of pictures."),
                Setting.real("ema-ramp-up", 0.05, 0, 1, "In the beginning the half-life is this share of what was seen."));
    }

    @Override
    public TrainingPlan plan(SettingValues settings, DataShape data) {
        int batch = settings.whole("batch-size");
        int rounds = settings.whole("gradient-accumulation");
        if (batch % rounds != 0)
            throw new IllegalArgumentException("batch-size " + batch + " cannot be worked out in " + rounds + " parts.");
        return new Parts(settings, data, batch / rounds).plan(batch, rounds);
    }

    /** The networks and phases of one plan. */
    private static final class Parts {
        private final SettingValues settings;
        private final DataShape data;
        private final int n;
        private final StyleGan2 generator;
        private final StyleGan2Discriminator discriminator;

        Parts(SettingValues settings, DataShape data, int n) {
            this.settings = settings;
            this.data = data;
            this.n = n;
            SequencedMap<Integer, Integer> channels = new LinkedHashMap<>();
            for (int size = 4; size <= data.size(); size *= 2)
                channels.put(size, Math.min(settings.whole("channel-base") / size, settings.whole("channel-max")));
            generator = new StyleGan2(StyleGan2.Architecture.SKIP, settings.whole("z-dim"), data.classes(),
                    settings.whole("w-dim"), settings.whole("mapping-layers"), 0.01, channels, data.channels(), true,
                    Double.POSITIVE_INFINITY, FirFilter.BINOMIAL);
            discriminator = new StyleGan2Discriminator(channels, data.channels(), data.classes(),
                    settings.whole("mapping-layers"), Math.min(4, n), FirFilter.BINOMIAL);
            if (n % Math.min(4, n) != 0)
                throw new IllegalArgumentException("a batch size of more than 4 is a multiple of 4, not " + n + ".");
        }

        TrainingPlan plan(int batch, int rounds) {
            double gamma = settings.real("gamma");
            double pathLength = settings.real("path-length");
            Adam adam = new Adam(settings.real("learning-rate"), 0, 0.99);
            List<Phase> phases = new ArrayList<>();
            phases.add(discriminating());
            if (gamma > 0) phases.add(penalising(gamma, settings.whole("r1-interval")));
            phases.add(generating());
            if (adaptive()) phases.add(adapting());
            if (pathLength > 0) phases.add(straightening(pathLength, settings.whole("path-length-interval")));
            List<TrainableNetwork> players = List.of(
                    TrainableNetwork.averaged("G", pathLength > 0 ? adam.lazy(settings.whole("path-length-interval")) : adam,
                            settings.real("ema-kimg"), settings.real("ema-ramp-up")),
                    TrainableNetwork.of("D", gamma > 0 ? adam.lazy(settings.whole("r1-interval")) : adam));
            return new TrainingPlan(new TrainingProgram(players, phases,
                    Map.of(TrainingProgram.DRAW, drawing(), AVERAGE_STYLE, averaging(), TrainingProgram.JUDGE, judging()),
                    List.of()), batch, rounds, "G", this::contents);
        }

        private Phase discriminating() {
            PhaseGraph phase = new PhaseGraph();
            Value fake = logits(phase, generated(phase, n, true), label(phase, "c", InputSource.RANDOM_LABELS, n));
            Value real = logits(phase, pictures(phase), label(phase, "real_c", InputSource.LABELS, n));
            if (adaptive()) {
                AugmentationStrength strength = strength(phase);
                strength.note(real);
                phase.figure("D/loss", LOSS.discriminator(real, fake)).figure("augment/p", strength.p());
            } else
                phase.figure("D/loss", LOSS.discriminator(real, fake));
            return phase.figure("D/real", real.meanAll()).figure("D/fake", fake.meanAll())
                    .figure("D/sign_real", real.sign().meanAll()).figure("D/sign_fake", fake.sign().meanAll()).phase("D", "D", n);
        }

        private Phase penalising(double gamma, int every) {
            PhaseGraph phase = new PhaseGraph();
            Value real = pictures(phase);
            Value logits = logits(phase, real, label(phase, "real_c", InputSource.LABELS, n));
            Value r1 = GradientPenalties.zeroCentred(logits, real);
            return phase.figure("D/r1_loss", r1.mul(gamma / 2 * every)).figure("D/r1", r1).phase("D_r1", "D", n, every,
                    Set.of("D.b4.out.bias"));
        }

        private Phase generating() {
            PhaseGraph phase = new PhaseGraph();
            Value fake = logits(phase, generated(phase, n, true), label(phase, "c", InputSource.RANDOM_LABELS, n));
            return phase.figure("G/loss", LOSS.generator(fake)).phase("G", "G", n);
        }

        private Phase straightening(double weight, int every) {
            PhaseGraph phase = new PhaseGraph();
            int half = Math.max(1, n / 2); // as the paper shrinks this batch
            Value w = mapped(phase, "z", half, label(phase, "c", InputSource.RANDOM_LABELS, half));
            Value styles = w.reshape(half, 1, generator.wDim())
                    .mul(phase.graph().constant(Tensor.full(1, 1, generator.layers(), 1))); // [N,layers,w_dim]
            Value pictures = synthesised(phase, half, layer -> styles.slice(1, layer, layer + 1).reshape(half, generator.wDim()));
            Value noise = phase.normal("direction", half, data.channels(), data.size(), data.size());
            Value penalty = new PathLength(settings.real("path-length-decay")).penalty(phase.scope("state"), pictures, styles,
                    noise);
            Set<String> unused = Set
                    .copyOf(generator.channels().keySet().stream().map(size -> "G.synthesis.b" + size + ".torgb.bias").toList());
            return phase.figure("G/path_loss", penalty.mul(weight * every)).figure("G/path_length", penalty).phase("G_path", "G",
                    half, every, unused);
        }

        private PhaseGraph drawing() {
            PhaseGraph phase = new PhaseGraph();
            Value w = mapped(phase, "z", DRAWN, label(phase, "c", InputSource.RANDOM_LABELS, DRAWN));
            return phase.figure("picture", synthesised(phase, DRAWN, _ -> w));
        }

        private PhaseGraph judging() {
            PhaseGraph phase = new PhaseGraph();
            return phase.figure("logits", logits(phase, pictures(phase), label(phase, "real_c", InputSource.LABELS, n)));
        }

        private PhaseGraph averaging() {
            PhaseGraph phase = new PhaseGraph();
            return phase.figure("w",
                    mapped(phase, "z", AVERAGED, label(phase, "c", InputSource.RANDOM_LABELS, AVERAGED)).mean(0));
        }

        private Value pictures(PhaseGraph phase) {
            return phase.feed("real", InputSource.PICTURES, n, data.channels(), data.size(), data.size());
        }

        private Value label(PhaseGraph phase, String name, InputSource feed, int batch) {
            if (data.classes() == 0) return null;
            Value known = phase.graph().inputs().get(name);
            return known != null ? known : phase.feed(name, feed, batch, data.classes());
        }

        private Value logits(PhaseGraph phase, Value pictures, Value label) {
            return discriminator.logits(phase.scope("D"), augmented(phase, pictures), label);
        }

        private boolean adaptive() {
            return settings.text("augment").equals("ada");
        }

        private AugmentationStrength strength(PhaseGraph phase) {
            return AugmentationStrength.in(phase.scope("state").at("augment"));
        }

        /** Other random numbers for real pictures than for generated ones: what was drawn is counted by how many names there are. */
        private Value augmented(PhaseGraph phase, Value pictures) {
            String name = "augment" + phase.graph().inputs().size();
            return switch (settings.text("augment")) {
                case "ada" -> new AdaptiveAugmentation(AdaptiveAugmentation.Categories.ALL).apply(pictures, strength(phase).p(),
                        phase, name);
                case "diffaugment" -> DiffAugment.ALL.apply(pictures, phase, name);
                default -> pictures;
            };
        }

        private Phase adapting() {
            PhaseGraph phase = new PhaseGraph();
            AugmentationStrength strength = strength(phase);
            strength.adapt(settings.real("ada-target"), settings.real("ada-kimg"), settings.real("ada-ceiling"));
            return phase.figure("augment/sign", strength.signs().div(strength.pictures())).phase("adapt", "", n, 4, Set.of());
        }

        private Value mapped(PhaseGraph phase, String z, int batch, Value label) {
            return generator.mapping(phase.scope("G"), phase.normal(z, batch, generator.zDim()), label);
        }

        /** Pictures {@code [N,C,H,W]} of random latents, some of two styles: the second takes over at a random layer (StyleGAN, arXiv:1812.04948 §3.1). */
        private Value generated(PhaseGraph phase, int batch, boolean mixed) {
            Value label = label(phase, "c", InputSource.RANDOM_LABELS, batch);
            Value first = mapped(phase, "z", batch, label);
            double share = settings.real("style-mixing");
            if (!mixed || share == 0) return synthesised(phase, batch, _ -> first);
            Value apart = mapped(phase, "z_mixed", batch, label).sub(first);
            Value chance = phase.uniform("mixing", batch, 2);
            Graph graph = phase.graph();
            Value mixes = chance.slice(1, 0, 1).less(graph.constant(Tensor.scalar((float) share))); // [N,1]
            Value cut = chance.slice(1, 1, 2).mul(generator.layers() - 1).floor(); // the last layer of the first style
            return synthesised(phase, batch,
                    layer -> layer == 0
                            ? first
                            : first.add(apart.mul(cut.less(graph.constant(Tensor.scalar(layer))).mul(mixes))));
        }

        private Value synthesised(PhaseGraph phase, int batch, IntFunction<Value> styles) {
            return generator.synthesis(phase.scope("G"), styles,
                    (layer, size, learned) -> phase.normal("noise" + layer, batch, 1, size, size).mul(learned));
        }

        private TrainingPlan.Contents contents(Weights weights, Function<String, Tensor> drawings) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            Graph graph = drawing().graph();
            graph.parameters()
                    .forEach((name, value) -> tensors.put(name.substring("G.".length()), weights.get((Op.Parameter) value.op())));
            tensors.put("mapping.w_avg", drawings.apply(AVERAGE_STYLE).reshape(generator.wDim()));
            return new TrainingPlan.Contents(tensors, Map.of("family", "StyleGAN2"));
        }
    }
}
