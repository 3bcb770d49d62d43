package meander.app.base;

/**
 * A step of the tour, as the workspace that it is about declares it.
 *
 * @param id     names its texts: {@code tour.ID} and {@code tour.ID.what}
 * @param anchor selects the control that it is about
 */
public record TourStep(String id, String anchor) {}
