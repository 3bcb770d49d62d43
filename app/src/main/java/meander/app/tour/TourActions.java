package meander.app.tour;

import java.util.Optional;

import javafx.scene.Node;

import meander.app.base.TourStep;

/** What the tour needs the window for. */
public interface TourActions {
    /** Brings the control that a step is about to the eye; the focus stays where it is. */
    void reveal(TourStep step);

    /** That control, if it is there. */
    Optional<Node> find(TourStep step);
}
