package meander.training.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import meander.models.family.dcgan.Dcgan;
import meander.models.family.dcgan.DcganDiscriminator;
import meander.models.family.dcgan.DcganDiscriminator.Normalisation;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.training.loss.AdversarialLoss;
import meander.training.loss.GradientPenalties;
import meander.training.optimizer.Optimizer;
import meander.training.metric.MetricNames;
import meander.training.program.InputSource;
import meander.training.program.Phase;
import meander.training.program.PhaseGraph;
import meander.training.program.TrainableNetwork;
import meander.training.program.TrainingProgram;

/**
 * What DCGAN and WGAN-GP have in common: the networks, two phases, and settings for both.
 *
 * @param batch    of either network
 * @param penalty  weight of the penalty on gradients between real and generated pictures; 0 leaves it out
 * @param dSteps   steps of the discriminator for each of the generator
 * @param optimizer     of both networks
 * @param clip     limit of the discriminator's weights; infinite for none
 */
record ConvolutionalGan(SettingValues settings, TrainingRecipe.DataShape data, BatchPlan batch, AdversarialLoss loss,
        double penalty, Normalisation normalisation, int dSteps, Optimizer optimizer, double clip) {
    /** Settings that both have. */
    static List<Setting> settings(int batch, double rate) {
        List<Setting> all = new ArrayList<>(BatchPlan.settings(batch, 2, 4096, "Pictures in one step."));
        all.addAll(List.of(
                Setting.whole("width", 32, 1, 1024,
                        "Feature maps at half the picture's size; they double as the size halves (64 to 128 in the papers)."),
                Setting.whole("z-dim", 100, 1, 1024, "Dimensions of z."),
                Setting.real("learning-rate", rate, 1e-6, 1, "Learning rate of Adam."), Setting.real("ema-kimg", 1, 0, 10000,
                        "Half-life of the generator's moving average, in thousands of pictures; 0, as in the paper, draws with the weights themselves.")));
        return List.copyOf(all);
    }

    /** @throws IllegalArgumentException with a sentence if the data does not suit these networks */
    ConvolutionalGan {
        if (data.size() > 128)
            throw new IllegalArgumentException(
                    "This recipe draws pictures up to 128 pixels, not " + data.size() + ": choose a smaller resolution.");
    }

    /** The batch, of which each part is normalised by itself. */
    static BatchPlan batch(SettingValues settings) {
        BatchPlan batch = BatchPlan.of(settings);
        if (batch.part() < 2) throw new IllegalArgumentException("batch normalisation needs two pictures in each part.");
        return batch;
    }

    private int n() {
        return batch.part();
    }

    private GanParts parts() {
        return new GanParts(data);
    }

    TrainingPlan plan() {
        double ema = settings.real("ema-kimg");
        List<TrainableNetwork> networks = List.of(TrainableNetwork.averaged("G", optimizer, ema, Double.POSITIVE_INFINITY),
                TrainableNetwork.of("D", optimizer).withWeightClip(clip));
        TrainingProgram program = new TrainingProgram(networks, List.of(discriminatorStep(), generatorStep()),
                Map.of(TrainingProgram.DRAW, sampler(), TrainingProgram.JUDGE, discriminatorOutput()), List.of());
        return new TrainingPlan(program, batch.size(), batch.accumulation(), GanParts.G, this::contents);
    }

    private Dcgan generator() {
        return new Dcgan(settings.whole("z-dim"), data.classes(), data.size(), data.channels(), settings.whole("width"));
    }

    private DcganDiscriminator discriminator() {
        return new DcganDiscriminator(data.size(), data.channels(), settings.whole("width"), data.classes(), normalisation);
    }

    private Phase discriminatorStep() {
        PhaseGraph phase = new PhaseGraph();
        // Generated pictures are of the classes of the real ones, so that a mixture of both has a class.
        Value c = parts().label(phase, "c", InputSource.LABELS, n());
        Value real = parts().pictures(phase, n());
        Value fake = generate(phase, c, n(), true);
        Value realLogits = logits(phase, real, c);
        Value fakeLogits = logits(phase, fake, c);
        Value played = loss.discriminator(realLogits, fakeLogits);
        if (penalty == 0) phase.metric(MetricNames.DISCRIMINATOR_LOSS, played);
        else {
            Value mixture = GradientPenalties.mixture(real, fake, phase.uniform("mix", n(), 1, 1, 1));
            Value lengths = GradientPenalties.towards(logits(phase, mixture, c), mixture, 1);
            phase.metric(MetricNames.DISCRIMINATOR_LOSS, played.add(lengths.mul(penalty))).metric(MetricNames.GRADIENT_PENALTY,
                    lengths);
        }
        phase.metric(MetricNames.REAL, realLogits.meanAll()).metric(MetricNames.FAKE, fakeLogits.meanAll());
        // The numbers of a Wasserstein critic have no sign: any of them may be added to all.
        if (!(loss instanceof AdversarialLoss.Wasserstein))
            phase.metric(MetricNames.SIGN_REAL, realLogits.sign().meanAll()).metric(MetricNames.SIGN_FAKE,
                    fakeLogits.sign().meanAll());
        return phase.phase("D", "D", n());
    }

    private Phase generatorStep() {
        PhaseGraph phase = new PhaseGraph();
        Value c = parts().label(phase, "c", InputSource.RANDOM_LABELS, n());
        return phase.metric(MetricNames.GENERATOR_LOSS, loss.generator(logits(phase, generate(phase, c, n(), true), c)))
                .phase("G", "G", n(), dSteps, Set.of());
    }

    private PhaseGraph sampler() {
        PhaseGraph phase = new PhaseGraph();
        return phase.metric("picture",
                generate(phase, parts().label(phase, "c", InputSource.RANDOM_LABELS, GanParts.SAMPLED), GanParts.SAMPLED, false));
    }

    private PhaseGraph discriminatorOutput() {
        PhaseGraph phase = new PhaseGraph();
        return phase.metric("logits",
                logits(phase, parts().pictures(phase, n()), parts().label(phase, "c", InputSource.LABELS, n())));
    }

    private Value generate(PhaseGraph phase, Value c, int batch, boolean training) {
        return generator().picture(phase.scope("G"), phase.normal("z", batch, generator().zDim()), c, training);
    }

    private Value logits(PhaseGraph phase, Value pictures, Value c) {
        return discriminator().logits(phase.scope("D"), pictures, c);
    }

    private TrainingPlan.Contents contents(Weights weights, Function<String, Tensor> drawings) {
        return new TrainingPlan.Contents(GanParts.generator(sampler(), weights), generator().metadata());
    }
}
