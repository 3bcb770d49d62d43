package meander.app.gpu;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * A native package that does not come along.
 *
 * @param version  of what it holds; another one has another folder
 * @param sources  the files that are fetched
 * @param licence  as SPDX writes it
 * @param unpacked how many bytes it takes of the disk
 * @param property the system property that names its folder to its engine
 */
public record GpuPackage(GpuPurpose purpose, String version, List<Source> sources, String licence, long unpacked,
        String property) {
    /**
     * A file on a server.
     *
     * @param bytes  its size
     * @param sha256 64 lower-case hexadecimal digits
     * @param folder inside of it, whose files are the package's; ends in a slash
     */
    public record Source(URI uri, long bytes, String sha256, String folder) {
        public String name() {
            return uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
        }
    }

    public GpuPackage {
        sources = List.copyOf(sources);
    }

    /** What it is called where it lies. */
    String name() {
        return purpose.name().toLowerCase(Locale.ROOT) + "-" + version;
    }

    /** How many bytes are fetched. */
    public long bytes() {
        return sources.stream().mapToLong(Source::bytes).sum();
    }

    /** Where it comes from. */
    public String host() {
        return sources.getFirst().uri().getHost();
    }
}
