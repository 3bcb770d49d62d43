package meander.training.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A small zip that comes along inside the program, held in memory. */
final class MemoryContainer implements FileContainer {
    private final String title;
    private final Map<String, byte[]> files = new TreeMap<>();

    MemoryContainer(String title, InputStream zip) throws IOException {
        this.title = title;
        try (ZipInputStream in = new ZipInputStream(zip)) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null;)
                files.put(entry.getName(), in.readAllBytes());
        }
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public List<Entry> entries() {
        return files.entrySet().stream().map(each -> new Entry(each.getKey(), each.getValue().length, checksum(each.getValue())))
                .toList();
    }

    private static long checksum(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    @Override
    public List<SkippedImage> skipped() {
        return List.of();
    }

    @Override
    public InputStream open(String name) {
        return new ByteArrayInputStream(files.get(name));
    }

    @Override
    public void close() {}
}
