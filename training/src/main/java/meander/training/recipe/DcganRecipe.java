package meander.training.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import meander.models.family.dcgan.DcganDiscriminator.Normalisation;
import meander.training.loss.AdversarialLoss;
import meander.training.optimizer.Adam;

/**
 * DCGAN (Radford et al., arXiv:1511.06434): small, quick, and the basis on which losses and normalisations can be compared. With the
 * Wasserstein loss, clipping and five steps of the discriminator it is WGAN (arXiv:1701.07875), with the hinge loss and spectral
 * normalisation SNGAN (arXiv:1802.05957).
 */
public final class DcganRecipe implements TrainingRecipe {
    @Override
    public String name() {
        return "dcgan";
    }

    @Override
    public String title() {
        return "DCGAN";
    }

    @Override
    public String paper() {
        return "Radford et al., arXiv:1511.06434";
    }

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(ConvolutionalGan.settings(64, 0.0002));
        all.add(Setting.choice("loss",
                "What the networks play for: non-saturating or minimax (arXiv:1406.2661), least-squares (arXiv:1611.04076), hinge (arXiv:1705.02894), wasserstein (arXiv:1701.07875).",
                "non-saturating", "non-saturating", "minimax", "least-squares", "hinge", "wasserstein"));
        all.add(Setting.choice("norm", "What the discriminator is normalised by: batch, spectral (arXiv:1802.05957) or nothing.",
                "batch", "batch", "spectral", "none"));
        all.add(Setting.real("beta1", 0.5, 0, 0.999, "Decay of Adam's moving average of gradients."));
        all.add(Setting.whole("d-steps", 1, 1, 100, "Steps of the discriminator for each of the generator."));
        all.add(Setting.real("weight-clip", 0, 0, 100,
                "The discriminator's weights are limited to this after each step, 0.01 in WGAN (arXiv:1701.07875); 0 lets them be."));
        return List.copyOf(all);
    }

    @Override
    public Monitoring monitoring() {
        return Monitoring.of(Curve.LOSS, Curve.SIGNS, Curve.DISTANCE, Curve.DIVERSITY, Curve.OUTPUTS, Curve.AVERAGE);
    }

    @Override
    public TrainingPlan plan(SettingValues settings, DataShape data) {
        double clip = settings.real("weight-clip");
        return new ConvolutionalGan(settings, data, ConvolutionalGan.batch(settings), loss(settings.text("loss")), 0,
                Normalisation.valueOf(settings.text("norm").toUpperCase(Locale.ROOT)), settings.whole("d-steps"),
                new Adam(settings.real("learning-rate"), settings.real("beta1"), 0.999),
                clip == 0 ? Double.POSITIVE_INFINITY : clip).plan();
    }

    private static AdversarialLoss loss(String name) {
        return switch (name) {
            case "minimax" -> new AdversarialLoss.Minimax();
            case "least-squares" -> new AdversarialLoss.LeastSquares();
            case "hinge" -> new AdversarialLoss.Hinge();
            case "wasserstein" -> new AdversarialLoss.Wasserstein();
            default -> new AdversarialLoss.NonSaturating();
        };
    }
}
