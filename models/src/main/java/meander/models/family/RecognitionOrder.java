package meander.models.family;

/**
 * When a family is asked whether a file is its own: whoever knows its files by name before whoever guesses from the shapes of layers, as a
 * guess may fit a file of anybody's. Families of one rank must never both know a file.
 */
public enum RecognitionOrder {
    /** Its files have tensors of names that no other family's have; what a PatchGAN looks like is also said here, before a guess takes it for a generator. */
    BY_NAME(false),
    /** Whole modules, whose file tells every layer: nothing is left to guess, but a family that knows the names knows more. */
    BY_MODULE(false),
    /** Layers that begin with a latent are told from layers that begin with a picture by their first one, so these come before translators, which begin with any convolution. */
    GENERATOR_BY_LAYERS(true),
    /** Any stack of convolutions that keeps a picture's size fits. */
    TRANSLATOR_BY_LAYERS(true);

    private final boolean guesses;

    RecognitionOrder(boolean guesses) {
        this.guesses = guesses;
    }

    /** Whether it goes by shapes alone, which files of other families may have as well. */
    public boolean guesses() {
        return guesses;
    }
}
