package meander.training.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

import meander.models.family.progan.ProGan;
import meander.models.family.progan.ProGanDiscriminator;
import meander.models.family.progan.ProGanModel;
import meander.models.graph.Op;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.nn.AveragePool;
import meander.training.loss.AdversarialLoss;
import meander.training.loss.GradientPenalties;
import meander.training.optimizer.Adam;
import meander.training.metric.MetricNames;
import meander.training.program.InputSource;
import meander.training.program.Phase;
import meander.training.program.PhaseGraph;
import meander.training.program.TrainableNetwork;
import meander.training.program.TrainingProgram;

/**
 * ProGAN (Karras et al., arXiv:1710.10196): both networks grow from 4×4 to the size of the data, each block faded in; WGAN-GP with a small
 * pull on the critic's drift (appendix A.1), moments forgotten where a block is added, moving average of the generator. A size has its
 * own two phases; the data stays at full size and is made smaller inside of them.
 */
public final class ProGanRecipe implements TrainingRecipe {
    private static final String LEVEL = "level";
    private static final AdversarialLoss LOSS = new AdversarialLoss.Wasserstein();

    @Override
    public String name() {
        return "progan";
    }

    @Override
    public String title() {
        return "ProGAN";
    }

    @Override
    public String paper() {
        return "Karras et al., arXiv:1710.10196";
    }

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(BatchPlan.settings(16, 1, 4096, "Pictures in one step, up to 16 pixels a side."));
        for (int side = 32; side <= 1024; side *= 2)
            all.add(Setting.whole(BatchPlan.SIZE + "-" + side, side <= 128 ? 16 : side == 256 ? 8 : 4, 1, 4096,
                    "Pictures in one step while they have " + side + " pixels a side."));
        all.addAll(List.of(
                Setting.real("stable-kimg", 50, 0.001, 100000,
                        "Thousands of pictures for which a size is trained once it is faded in; 600 to 800 in the paper."),
                Setting.real("fade-kimg", 50, 0.001, 100000,
                        "Thousands of pictures in which a new size is faded in; 600 to 800 in the paper."),
                Setting.whole("channel-base", 2048, 16, 65536,
                        "Feature maps at resolution R are this by R, at most channel-max; 16384 in the authors' code."),
                Setting.whole("channel-max", 128, 1, 1024, "The most feature maps a layer has; 512 in the paper."),
                Setting.whole("z-dim", 128, 1, 1024, "Dimensions of z; 512 in the paper."),
                Setting.real("learning-rate", 0.001, 1e-6, 1, "Learning rate of Adam."),
                Setting.real("lambda", 10, 0, 1000, "Weight of the gradient penalty (arXiv:1704.00028)."),
                Setting.real("drift", 0.001, 0, 1, "Weight of what keeps the critic's numbers near 0."),
                Setting.real("ema-kimg", 10, 0, 10000, "Half-life of the moving average, in thousands of pictures.")));
        return List.copyOf(all);
    }

    /** Every size gets its share of the training, and the last one three. */
    @Override
    public Map<String, String> fitted(double width, int size, double kimg) {
        Map<String, String> fitted = TrainingRecipe.super.fitted(width, size, kimg);
        int doublings = Integer.numberOfTrailingZeros(Integer.highestOneBit(size)) - 2;
        String share = Double.toString(Math.max(0.001, Math.round(kimg / (2 * doublings + 2) * 1000) / 1000.0));
        fitted.put("stable-kimg", share);
        fitted.put("fade-kimg", share);
        return fitted;
    }

    @Override
    public Monitoring monitoring() {
        return Monitoring.of(Curve.LOSS, Curve.OUTPUTS, Curve.DISTANCE, Curve.DIVERSITY, Curve.GRADIENT_PENALTY, Curve.AVERAGE);
    }

    @Override
    public TrainingPlan plan(SettingValues settings, DataShape data) {
        return new Parts(settings, data).plan();
    }

    /** The networks and phases of one plan. */
    private static final class Parts {
        private final SettingValues settings;
        private final DataShape data;
        private final GanParts parts;
        private final GrowthSchedule growth;
        private final ProGan generator;
        private final ProGanDiscriminator discriminator;

        Parts(SettingValues settings, DataShape data) {
            this.settings = settings;
            this.data = data;
            this.parts = new GanParts(data);
            growth = new GrowthSchedule(data.size(), settings.real("stable-kimg"), settings.real("fade-kimg"));
            SequencedMap<Integer, Integer> channels = ProGan.channels(data.size(), settings.whole("channel-base"),
                    settings.whole("channel-max"));
            generator = new ProGan(settings.whole("z-dim"), channels, data.channels());
            discriminator = new ProGanDiscriminator(channels, data.channels(), 4);
        }

        TrainingPlan plan() {
            Adam adam = new Adam(settings.real("learning-rate"), 0, 0.99);
            List<Phase> phases = new ArrayList<>();
            List<TrainingProgram.Restart> restarts = new ArrayList<>();
            for (int side : growth.sizes()) {
                phases.add(discriminatorStep(side));
                phases.add(generatorStep(side));
                if (side > 4) for (String player : List.of("G", "D"))
                    restarts.add(new TrainingProgram.Restart(player, growth.from(side)));
            }
            List<TrainableNetwork> networks = List.of(
                    TrainableNetwork.averaged("G", adam, settings.real("ema-kimg"), Double.POSITIVE_INFINITY),
                    TrainableNetwork.of("D", adam));
            TrainingProgram program = new TrainingProgram(networks, phases,
                    Map.of(TrainingProgram.DRAW, sampler(), LEVEL, growthLevel(), TrainingProgram.JUDGE, discriminatorOutput()),
                    restarts);
            return new TrainingPlan(program, settings.whole("batch-size"), settings.whole("gradient-accumulation"), "G",
                    this::contents);
        }

        /** Pictures in one part of a step. */
        private int part(int side) {
            String key = side <= 16 ? BatchPlan.SIZE : BatchPlan.SIZE + "-" + side;
            return BatchPlan.of(settings, key).inGroups(key).part();
        }

        private Phase discriminatorStep(int side) {
            PhaseGraph phase = new PhaseGraph();
            int n = part(side);
            Value kimg = phase.input("kimg", InputSource.KIMG);
            Value alpha = growth.alpha(kimg, side);
            Value real = shrunk(parts.pictures(phase, n), side, alpha);
            Value fake = generate(phase, n, side, alpha);
            Value realLogits = discriminator.logits(phase.scope("D"), real, alpha);
            Value fakeLogits = discriminator.logits(phase.scope("D"), fake, alpha);
            Value mixture = GradientPenalties.mixture(real, fake, phase.uniform("mix", n, 1, 1, 1));
            Value lengths = GradientPenalties.towards(discriminator.logits(phase.scope("D"), mixture, alpha), mixture, 1);
            Value loss = LOSS.discriminator(realLogits, fakeLogits).add(lengths.mul(settings.real("lambda")))
                    .add(realLogits.square().meanAll().mul(settings.real("drift")));
            return phase.metric(MetricNames.DISCRIMINATOR_LOSS, loss).metric(MetricNames.GRADIENT_PENALTY, lengths)
                    .metric(MetricNames.REAL, realLogits.meanAll()).metric(MetricNames.FAKE, fakeLogits.meanAll())
                    .metric("grow/level", growth.level(kimg))
                    .phase("D" + side, "D", n, 1, Set.of(), growth.from(side), growth.to(side));
        }

        private Phase generatorStep(int side) {
            PhaseGraph phase = new PhaseGraph();
            int n = part(side);
            Value alpha = growth.alpha(phase.input("kimg", InputSource.KIMG), side);
            Value logits = discriminator.logits(phase.scope("D"), generate(phase, n, side, alpha), alpha);
            return phase.metric(MetricNames.GENERATOR_LOSS, LOSS.generator(logits)).phase("G" + side, "G", n, 1, Set.of(),
                    growth.from(side), growth.to(side));
        }

        /** Full-size pictures as the network sees them now: what a block that is half faded in adds, they have half. */
        private Value shrunk(Value pictures, int side, Value alpha) {
            Value shrunk = AveragePool.of(pictures, data.size() / side);
            if (alpha == null) return shrunk;
            Value coarse = AveragePool.of(shrunk, 2).upsampleNearest(2);
            return coarse.add(shrunk.sub(coarse).mul(alpha));
        }

        private Value generate(PhaseGraph phase, int batch, int side, Value alpha) {
            Value z = phase.normal("z", batch, generator.zDim());
            Value whole = phase.graph().constant(Tensor.scalar(1));
            IntFunction<Value> share = at -> at == side
                    ? alpha == null ? whole : alpha
                    : at == side / 2 ? whole.sub(alpha) : null;
            return generator.picture(phase.scope("G"), z, side, share);
        }

        /** As far as it has grown, at full size: so the pictures of a whole training compare. */
        private PhaseGraph sampler() {
            PhaseGraph phase = new PhaseGraph();
            Value kimg = phase.input("kimg", InputSource.KIMG);
            return phase.metric("picture", generator.picture(phase.scope("G"),
                    phase.normal("z", GanParts.SAMPLED, generator.zDim()), data.size(), side -> growth.share(kimg, side)));
        }

        /** By the discriminator as far as it has grown: all sizes judge, and one of them counts. */
        private PhaseGraph discriminatorOutput() {
            PhaseGraph phase = new PhaseGraph();
            Value kimg = phase.input("kimg", InputSource.KIMG);
            Value pictures = parts.pictures(phase, GanParts.SAMPLED);
            Value logits = null;
            for (int side : growth.sizes()) {
                Value alpha = growth.alpha(kimg, side);
                Value judged = discriminator.logits(phase.scope("D"), shrunk(pictures, side, alpha), alpha)
                        .mul(growth.trains(kimg, side));
                logits = logits == null ? judged : logits.add(judged);
            }
            return phase.metric("logits", logits);
        }

        private PhaseGraph growthLevel() {
            PhaseGraph phase = new PhaseGraph();
            return phase.metric(LEVEL, growth.level(phase.input("kimg", InputSource.KIMG)));
        }

        /** Without the blocks that have not yet been trained. */
        private TrainingPlan.Contents contents(Weights weights, Function<String, Tensor> drawings) {
            double level = drawings.apply(LEVEL).data()[0];
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            sampler().graph().parameters().forEach((name, value) -> {
                String plain = name.substring("G.".length());
                int side = Integer.parseInt(plain.substring(1, plain.indexOf('.')));
                if (Integer.numberOfTrailingZeros(side) < level + 1) tensors.put(plain, weights.get((Op.Parameter) value.op()));
            });
            return new TrainingPlan.Contents(tensors, Map.of("family", "ProGAN", ProGanModel.LEVEL, Double.toString(level)));
        }
    }
}
