package meander.training.recipe;

import java.util.ArrayList;
import java.util.List;

import meander.models.family.dcgan.DcganDiscriminator.Normalisation;
import meander.training.loss.AdversarialLoss;
import meander.training.optimizer.Adam;

/**
 * WGAN with gradient penalty (Gulrajani et al., arXiv:1704.00028, algorithm 1): DCGAN's networks, the critic without normalisation, several
 * steps of the critic for each of the generator. A step of the training is one of the critic, so that pictures are counted as they are
 * shown.
 */
public final class WganGpRecipe implements TrainingRecipe {
    @Override
    public String name() {
        return "wgan-gp";
    }

    @Override
    public String title() {
        return "WGAN-GP";
    }

    @Override
    public String paper() {
        return "Gulrajani et al., arXiv:1704.00028";
    }

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(ConvolutionalGan.settings(64, 0.0001));
        all.add(Setting.real("lambda", 10, 0, 1000, "Weight of the gradient penalty."));
        all.add(Setting.whole("d-steps", 5, 1, 100, "Steps of the critic for each of the generator."));
        return List.copyOf(all);
    }

    @Override
    public Monitoring monitoring() {
        return Monitoring.of(Curve.LOSS, Curve.OUTPUTS, Curve.DISTANCE, Curve.DIVERSITY, Curve.GRADIENT_PENALTY, Curve.AVERAGE);
    }

    @Override
    public TrainingPlan plan(SettingValues settings, DataShape data) {
        return new ConvolutionalGan(settings, data, ConvolutionalGan.batch(settings), new AdversarialLoss.Wasserstein(),
                settings.real("lambda"), Normalisation.NONE, settings.whole("d-steps"),
                new Adam(settings.real("learning-rate"), 0, 0.9), Double.POSITIVE_INFINITY).plan();
    }
}
