package meander.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import meander.app.explore.ExploreViewModel;
import meander.app.explore.Group;

/** Saves pictures of the window while it is being designed. Arguments: file or -, target, width, height, theme, language. */
public final class GuiDemo {
    private GuiDemo() {}

    public static void main(String[] arguments) {
        GuiOptions options = new GuiOptions(arguments[0].equals("-") ? Optional.empty() : Optional.of(Path.of(arguments[0])),
                Optional
                        .of(Path.of(arguments[1])),
                Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), Optional.of(Theme.of(
                        arguments[4])),
                Optional.of(Locale.forLanguageTag(arguments[5])));
        boolean turn = arguments.length > 6;
        System.exit(Gui.draw(options, options.screenshot().get(), turn ? Optional.of(GuiDemo::turn) : Optional.empty(),
                System.err::println));
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
        if (explore.has(Group.TRUNCATION).get())
            explore.psi().value().set(0.85);
        explore.z(3).value().set(1.2);
        explore.z(4).value().set(-0.6);
        explore.z(8).value().set(2.4);
    }
}
