package meander.models.render;

import meander.models.text.Phrase;

/** What became of a foreign program that was tried or run, as a part of a sentence. */
public enum ProgramFault implements Phrase.Key {
    /** Seconds. */
    TOO_LONG("it took more than {0,number,#} seconds"),
    /** MiB. */
    TOO_MUCH_MEMORY("it took more than {0,number,#} MiB of memory"),
    /** Their number. */
    TOO_MANY_THREADS("it started more than {0,number,#} threads"),
    /** The status of the process. */
    ENDED("it ended the process (status {0,number,#})"),
    /** The status of the process, a quotation. */
    ENDED_SAYING("it ended the process (status {0,number,#}, {1})"),
    /** No details. */
    ENDED_TOO_OFTEN("its process ended too often"),
    /** What came, technically. */
    WRONG_ANSWER("its process said something else than was asked ({0})"),
    /** No details. */
    OTHER_ANSWER("it said something else than was asked"),
    /** What the system said. */
    NOT_STARTED("nothing could start ({0})"),
    /** A quotation. */
    ENGINE_SAID("the engine said: {0}"),
    /** No details. */
    NO_SHAPE("no input of any usual shape gives a picture"),
    /** No details. */
    NO_PICTURE("it takes neither a latent nor a picture"),
    /** No details. */
    OTHER_SIZE("it gave pictures of another size"),
    /** No details. */
    NOTHING_GIVEN("it gave nothing"),
    /** No details. */
    NOTHING_ASKED("it gave nothing that was asked for"),
    /** No details. */
    TOO_MANY_NUMBERS("it takes more numbers than there is room for"),
    /** No details. */
    TOO_MUCH_WORK("one picture takes more memory or work than a trial may"),
    /** What it said, or what happened, technically. */
    FAILED("it failed: {0}");

    private final String pattern;

    ProgramFault(String pattern) {
        this.pattern = pattern;
    }

    @Override
    public String key() {
        return "programFault." + name();
    }

    @Override
    public String pattern() {
        return pattern;
    }
}
