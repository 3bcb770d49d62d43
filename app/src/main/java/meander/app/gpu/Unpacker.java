package meander.app.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import meander.app.base.GpuPackageException;

/** Takes the files out of one folder of an archive. */
final class Unpacker {
    private static final int BUFFER = 1 << 17;

    private Unpacker() {}

    /**
     * @param from inside of the archive, ends in a slash; what lies in folders of it stays there
     * @param into a folder that is there
     * @throws GpuPackageException if nothing lies there, or a name leads elsewhere
     */
    static void unpack(Path archive, String from, Path into, DownloadListener watch) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            List<? extends ZipEntry> files = zip.stream()
                    .filter(entry -> entry.getName().startsWith(from) && !entry.isDirectory())
                    .filter(entry -> !deeper(entry.getName().substring(from.length()))).toList();
            long all = Math.max(1, files.stream().mapToLong(ZipEntry::getSize).sum());
            long done = 0;
            for (ZipEntry file : files) {
                String name = file.getName().substring(from.length());
                if (!leadsInside(name)) throw new GpuPackageException("gpu.trouble.archive", archive.getFileName().toString());
                try (InputStream in = zip.getInputStream(file); OutputStream out = Files.newOutputStream(into.resolve(name))) {
                    byte[] buffer = new byte[BUFFER];
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        watch.goOn();
                        out.write(buffer, 0, count);
                        done += count;
                        watch.progress(Math.min(1, (double) done / all));
                    }
                }
            }
            if (files.isEmpty()) throw new GpuPackageException("gpu.trouble.archive", archive.getFileName().toString());
        } catch (ZipException e) {
            throw new GpuPackageException("gpu.trouble.archive", archive.getFileName().toString());
        }
    }

    /** Whether a file of that name comes to lie where it should, on whatever system. */
    private static boolean leadsInside(String name) {
        try {
            return name.indexOf('/') < 0 && name.indexOf('\\') < 0 && name.indexOf(':') < 0 && !name.equals("..")
                    && Path.of(name).getNameCount() == 1;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** What lies deeper stays where it is; what leads up is for somebody to stumble over. */
    private static boolean deeper(String name) {
        return name.indexOf('/') > 0 && !List.of(name.split("/")).contains("..");
    }
}
