package meander.models.family;

import java.util.List;

import meander.models.request.Control;

/**
 * An opened network from picture to picture. What a {@link Model} is to latents: it says what a person can turn, and a
 * {@link meander.models.render.PictureTranslator} runs it on pictures of any size.
 */
public sealed interface Translator permits NetworkTranslator, ProgramTranslator {
    /** The network's input that is the picture, {@code [1,C,H,W]}, and its output, {@code [1,C′,scale·H,scale·W]}. */
    String INPUT = "input";
    String OUTPUT = Model.PICTURE;
    /** Inputs whose names begin so are filled with numbers from 0 to 1 drawn from the request's dropout seed. */
    String DROPOUT = "dropout";

    /** {@link ModelInfo#width()} and {@link ModelInfo#height()} are those it was made for, 0 where the file does not tell. */
    ModelInfo info();

    /** What a person can turn: the answers to what the file does not say. */
    List<Control> controls();

    Traits traits();

    /**
     * What is known before any picture.
     *
     * @param inputs   channels that it takes: 1 grey, 3 RGB, 4 RGBA
     * @param outputs  channels that it gives
     * @param scale    how many times wider and higher the result is: 1, or 2 and more where it adds detail
     * @param multiple sides of a picture must be multiples of this; others are padded and cropped
     * @param smallest the least side
     * @param margin   how many pixels around a tile of the input decide over it, for tiles whose seams do not show; where that is as much as
     *                 the size it was made for, as in a U-Net, all of a picture decides, and tiles are of that size only
     * @param range    of its numbers
     * @param modes    the ways in which it can run, the usual one first
     */
    record Traits(int inputs, int outputs, int scale, int multiple, int smallest, int margin, Range range, List<Mode> modes) {
        public Traits {
            modes = List.copyOf(modes);
        }
    }

    /** What black and white are to the network. */
    enum Range {
        /** −1 … 1. */
        SIGNED,
        /** 0 … 1. */
        UNIT
    }

    /**
     * How batch normalisation and dropout run.
     *
     * @param statistics of batch normalisation
     * @param dropout    whether some features are forgotten, by the request's seed
     */
    record Mode(Statistics statistics, boolean dropout) {
        /** As a network is served usually. */
        public static final Mode EVALUATION = new Mode(Statistics.RUNNING, false);
        /** With the picture's own statistics and nothing left to chance. */
        public static final Mode OWN_STATISTICS = new Mode(Statistics.OWN, false);
        /** As Pix2Pix's authors test it (arXiv:1611.07004 §3.2). */
        public static final Mode AS_TRAINED = new Mode(Statistics.OWN, true);
    }

    /** Whose statistics batch normalisation takes. */
    enum Statistics {
        /** Those that were kept in training. */
        RUNNING,
        /** Those of this very picture. */
        OWN
    }
}
