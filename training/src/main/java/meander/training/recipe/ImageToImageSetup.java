package meander.training.recipe;

import java.util.ArrayList;
import java.util.List;

import meander.models.graph.Value;
import meander.models.nn.NormalizationMode;
import meander.models.nn.PatchDiscriminator;
import meander.training.augment.Jitter;
import meander.training.loss.PatchLoss;
import meander.training.optimizer.Adam;
import meander.training.optimizer.LearningRateSchedule;
import meander.training.program.InputSource;
import meander.training.program.PhaseGraph;
import meander.training.program.TrainableNetwork;
import meander.training.program.TrainingProgram;

/**
 * What Pix2Pix and CycleGAN have in common: how pictures are fed, how discriminators judge patches, how the learning rate falls, and settings.
 *
 * @param batch pictures of each side
 */
record ImageToImageSetup(SettingValues settings, TrainingRecipe.DataShape data, BatchPlan batch) {
    /** Pictures side by side on a sheet; drawn at a time. */
    static final int DRAWN = 12;
    static final String SHEET = "sheet";

    /** Settings that both have. */
    static List<Setting> settings(int batch, String paper, int patch, String loss) {
        List<Setting> all = new ArrayList<>(
                BatchPlan.settings(batch, 1, 1024, "Pictures of each side in one step; 1 in the paper."));
        all.addAll(List.of(Setting.whole("width", 16, 1, 256, paper),
                Setting.whole("d-width", 16, 1, 256, "Feature maps of the discriminator's first layer, ndf; 64 in the paper."),
                Setting.whole("patch", patch, 0, 5,
                        "The discriminator judges patches: of single pixels with 0, of 16, 34, 70, 142 or 286 pixels with 1 to 5; 3 in the paper."),
                Setting.choice("loss",
                        "How the discriminator is asked: vanilla, by cross-entropy (arXiv:1406.2661), or least-squares (arXiv:1611.04076).",
                        loss, "vanilla", "least-squares"),
                Setting.real("learning-rate", 0.0002, 1e-6, 1, "Learning rate of Adam."),
                Setting.real("beta1", 0.5, 0, 0.999, "Decay of Adam's moving average of gradients."),
                Setting.real("decay", 0.5, 0, 1,
                        "From this share of the training on the learning rate falls linearly to 0, from the half on in the paper; 1 for never."),
                Setting.real(TrainingRecipe.SCHEDULE, 0, 0, 1e9,
                        "Thousands of pictures at whose end the learning rate has fallen to 0, for a training that goes on later for longer than it was begun with; 0 for the length of the training, whatever that is at the moment."),
                Setting.real("jitter", 1.1171875, 1, 2,
                        "Pictures are enlarged so many times and a part of their size is cut out at random, 286/256 in the paper; 1 for none."),
                Setting.real("ema-kimg", 0, 0, 10000,
                        "Half-life of the generator's moving average, in thousands of pictures; 0, as in the paper, draws with the weights themselves."),
                Setting.real("held-back", 0.05, 0, 0.5,
                        "Share of the data that is only looked at and measured with, where the data does not say itself.")));
        return all;
    }

    /**
     * @param smallest pictures that the generator takes, pixels
     * @throws IllegalArgumentException with a sentence if data and settings do not go together
     */
    static ImageToImageSetup of(SettingValues settings, TrainingRecipe.DataShape data, int smallest) {
        if (data.size() < smallest)
            throw new IllegalArgumentException("This recipe translates pictures of " + smallest + " pixels or more, not "
                    + data.size() + ": choose a larger resolution.");
        BatchPlan batch = BatchPlan.of(settings);
        int layers = settings.whole("patch");
        int least = 4 << layers;
        if (data.size() < least)
            throw new IllegalArgumentException("Pictures of " + data.size() + " pixels are too small for patch " + layers
                    + ", which needs " + least + ": choose a smaller patch or a larger resolution.");
        return new ImageToImageSetup(settings, data, batch);
    }

    /** Pictures of each side in one part of a step. */
    int n() {
        return batch.part();
    }

    /** The plan of a program with these. */
    TrainingPlan plan(TrainingProgram program, TrainingPlan.ModelFile model, List<String> rows, TrainingPlan.Judged... judged) {
        return new TrainingPlan(program, batch.size(), batch.accumulation(), GanParts.G, model,
                new TrainingPlan.Shown(SHEET, rows, List.of(judged)));
    }

    PatchLoss loss() {
        return settings.text("loss").equals("vanilla") ? PatchLoss.VANILLA : PatchLoss.LEAST_SQUARES;
    }

    PatchDiscriminator discriminator(NormalizationMode normalisation) {
        return new PatchDiscriminator(settings.whole("d-width"), settings.whole("patch"), normalisation);
    }

    List<TrainableNetwork> networks() {
        Adam adam = new Adam(settings.real("learning-rate"), settings.real("beta1"), 0.999);
        double decay = settings.real("decay");
        LearningRateSchedule schedule = decay < 1 ? new LearningRateSchedule.LinearToZero(decay) : LearningRateSchedule.CONSTANT;
        return List.of(
                TrainableNetwork.averaged("G", adam, settings.real("ema-kimg"), Double.POSITIVE_INFINITY).withSchedule(schedule),
                TrainableNetwork.of("D", adam).withSchedule(schedule));
    }

    /** Pictures to learn from, {@code [n,C,H,W]}, not yet jittered. */
    Value fed(PhaseGraph phase, InputSource side) {
        return fed(phase, side, n());
    }

    /** Pictures to look at, {@code [DRAWN,C,H,W]}. */
    Value looked(PhaseGraph phase, InputSource side) {
        return fed(phase, side, DRAWN);
    }

    private Value fed(PhaseGraph phase, InputSource side, int count) {
        return phase.input(side == InputSource.SIDE_A ? "real_A" : "real_B", side, count, data.channels(), data.size(),
                data.size());
    }

    Value jittered(PhaseGraph phase, Value pictures, String name) {
        return new Jitter(settings.real("jitter")).apply(pictures, phase, name);
    }
}
