package meander.models.family;

import java.util.List;

import meander.models.checkpoint.ForeignModel;
import meander.models.request.Control;

/**
 * A translator that comes as a program and is run as it is.
 *
 * @param feeds  what its inputs are filled with, in their order; one of them is the picture
 * @param input  how it takes pictures
 * @param output the output that is the picture, and how it is written
 * @param bound  whether it takes pictures of one size only, {@link ModelInfo#width()} wide and high
 */
public record ProgramTranslator(ModelInfo info, List<Control> controls, Traits traits, ForeignModel program,
        List<InputBinding> feeds, ImageLayout input, ProgramModel.Output output, boolean bound) implements Translator {
    public ProgramTranslator {
        controls = List.copyOf(controls);
        feeds = List.copyOf(feeds);
    }
}
