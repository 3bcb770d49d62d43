package meander.models.family.dcgan;

/** Carries the sentence why layers do not work out from the depths of the inference to the family, which makes a value of it. */
final class DoesNotFit extends Exception {
    private static final long serialVersionUID = 1;

    DoesNotFit(String sentence) {
        super(sentence);
    }
}
