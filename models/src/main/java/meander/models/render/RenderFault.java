package meander.models.render;

import java.io.UncheckedIOException;

import meander.models.checkpoint.RejectedException;
import meander.models.text.Phrase;
import meander.models.text.PhraseException;
import meander.models.text.Technical;

/** Why there is no picture, in a sentence. */
public enum RenderFault implements Phrase.Key {
    /** What the engine said, or what became of the program. */
    DRAWING_ENGINE("The engine could not draw this picture ({0})."),
    /** No details. */
    DRAWING_MEMORY("There is not enough memory to draw this picture: close other models or programs."),
    /** What happened, technically. */
    DRAWING_FAILED("This picture could not be drawn: {0}"),
    /** What the engine said, or what became of the program. */
    TRANSLATING_ENGINE("The engine could not translate this picture ({0})."),
    /** No details. */
    TRANSLATING_MEMORY("There is not enough memory to translate this picture: choose smaller tiles or a smaller picture."),
    /** Memory that it takes, memory of the machine. */
    BEYOND_MEMORY("This takes about {0} of memory, and this machine has {1}, so it was not drawn unasked."),
    /** Memory that it takes, memory of the machine, TFLOP. */
    BEYOND_WORK("This takes about {0} of memory and {2,number,#} TFLOP, and this machine has {1}, so it was not drawn unasked."),
    /** What the system said. */
    FILE_UNREADABLE("The model’s file cannot be read any more ({0}): open it again."),
    /** Channels that it takes, the shape of the picture. */
    OTHER_CHANNELS("This network takes pictures of {0,number,#} channels, [{0,number,#},H,W], not {1}."),
    /** No details. */
    NO_PIXELS("The picture has no pixels."),
    /** Width, height, millions of pixels. */
    TOO_MANY_PIXELS(
            "A picture of {0,number,#} × {1,number,#} pixels gives more than the {2,number,#} million that can be translated: make it smaller first."),
    /** The mode. */
    NO_SUCH_MODE("This network cannot run with {0}."),
    /** The side that was asked for. */
    TILE_SIDE("A tile has a side of 1 pixel or more, not {0,number,#}."),
    /** The side of a tile. */
    LARGE_TILES("Tiles of {0,number,#} pixels take more memory than there is for them: choose smaller ones."),
    /** No details. */
    ALL_TILES_LARGE("This network takes more memory than there is, even in small tiles."),
    /** No details. */
    PROGRAM_MEMORY("the program wants more memory for one picture than there may be");

    private final String pattern;

    RenderFault(String pattern) {
        this.pattern = pattern;
    }

    @Override
    public String key() {
        return "renderFault." + name();
    }

    @Override
    public String pattern() {
        return pattern;
    }

    /** Why a picture could not be drawn. */
    static Phrase drawing(Throwable cause) {
        return told(cause, DRAWING_ENGINE, DRAWING_MEMORY);
    }

    /** Why a picture could not be translated. */
    static Phrase translating(Throwable cause) {
        return told(cause, TRANSLATING_ENGINE, TRANSLATING_MEMORY);
    }

    private static Phrase told(Throwable cause, RenderFault engine, RenderFault memory) {
        return switch (cause) {
            case PhraseException e -> e.phrase();
            case OnnxSession.EngineException e -> engine.with(e.said());
            case OutOfMemoryError _ -> memory.with();
            case UncheckedIOException e when e.getCause() instanceof RejectedException refused -> refused.rejected().phrase();
            case UncheckedIOException e -> FILE_UNREADABLE.with(String.valueOf(e.getCause().getMessage()));
            default -> Technical.SENTENCE.with(String.valueOf(cause.getMessage()));
        };
    }

    /** Of a fault that nobody has foreseen. */
    public static Phrase unforeseen(Throwable cause) {
        return cause instanceof OutOfMemoryError
                ? DRAWING_MEMORY.with()
                : DRAWING_FAILED.with(String.valueOf(cause.getMessage()));
    }
}
