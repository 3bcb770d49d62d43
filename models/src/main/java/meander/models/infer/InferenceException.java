package meander.models.infer;

/** Carries the sentence why layers do not work out from the depths of the inference to the family, which makes a value of it. */
public final class InferenceException extends Exception {
    private static final long serialVersionUID = 1;

    private final int tensors;

    public InferenceException(String sentence) {
        this(1, sentence);
    }

    /** @param tensors how many do not fit, @param sentence about the first of them */
    public InferenceException(int tensors, String sentence) {
        super(sentence);
        this.tensors = tensors;
    }

    public int tensors() {
        return tensors;
    }
}
