package meander.models.graph.torchscript;

import java.util.stream.Stream;

import meander.models.process.ProcessEnvironment;

/**
 * How the threads of libtorch wait for each other between two operations. By themselves they spin, hundreds of thousands of times around:
 * beside one other busy process, the system gives their time slices to threads that wait for one that has none, and training takes several
 * times as long. So they sleep until they are woken, which costs a little where nothing else runs. Results are the same, bit by bit: who
 * waits how changes nothing of who computes what. {@code packaging/src/check/busy.sh} measures it.
 */
final class OpenMpWaiting {
    private OpenMpWaiting() {}

    /** To be called before libtorch is loaded, for it looks once. Whoever has set any of these variables has chosen. */
    static void set() {
        if (Stream.of("OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "KMP_BLOCKTIME").anyMatch(name -> System.getenv(name) != null)) return;
        ProcessEnvironment.preset("OMP_WAIT_POLICY", "PASSIVE");
    }
}
