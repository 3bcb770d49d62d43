package meander.models.render;

import meander.models.family.Translator.Mode;

/** Gets a translator ready for pictures of a size. */
interface TranslatorBackend extends AutoCloseable {
    /** FLOP of one run; where nobody can tell, a number that grows as it does. */
    double work(int height, int width, Mode mode);

    /** What one run holds at a time, in bytes; infinity where it cannot run. */
    double bytes(int height, int width, Mode mode);

    /** Whether a network that asks more than this machine should give is opened all the same. */
    default void allowAnyDemand() {}

    /** @throws OnnxSession.EngineException if the engine refuses the network */
    TranslatorSession open(int height, int width, Mode mode);

    @Override
    void close();
}
