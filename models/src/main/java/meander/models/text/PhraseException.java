package meander.models.text;

/** Something that is asked for cannot be done; a person is told why. */
public class PhraseException extends IllegalArgumentException {
    private final transient Phrase phrase;

    public PhraseException(Phrase phrase) {
        super(phrase.english());
        this.phrase = phrase;
    }

    public Phrase phrase() {
        return phrase;
    }
}
