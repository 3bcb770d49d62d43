package meander.app.shell;

import java.util.Collection;
import java.util.Optional;

import javafx.scene.Node;

import meander.app.base.TourStep;
import meander.app.base.WorkspaceModule;
import meander.app.tour.TourActions;

/** Leads the tour through the workspaces that its steps are about. */
record WindowTour(Collection<WorkspaceModule> modules, WindowFrame frame) implements TourActions {
    @Override
    public void reveal(TourStep step) {
        modules.stream().filter(module -> module.tour().contains(step)).forEach(module -> module.reveal(step));
    }

    @Override
    public Optional<Node> find(TourStep step) {
        return Optional.ofNullable(frame.lookup(step.anchor()));
    }
}
