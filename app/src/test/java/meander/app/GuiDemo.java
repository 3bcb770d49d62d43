package meander.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import meander.app.explore.ExploreViewModel;
import meander.app.explore.Group;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;

/** Saves pictures of the window while it is being designed. Arguments: file or -, target, width, height, theme, language. */
public final class GuiDemo {
    private GuiDemo() {}

    public static void main(String[] arguments) {
        GuiOptions options = new GuiOptions(arguments[0].equals("-") ? Optional.empty() : Optional.of(Path.of(arguments[0])),
                Optional.of(Path.of(arguments[1])), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]),
                Optional.of(Theme.of(arguments[4])), Optional.of(Locale.forLanguageTag(arguments[5])));
        Consumer<ExploreViewModel> turn = switch (arguments.length > 6 ? arguments[6] : "") {
            case "turn" -> GuiDemo::turn;
            case "blend" -> GuiDemo::blend;
            case "plain" -> explore -> {};
            case "bad" -> explore -> explore.open(Path.of("pom.xml"));
            default -> null;
        };
        System.exit(Gui.draw(options, options.screenshot().get(), Optional.ofNullable(turn), System.err::println));
    }

    /** Several classes, random noise, an edit of one layer. */
    private static void blend(ExploreViewModel explore) {
        explore.seed().set(7L);
        if (explore.has(Group.CLASSES).get()) explore.classes().set(ClassMix.of(3).with(4, 0.5));
        if (explore.has(Group.NOISE).get()) {
            explore.noiseMode().set(Noise.Mode.RANDOM);
            explore.noiseSeed().set(12L);
        }
        if (explore.has(Group.EDIT_W).get()) explore.w(2).value().set(1.5);
    }

    /** A window in the middle of work. */
    private static void turn(ExploreViewModel explore) {
        explore.snapshot();
        explore.seed().set(85L);
        explore.move(0.4, 0.2);
        if (explore.has(Group.MIXING).get()) {
            explore.addDonor(7);
            explore.addDonor(12);
            explore.takeFrom(1, 2, 4);
            explore.takeFrom(2, 5, 7);
            explore.mix().set(explore.mix().get().withWeights(2, List.of(0.6, 0.4, 0.0)).withWeights(5, List.of(0.0, 0.5, 0.5)));
        }
        if (explore.has(Group.TRUNCATION).get()) explore.psi().value().set(0.85);
        explore.z(3).value().set(1.2);
        explore.z(4).value().set(-0.6);
        explore.z(8).value().set(2.4);
    }
}
