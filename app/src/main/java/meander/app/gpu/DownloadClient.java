package meander.app.gpu;

import java.io.IOException;
import java.nio.file.Path;

/** How files come from a server. */
@FunctionalInterface
interface DownloadClient {
    /**
     * Fetches what is still missing of a file.
     *
     * @param part as far as it is there
     * @throws GpuTrouble                                 if it does not come, or not all; what came stays
     * @throws java.util.concurrent.CancellationException if it was called off
     */
    void fetch(GpuPackage.Source source, Path part, DownloadListener watch) throws IOException;
}
