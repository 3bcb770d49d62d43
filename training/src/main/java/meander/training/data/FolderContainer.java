package meander.training.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** A folder with all that lies below it. Links are followed, but not in circles. */
final class FolderContainer implements FileContainer {
    private final Path folder;
    private final List<Entry> entries = new ArrayList<>();
    private final List<SkippedImage> skipped = new ArrayList<>();

    FolderContainer(Path folder, DataLimits limits, ProgressListener watch) throws IOException {
        this.folder = folder;
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), limits.depth() + 1, new Visitor(limits, watch));
        entries.sort(BY_NAME);
    }

    @Override
    public String title() {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    @Override
    public List<Entry> entries() {
        return entries;
    }

    @Override
    public List<SkippedImage> skipped() {
        return skipped;
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(folder.resolve(name));
    }

    @Override
    public void close() {}

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final DataLimits limits;
        private final ProgressListener watch;

        Visitor(DataLimits limits, ProgressListener watch) {
            this.limits = limits;
            this.watch = watch;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
            watch.goOn();
            return !each.equals(folder) && isClutter(each) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (isClutter(file)) return FileVisitResult.CONTINUE;
            if (attributes.isDirectory()) {
                skipped.add(SkippedImage.because(name(file), SkippedImage.Reason.TOO_DEEP, limits.depth()));
            } else if (attributes.isRegularFile()) { // a pipe or a device could keep us waiting for ever
                if (entries.size() == limits.files())
                    throw new UnusableDataException(UnusableData.Reason.TOO_MANY, title(), limits.files());
                entries.add(new Entry(name(file), attributes.size(), attributes.lastModifiedTime().toMillis()));
            }
            return FileVisitResult.CONTINUE;
        }

        /** Also for links that lead nowhere or in a circle. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(folder)) throw e;
            skipped.add(SkippedImage.because(name(file), SkippedImage.Reason.UNREADABLE, IoErrorMessages.of(e)));
            return FileVisitResult.CONTINUE;
        }

        private String name(Path file) {
            Path inside = folder.relativize(file);
            List<String> segments = new ArrayList<>();
            inside.forEach(segment -> segments.add(segment.toString()));
            return String.join("/", segments);
        }

        private boolean isClutter(Path file) {
            return file.getFileName() != null && FileContainer.isClutter(file.getFileName().toString());
        }
    }
}
