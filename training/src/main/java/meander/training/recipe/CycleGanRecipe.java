package meander.training.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import meander.models.family.cyclegan.ResNet;
import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.nn.Dropout;
import meander.models.nn.NormalizationMode;
import meander.training.data.DataSettings.Sides;
import meander.training.data.Domain;
import meander.training.loss.L1Loss;
import meander.training.loss.PatchLoss;
import meander.training.metric.MetricNames;
import meander.training.metric.SlicedWasserstein;
import meander.training.program.InputSource;
import meander.training.program.Phase;
import meander.training.program.PhaseGraph;
import meander.training.program.TrainingProgram;

/**
 * CycleGAN (Zhu et al., arXiv:1703.10593): from side A to side B and back, learned from pictures none of which belongs to any other. Networks and
 * figures have their authors' names: {@code G_A} translates from A to B and {@code D_A} judges what it gives, {@code cycle_A} is the way from A
 * to B and back, {@code idt_A} what {@code G_A} makes of pictures of B.
 */
public final class CycleGanRecipe implements TrainingRecipe {
    private static final int SMALLEST = 8;
    private static final String BACK = "back";
    private static final String G_A = "G_A";
    private static final String G_B = "G_B";
    private static final String D_A = "D_A";
    private static final String D_B = "D_B";
    private static final String CYCLE_A = "cycle_A";
    private static final String CYCLE_B = "cycle_B";
    private static final String IDT_A = "idt_A";
    private static final String IDT_B = "idt_B";

    @Override
    public String name() {
        return "cyclegan";
    }

    @Override
    public String title() {
        return "CycleGAN";
    }

    @Override
    public String paper() {
        return "Zhu et al., arXiv:1703.10593";
    }

    @Override
    public Sides sides() {
        return Sides.UNPAIRED;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> all = ImageToImageSetup.settings(1,
                "Feature maps of the generators' first layer, ngf; four times as many in the blocks. 64 in the paper.", 3,
                "least-squares");
        all.add(Setting.whole("blocks", 6, 1, 32, "Residual blocks: 6 for 128 pixels and 9 for 256 and more in the paper."));
        all.add(Setting.real("lambda", 10, 0, 1000, "Weight of the way there and back, for either side."));
        all.add(Setting.real("identity", 0.5, 0, 10,
                "Weight of leaving alone what is of the wanted side already, as a share of lambda; 0 leaves it out and saves a third of the time."));
        all.add(Setting.whole("pool-size", 50, 0, 1000,
                "Generated pictures that are kept to be shown to the discriminators again (arXiv:1612.07828); 0 for none."));
        return List.copyOf(all);
    }

    @Override
    public Monitoring monitoring() {
        return Monitoring.of(new Curve("there", G_A, D_A), new Curve("back", G_B, D_B), new Curve("cycles", CYCLE_A, CYCLE_B),
                Curve.DISTANCE, Curve.LOSS, Curve.DIVERSITY, new Curve("identity", IDT_A, IDT_B),
                new Curve("sides", SlicedWasserstein.NAME + "/" + Domain.B, SlicedWasserstein.NAME + "/" + Domain.A),
                Curve.AVERAGE);
    }

    @Override
    public TrainingPlan plan(SettingValues settings, DataShape data) {
        return new Networks(settings, data, ImageToImageSetup.of(settings, data, SMALLEST)).plan();
    }

    private record Networks(SettingValues settings, DataShape data, ImageToImageSetup translation) {
        TrainingPlan plan() {
            TrainingProgram program = new TrainingProgram(translation.networks(), List.of(generatorStep(), discriminatorStep()),
                    Map.of(TrainingProgram.DRAW, sampler("A", InputSource.SIDE_A), BACK, sampler("B", InputSource.SIDE_B),
                            ImageToImageSetup.SHEET, sampleGrid()),
                    List.of());
            return translation.plan(program, this::contents, List.of("A", "A-B", "A-B-A", "B", "B-A", "B-A-B"),
                    new TrainingPlan.Judged(TrainingProgram.DRAW, Domain.B, false),
                    new TrainingPlan.Judged(BACK, Domain.A, false));
        }

        /** @param which {@code A} for the way from A to B, {@code B} for the way back */
        private Value generate(PhaseGraph phase, String which, Value pictures) {
            ResNet generator = new ResNet(data.channels(), data.channels(), settings.whole("width"), settings.whole("blocks"),
                    false);
            return generator.picture(phase.scope("G").at(which), pictures, NormalizationMode.INSTANCE, Dropout.NONE);
        }

        /** @param which {@code A} judges what the generator A gives, pictures of B */
        private Value logits(PhaseGraph phase, String which, Value pictures) {
            return translation.discriminator(NormalizationMode.INSTANCE).logits(phase.scope("D").at(which), pictures);
        }

