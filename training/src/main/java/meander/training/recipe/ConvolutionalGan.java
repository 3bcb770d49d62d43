package meander.training.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import meander.models.family.dcgan.Dcgan;
import meander.models.family.dcgan.DcganDiscriminator;
import meander.models.family.dcgan.DcganDiscriminator.Normalisation;
import meander.models.graph.Graph;
import meander.models.graph.Op;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.training.loss.AdversarialLoss;
import meander.training.loss.GradientPenalties;
import meander.training.optimizer.Adam;
import meander.training.program.InputSource;
import meander.training.program.Phase;
import meander.training.program.PhaseGraph;
import meander.training.program.TrainableNetwork;
import meander.training.program.TrainingProgram;

/**
 * What DCGAN and WGAN-GP have in common: the networks, two phases, and settings for both.
 *
 * @param penalty  weight of the penalty on gradients between real and generated pictures; 0 leaves it out
 * @param dSteps   steps of the discriminator for each of the generator
 * @param adam     of both networks
 * @param clip     limit of the discriminator's weights; infinite for none
 */
record ConvolutionalGan(SettingValues settings, TrainingRecipe.DataShape data, int n, AdversarialLoss loss, double penalty,
        Normalisation normalisation, int dSteps, Adam adam, double clip) {
    private static final int DRAWN = 16;

    /** Settings that both have. */
    static List<Setting> settings(int batch, double rate) {
        return List.of(Setting.whole("batch-size", batch, 2, 4096, "Pictures in one step."),
                Setting.whole("gradient-accumulation", 1, 1, 1024,
                        "Gradients are accumulated over this many parts of a batch, for machines with little memory."),
                Setting.whole("width", 32, 1, 1024,
                        "Feature maps at half the picture's size; they double as the size halves (64 to 128 in the papers)."),
                Setting.whole("z-dim", 100, 1, 1024, "Dimensions of z."),
                Setting.real("learning-rate", rate, 1e-6, 1, "Learning rate of Adam."), Setting.real("ema-kimg", 1, 0, 10000,
                        "Half-life of the generator's moving average, in thousands of pictures; 0, as in the paper, draws with the weights themselves."));
    }

    /** @throws IllegalArgumentException with a sentence if the data does not suit these networks */
    ConvolutionalGan {
        if (data.size() > 128)
            throw new IllegalArgumentException(
                    "This recipe draws pictures up to 128 pixels, not " + data.size() + ": choose a smaller resolution.");
    }

    /** Pictures in one part of a step. */
    static int part(SettingValues settings) {
        int batch = settings.whole("batch-size");
        int rounds = settings.whole("gradient-accumulation");
        if (batch % rounds != 0)
            throw new IllegalArgumentException("batch-size " + batch + " cannot be worked out in " + rounds + " parts.");
        if (batch / rounds < 2) throw new IllegalArgumentException("batch normalisation needs two pictures in each part.");
        return batch / rounds;
    }

    TrainingPlan plan() {
        double ema = settings.real("ema-kimg");
        List<TrainableNetwork> players = List.of(TrainableNetwork.averaged("G", adam, ema, Double.POSITIVE_INFINITY),
                TrainableNetwork.of("D", adam).withWeightClip(clip));
        TrainingProgram program = new TrainingProgram(players, List.of(discriminating(), generating()),
                Map.of(TrainingProgram.DRAW, drawing(), TrainingProgram.JUDGE, judging()), List.of());
        return new TrainingPlan(program, n * settings.whole("gradient-accumulation"), settings.whole("gradient-accumulation"),
                "G", this::contents);
    }

    private Dcgan generator() {
        return new Dcgan(settings.whole("z-dim"), data.classes(), data.size(), data.channels(), settings.whole("width"));
    }

    private DcganDiscriminator discriminator() {
        return new DcganDiscriminator(data.size(), data.channels(), settings.whole("width"), data.classes(), normalisation);
    }

    private Phase discriminating() {
        PhaseGraph phase = new PhaseGraph();
        // Generated pictures are of the classes of the real ones, so that a mixture of both has a class.
        Value c = label(phase, InputSource.LABELS, n);
        Value real = pictures(phase);
        Value fake = generated(phase, c, n, true);
        Value realLogits = logits(phase, real, c);
        Value fakeLogits = logits(phase, fake, c);
        Value played = loss.discriminator(realLogits, fakeLogits);
        if (penalty == 0) phase.figure("D/loss", played);
        else {
            Value mixture = GradientPenalties.mixture(real, fake, phase.uniform("mix", n, 1, 1, 1));
            Value lengths = GradientPenalties.towards(logits(phase, mixture, c), mixture, 1);
            phase.figure("D/loss", played.add(lengths.mul(penalty))).figure("D/gradient_penalty", lengths);
        }
        phase.figure("D/real", realLogits.meanAll()).figure("D/fake", fakeLogits.meanAll());
        // The numbers of a Wasserstein critic have no sign: any of them may be added to all.
        if (!(loss instanceof AdversarialLoss.Wasserstein))
            phase.figure("D/sign_real", realLogits.sign().meanAll()).figure("D/sign_fake", fakeLogits.sign().meanAll());
        return phase.phase("D", "D", n);
    }

    private Phase generating() {
        PhaseGraph phase = new PhaseGraph();
        Value c = label(phase, InputSource.RANDOM_LABELS, n);
        return phase.figure("G/loss", loss.generator(logits(phase, generated(phase, c, n, true), c))).phase("G", "G", n, dSteps,
                Set.of());
    }

    private PhaseGraph drawing() {
        PhaseGraph phase = new PhaseGraph();
        return phase.figure("picture", generated(phase, label(phase, InputSource.RANDOM_LABELS, DRAWN), DRAWN, false));
    }

    private PhaseGraph judging() {
        PhaseGraph phase = new PhaseGraph();
        return phase.figure("logits", logits(phase, pictures(phase), label(phase, InputSource.LABELS, n)));
    }

    private Value pictures(PhaseGraph phase) {
        return phase.feed("real", InputSource.PICTURES, n, data.channels(), data.size(), data.size());
    }

    private Value label(PhaseGraph phase, InputSource feed, int batch) {
        return data.classes() == 0 ? null : phase.feed("c", feed, batch, data.classes());
    }

    private Value generated(PhaseGraph phase, Value c, int batch, boolean training) {
        return generator().picture(phase.scope("G"), phase.normal("z", batch, generator().zDim()), c, training);
    }

    private Value logits(PhaseGraph phase, Value pictures, Value c) {
        return discriminator().logits(phase.scope("D"), pictures, c);
    }

    private TrainingPlan.Contents contents(Weights weights, Function<String, Tensor> drawings) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Graph graph = drawing().graph();
        graph.parameters()
                .forEach((name, value) -> tensors.put(name.substring("G.".length()), weights.get((Op.Parameter) value.op())));
        return new TrainingPlan.Contents(tensors, generator().metadata());
    }
}
