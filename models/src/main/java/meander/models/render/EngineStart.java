package meander.models.render;

import java.util.concurrent.FutureTask;

import ai.djl.engine.Engine;

/**
 * Starts an engine. While ONNX Runtime starts it matches a pattern against the command line, by recursion: on an ordinary thread a few
 * thousand characters, such as the names of many files, overflow the stack, which ends the program without a word.
 */
final class EngineStart {
    /** For a command line of a million characters. Only what is used of it takes memory. */
    private static final long DEEP_STACK = 1L << 28;

    private EngineStart() {}

    /** @return its name. What goes wrong is said to whoever uses the engine next */
    static String of(String engine) {
        Thread deep = new Thread(null, new FutureTask<>(() -> Engine.getEngine(engine)), engine, DEEP_STACK);
        deep.setDaemon(true);
        deep.start();
        boolean interrupted = false;
        while (deep.isAlive())
            try {
                deep.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        if (interrupted) Thread.currentThread().interrupt();
        return engine;
    }
}
