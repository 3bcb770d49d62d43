package meander.training.recipe;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import meander.models.family.pix2pix.UNet;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.nn.Dropout;
import meander.models.nn.NormalizationMode;
import meander.training.data.DataSettings.Sides;
import meander.training.data.Domain;
import meander.training.loss.L1Loss;
import meander.training.loss.PatchLoss;
import meander.training.metric.MeanAbsoluteError;
import meander.training.metric.MetricNames;
import meander.training.program.InputSource;
import meander.training.program.Phase;
import meander.training.program.PhaseGraph;
import meander.training.program.TrainingProgram;

/**
 * Pix2Pix (Isola et al., arXiv:1611.07004): from pictures of side A to their partners of side B. A discriminator that sees both judges patches,
 * and the result stays near the partner. Figures have their authors' names: {@code G_GAN}, {@code G_L1}, {@code D_real}, {@code D_fake}.
 */
public final class Pix2PixRecipe implements TrainingRecipe {
    private static final int SMALLEST = 32;
    private static final String G_GAN = "G_GAN";
    private static final String G_L1 = "G_L1";
    private static final String D_REAL = "D_real";
    private static final String D_FAKE = "D_fake";

    @Override
    public String name() {
        return "pix2pix";
    }

    @Override
    public String title() {
        return "Pix2Pix";
    }

    @Override
    public String paper() {
        return "Isola et al., arXiv:1611.07004";
    }

    @Override
    public Sides sides() {
        return Sides.PAIRED;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> all = ImageToImageSetup.settings(4,
                "Feature maps of the U-Net's outermost level, ngf; they double up to eight times as many. 64 in the paper.", 3,
                "vanilla");
        all.add(Setting.real("lambda", 100, 0, 10000, "Weight of the distance from the wanted picture, L1."));
        all.add(Setting.choice("norm", "What hidden layers are normalised by: batch, as in the paper, or instance.", "batch",
                "batch", "instance"));
        all.add(Setting.onOff("dropout", true,
                "Whether half of the innermost features are forgotten by chance, which stands for a latent in the paper."));
        return List.copyOf(all);
    }

    @Override
    public Monitoring monitoring() {
        return Monitoring.of(new Curve("patches", G_GAN, D_REAL, D_FAKE), new Curve("nearness", G_L1),
                new Curve("held-back", MeanAbsoluteError.NAME + "/" + Domain.B), Curve.DISTANCE, Curve.LOSS, Curve.DIVERSITY,
                Curve.AVERAGE).with(new MeanAbsoluteError());
    }

    @Override
    public TrainingPlan plan(SettingValues settings, DataShape data) {
        return new Networks(settings, data, ImageToImageSetup.of(settings, data, SMALLEST)).plan();
    }

    private record Networks(SettingValues settings, DataShape data, ImageToImageSetup translation) {
        TrainingPlan plan() {
            TrainingProgram program = new TrainingProgram(translation.networks(), List.of(discriminatorStep(), generatorStep()),
                    Map.of(TrainingProgram.DRAW, sampler(), ImageToImageSetup.SHEET, sampleGrid()), List.of());
            return translation.plan(program, this::contents, List.of("input", "output", "target"),
                    new TrainingPlan.Judged(TrainingProgram.DRAW, Domain.B, true));
        }

        private UNet generator() {
            return new UNet(data.channels(), data.channels(), settings.whole("width"),
                    Integer.numberOfTrailingZeros(data.size()));
        }

        private boolean ofBatch() {
            return settings.text("norm").equals("batch");
        }

        private Value generate(PhaseGraph phase, Value a, NormalizationMode normalisation, boolean training) {
            Dropout dropout = training && settings.on("dropout")
                    ? Dropout.half((name, shape) -> phase.uniform(name, shape.dims()))
                    : Dropout.NONE;
            return generator().picture(phase.scope("G"), a, ofBatch() ? normalisation : NormalizationMode.INSTANCE, dropout);
        }

        private Value logits(PhaseGraph phase, Value a, Value b) {
            return translation.discriminator(ofBatch() ? NormalizationMode.BATCH_OWN : NormalizationMode.INSTANCE)
                    .logits(phase.scope("D"), a.concat(1, b));
        }

        /** Pictures of both sides, jittered alike. */
        private Value[] pair(PhaseGraph phase) {
            int channels = data.channels();
            Value both = translation.jittered(phase,
                    translation.fed(phase, InputSource.SIDE_A).concat(1, translation.fed(phase, InputSource.SIDE_B)), "jitter");
            return new Value[]{both.slice(1, 0, channels), both.slice(1, channels, 2 * channels)};
        }

        private Phase discriminatorStep() {
            PhaseGraph phase = new PhaseGraph();
            PatchLoss loss = translation.loss();
            Value[] pair = pair(phase);
            Value fake = generate(phase, pair[0], NormalizationMode.BATCH_OWN, true).stopGradient();
            Value onReal = loss.of(logits(phase, pair[0], pair[1]), true);
            Value onFake = loss.of(logits(phase, pair[0], fake), false);
            return phase.metric(MetricNames.DISCRIMINATOR_LOSS, onReal.add(onFake).mul(0.5)).metric(D_REAL, onReal)
                    .metric(D_FAKE, onFake).phase("D", "D", translation.n());
        }

        private Phase generatorStep() {
            PhaseGraph phase = new PhaseGraph();
            Value[] pair = pair(phase);
            Value fake = generate(phase, pair[0], NormalizationMode.BATCH_TRAINING, true);
            Value played = translation.loss().of(logits(phase, pair[0], fake), true);
            Value apart = new L1Loss(settings.real("lambda")).of(fake, pair[1]);
            return phase.metric(MetricNames.GENERATOR_LOSS, played.add(apart)).metric(G_GAN, played).metric(G_L1, apart)
                    .phase("G", "G", translation.n());
        }

        private PhaseGraph sampler() {
            PhaseGraph phase = new PhaseGraph();
            return phase.metric("picture",
                    generate(phase, translation.looked(phase, InputSource.SIDE_A), NormalizationMode.BATCH_RUNNING, false));
        }

        private PhaseGraph sampleGrid() {
            PhaseGraph phase = new PhaseGraph();
            Value a = translation.looked(phase, InputSource.SIDE_A);
            Value b = translation.looked(phase, InputSource.SIDE_B);
            return phase.metric("rows", a.concat(0, generate(phase, a, NormalizationMode.BATCH_RUNNING, false), b));
        }

        private TrainingPlan.Contents contents(Weights weights, Function<String, Tensor> drawings) {
            return new TrainingPlan.Contents(GanParts.generator(sampler(), weights), Map.of("family", "Pix2Pix", "norm",
                    settings.text("norm"), "dropout", settings.text("dropout"), "resolution", Integer.toString(data.size())));
        }
    }
}
