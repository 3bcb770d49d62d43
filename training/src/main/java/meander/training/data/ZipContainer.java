package meander.training.data;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip, read where it lies. */
final class ZipContainer implements FileContainer {
    private final String title;
    private final ZipFile zip;
    private final Map<String, ZipEntry> files = new TreeMap<>();
    private final List<SkippedImage> skipped = new ArrayList<>();

    ZipContainer(Path file, DataLimits limits, ProgressListener watch) throws IOException {
        title = file.getFileName().toString();
        zip = open(file.toFile(), title);
        try {
            if (zip.size() > limits.files()) throw new UnusableDataException(UnusableData.Reason.TOO_MANY, title, limits.files());
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
                watch.goOn();
                add(all.nextElement(), limits);
            }
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static ZipFile open(File file, String title) throws IOException {
        try {
            return new ZipFile(file);
        } catch (ZipException e) {
            try {
                return new ZipFile(file, StandardCharsets.ISO_8859_1); // names of an old program, in no Unicode
            } catch (ZipException again) {
                throw new UnusableDataException(UnusableData.Reason.DAMAGED_ZIP, title, String.valueOf(e.getMessage()));
            }
        }
    }

    private void add(ZipEntry entry, DataLimits limits) {
        if (entry.isDirectory()) return;
        String name = entry.getName().replace('\\', '/');
        List<String> segments = Arrays.asList(name.split("/"));
        if (name.startsWith("/") || segments.contains("..")) {
            skipped.add(SkippedImage.because(name, SkippedImage.Reason.ODD_NAME));
        } else if (segments.size() > limits.depth() + 1) {
            skipped.add(SkippedImage.because(name, SkippedImage.Reason.TOO_DEEP, limits.depth()));
        } else if (segments.stream().noneMatch(FileContainer::isClutter)) {
            files.putIfAbsent(name, entry);
        }
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public List<Entry> entries() {
        return files.entrySet().stream()
                .map(each -> new Entry(each.getKey(), each.getValue().getSize(), each.getValue().getCrc())).toList();
    }

    @Override
    public List<SkippedImage> skipped() {
        return skipped;
    }

    @Override
    public InputStream open(String name) throws IOException {
        InputStream in = zip.getInputStream(files.get(name));
        if (in == null) throw new ZipException("no content");
        return in;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
