package meander.app.translate;

import java.util.List;
import java.util.Locale;

import meander.app.session.WindowState;
import meander.models.family.Translator;

/**
 * What a pane translates with, and how.
 *
 * @param id          stays the same as long as the pane is there
 * @param mode        one of the network’s
 * @param dropoutSeed which features are forgotten where the mode forgets any
 */
public record PaneState(int id, OpenNetworks opened, Translator.Mode mode, Direction direction, long dropoutSeed) {
    /** As one begins. */
    static PaneState of(int id, OpenNetworks opened) {
        return new PaneState(id, opened, opened.modes().getFirst(), opened.first(), 0);
    }

    /** As it was saved, as far as the network has these ways. */
    static PaneState restored(int id, WindowState.Pane pane, OpenNetworks opened) {
        PaneState state = of(id, opened).withSeed(pane.dropoutSeed());
        for (Translator.Mode mode : opened.modes())
            if (word(mode).equals(pane.mode())) state = state.with(mode);
        for (Direction direction : Direction.values())
            if (direction.id().equals(pane.direction()) && opened.paired()) state = state.with(direction);
        return state;
    }

    WindowState.Pane saved() {
        return new WindowState.Pane(opened.file(), word(mode), direction.id(), dropoutSeed);
    }

    /** A mode as the session and texts know it. */
    static String word(Translator.Mode mode) {
        return mode.statistics().name().toLowerCase(Locale.ROOT) + (mode.dropout() ? "+dropout" : "");
    }

    /** The same for another network, as far as it has these ways. */
    PaneState with(OpenNetworks other) {
        return new PaneState(id, other, other.modes().contains(mode) ? mode : other.modes().getFirst(),
                other.paired() && opened.paired() ? direction : other.first(), dropoutSeed);
    }

    PaneState with(Translator.Mode other) {
        return new PaneState(id, opened, other, direction, dropoutSeed);
    }

    PaneState with(Direction other) {
        return new PaneState(id, opened, mode, other, dropoutSeed);
    }

    PaneState withSeed(long seed) {
        return new PaneState(id, opened, mode, direction, seed);
    }

    /** How a network is run: as wanted, or in its usual way where it has no such mode. */
    Translator.Mode modeOf(LoadedDirection side) {
        List<Translator.Mode> modes = side.translator().traits().modes();
        return modes.contains(mode) ? mode : modes.getFirst();
    }

    List<LoadedDirection> way() {
        return opened.way(direction);
    }
}
