package meander.models.latent;

import meander.models.text.Phrase;

/** Why a network cannot draw what is asked for. */
public enum LatentFault implements Phrase.Key {
    /** The shape of w, the shape that the network takes. */
    OTHER_W("The given w is {0}, but this network takes {1}."),
    /** The layer, the shape of its noise. */
    NO_NOISE("Layer {0,number,#} takes a noise of {1}, which was not given."),
    /** The class, the number of classes. */
    NO_CLASS("class {0,number,#} of a network with {1,number,#} classes");

    private final String pattern;

    LatentFault(String pattern) {
        this.pattern = pattern;
    }

    @Override
    public String key() {
        return "latentFault." + name();
    }

    @Override
    public String pattern() {
        return pattern;
    }
}
