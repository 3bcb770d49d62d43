package meander.training.recipe;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import meander.models.graph.Value;
import meander.training.augment.AdaptiveAugmentation;
import meander.training.augment.AugmentationStrength;
import meander.training.augment.DiffAugment;
import meander.training.program.Phase;
import meander.training.program.PhaseGraph;

/** What real and generated pictures go through before they are judged, with its settings and, if it adapts, its phase. */
record AugmentationSetup(SettingValues settings) {
    private static final int INTERVAL = 4; // steps, as in the paper

    static List<Setting> options() {
        return List.of(Setting.choice("augment",
                "What real and generated pictures go through before they are judged: ada (arXiv:2006.06676), diffaugment (arXiv:2006.10738) or nothing.",
                "ada", "ada", "diffaugment", "none"),
                Setting.real("ada-target", AugmentationStrength.TARGET, 0, 1,
                        "The strength of ada grows while the mean sign of D(real) is above this."),
                Setting.real("ada-kimg", 100, 1, 10000,
                        "Thousands of pictures in which the strength of ada may go from 0 to 1; 500 in the paper."),
                Setting.real("ada-ceiling", 0.8, 0, 1, "The most that the strength of ada may become."));
    }

    boolean isAdaptive() {
        return settings.text("augment").equals("ada");
    }

    /** What adapts, if anything does: in the phase of the discriminator it takes note of what that says of real pictures. */
    Optional<AugmentationStrength> adaptive(PhaseGraph phase) {
        return isAdaptive() ? Optional.of(strength(phase)) : Optional.empty();
    }

    /** Other random numbers for real pictures than for generated ones: what was drawn is counted by how many names there are. */
    Value augmented(PhaseGraph phase, Value pictures) {
        String name = "augment" + phase.graph().inputs().size();
        return switch (settings.text("augment")) {
            case "ada" ->
                new AdaptiveAugmentation(AdaptiveAugmentation.Categories.ALL).apply(pictures, strength(phase).p(), phase, name);
            case "diffaugment" -> DiffAugment.ALL.apply(pictures, phase, name);
            default -> pictures;
        };
    }

    private static AugmentationStrength strength(PhaseGraph phase) {
        return AugmentationStrength.in(phase.scope("state").at("augment"));
    }

    /** The phase that moves the strength. @param n pictures in one part of a step */
    Phase adaptation(int n) {
        PhaseGraph phase = new PhaseGraph();
        AugmentationStrength strength = strength(phase);
        strength.adapt(settings.real("ada-target"), settings.real("ada-kimg"), settings.real("ada-ceiling"));
        return phase.metric("augment/sign", strength.signs().div(strength.pictures())).phase("adapt", "", n, INTERVAL, Set.of());
    }
}
