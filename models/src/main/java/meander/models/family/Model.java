package meander.models.family;

import java.util.List;

import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** An opened generator: what it is, what a person can turn, and what a person sees first. What draws is known by its kind. */
public sealed interface Model permits NetworkModel, ProgramModel {
    ModelInfo info();

    /** What a person can turn, in the order in which it is shown. */
    List<Control> controls();

    /** What a person sees first: ψ, class and the like at their usual values. */
    RenderRequest initial();

    /** The output of {@link NetworkModel#picture()} that is the picture. */
    String PICTURE = "picture";
}