        private Value fed(PhaseGraph phase, InputSource side) {
            return translation.jittered(phase, translation.fed(phase, side),
                    side == InputSource.SIDE_A ? "jitter_A" : "jitter_B");
        }

        private Phase generatorStep() {
            PhaseGraph phase = new PhaseGraph();
            PatchLoss loss = translation.loss();
            double lambda = settings.real("lambda");
            double identity = settings.real("identity");
            Value a = fed(phase, InputSource.SIDE_A);
            Value b = fed(phase, InputSource.SIDE_B);
            // What is done to several pictures is done at once, which is faster: no picture has a part in another's.
            Value byA = generate(phase, "A", identity > 0 ? a.concat(0, b) : a);
            Value byB = generate(phase, "B", identity > 0 ? b.concat(0, a) : b);
            int n = translation.n();
            Value fakeB = byA.slice(0, 0, n);
            Value fakeA = byB.slice(0, 0, n);
            if (remembers()) {
                phase.graph().update(fresh(phase, "fake_B"), fakeB);
                phase.graph().update(fresh(phase, "fake_A"), fakeA);
            }
            Map<String, Value> parts = new LinkedHashMap<>();
            parts.put(G_A, loss.of(logits(phase, "A", fakeB), true));
            parts.put(G_B, loss.of(logits(phase, "B", fakeA), true));
            parts.put(CYCLE_A, new L1Loss(lambda).of(generate(phase, "B", fakeB), a));
            parts.put(CYCLE_B, new L1Loss(lambda).of(generate(phase, "A", fakeA), b));
            if (identity > 0) {
                parts.put(IDT_A, new L1Loss(lambda * identity).of(byA.slice(0, n, 2 * n), b));
                parts.put(IDT_B, new L1Loss(lambda * identity).of(byB.slice(0, n, 2 * n), a));
            }
            phase.metric(MetricNames.GENERATOR_LOSS, parts.values().stream().reduce(Value::add).orElseThrow());
            parts.forEach(phase::metric);
            return phase.phase("G", "G", n);
        }

        private Phase discriminatorStep() {
            PhaseGraph phase = new PhaseGraph();
            ImagePool pool = new ImagePool(settings.whole("pool-size"));
            Value a = fed(phase, InputSource.SIDE_A);
            Value b = fed(phase, InputSource.SIDE_B);
            Value fakeB = remembers() ? fresh(phase, "fake_B") : generate(phase, "A", a);
            Value fakeA = remembers() ? fresh(phase, "fake_A") : generate(phase, "B", b);
            Value onB = judged(phase, "A", b, pool.shown(phase, "pool_B", fakeB));
            Value onA = judged(phase, "B", a, pool.shown(phase, "pool_A", fakeA));
            return phase.metric(MetricNames.DISCRIMINATOR_LOSS, onB.add(onA)).metric(D_A, onB).metric(D_B, onA).phase("D", "D",
                    translation.n());
        }

        /** As their authors do, the discriminators judge what the generators drew in this very step; in several parts they cannot. */
        private boolean remembers() {
            return translation.batch().accumulation() == 1;
        }

        /** What a generator drew last. */
        private Value fresh(PhaseGraph phase, String which) {
            return phase.scope(TrainingProgram.MEMORY).at("fresh").kept(which, Initializer.ZERO, translation.n(), data.channels(),
                    data.size(), data.size());
        }

        private Value judged(PhaseGraph phase, String which, Value real, Value fake) {
            PatchLoss loss = translation.loss();
            int n = translation.n();
            Value logits = logits(phase, which, real.concat(0, fake));
            return loss.of(logits.slice(0, 0, n), true).add(loss.of(logits.slice(0, n, 2 * n), false)).mul(0.5);
        }

        private PhaseGraph sampler(String which, InputSource from) {
            PhaseGraph phase = new PhaseGraph();
            return phase.metric("picture", generate(phase, which, translation.looked(phase, from)));
        }

        private PhaseGraph sampleGrid() {
            PhaseGraph phase = new PhaseGraph();
            Value a = translation.looked(phase, InputSource.SIDE_A);
            Value b = translation.looked(phase, InputSource.SIDE_B);
            Value fakeB = generate(phase, "A", a);
            Value fakeA = generate(phase, "B", b);
            return phase.metric("rows", a.concat(0, fakeB, generate(phase, "B", fakeB), b, fakeA, generate(phase, "A", fakeA)));
        }

        /** Both ways in one file: {@code G_A.model.1.weight} and so on. */
        private TrainingPlan.Contents contents(Weights weights, Function<String, Tensor> drawings) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            sampleGrid().graph().parameters()
                    .forEach((name, value) -> tensors.put(name.replaceFirst("\\.", "_"), weights.get((Op.Parameter) value.op())));
            return new TrainingPlan.Contents(tensors,
                    Map.of("family", "CycleGAN", "norm", "instance", "resolution", Integer.toString(data.size())));
        }
    }
}
