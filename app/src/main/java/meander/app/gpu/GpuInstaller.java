package meander.app.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import meander.app.base.GpuPackageException;
import meander.app.picture.Sha256;
import meander.models.files.FileTrees;
import meander.models.render.Devices;
import meander.training.run.TrainingDevices;

/**
 * Puts packages into the store, and tries them. Not for the window's thread.
 *
 * @param packages what there is for this machine
 * @param room     bytes that can still be written to a folder
 * @param trials   try a package in a process of its own
 */
public record GpuInstaller(GpuStore store, Function<GpuPurpose, Optional<GpuPackage>> packages, DownloadClient fetching,
        Room room, Trials trials) {
    private static final double FETCHED = 0.9; // of the time it takes, by far the most
    private static final double TAKEN = 0.3;
    private static final long SPARE = 100_000_000; // bytes for everybody else

    /** Bytes that can still be written to a folder. */
    @FunctionalInterface
    public interface Room {
        long in(Path folder) throws IOException;
    }

    /** Tries a package. */
    @FunctionalInterface
    public interface Trials {
        Devices.Tried tried(GpuPurpose purpose, Map<String, String> properties);
    }

    /** Of files alone: nothing comes from a server. */
    public GpuInstaller(GpuStore store, Function<GpuPurpose, Optional<GpuPackage>> packages, Room room, Trials trials) {
        this(store, packages, (source, _, _) -> {
            throw new GpuPackageException("gpu.trouble.unreachable", source.uri().getHost());
        }, room, trials);
    }

    public static GpuInstaller usual(GpuStore store) {
        return new GpuInstaller(store, GpuPackages::of, Downloader.usual(), folder -> Files.getFileStore(folder).getUsableSpace(),
                (purpose, properties) -> switch (purpose) {
                    case DRAWING -> Devices.drawing(properties);
                    case TRAINING -> TrainingDevices.tried(properties);
                });
    }

    /**
     * Fetches a package, checks it and unpacks it. What was fetched before it was called off, or failed, stays for the next time.
     *
     * @param given files that were fetched elsewhere; empty to fetch them here
     * @throws GpuPackageException if it cannot be had
     */
    public void install(GpuPackage wanted, List<Path> given, DownloadListener watch) throws IOException {
        Files.createDirectories(store.fetched(wanted.sources().getFirst()).getParent());
        checkRoom(wanted, given);
        double share = given.isEmpty() ? FETCHED : TAKEN;
        List<Path> archives = given.isEmpty()
                ? fetched(wanted, watch.part(0, share))
                : taken(wanted, given, watch.part(0, share));
        Path unpacked = store.fresh(wanted);
        try {
            long before = 0;
            for (int i = 0; i < archives.size(); i++) {
                long bytes = wanted.sources().get(i).bytes();
                Unpacker.unpack(archives.get(i), wanted.sources().get(i).folder(), unpacked,
                        watch.part(share, 1).part((double) before / wanted.bytes(), (double) (before + bytes) / wanted.bytes()));
                before += bytes;
            }
            store.complete(wanted, unpacked);
        } finally {
            if (Files.exists(unpacked)) FileTrees.delete(unpacked);
        }
        for (GpuPackage.Source source : wanted.sources())
            Files.deleteIfExists(store.fetched(source));
        store.tidy();
    }

    /** Tries a package that is there, and uses it from the next start on if that goes well. */
    public Devices.Tried attempt(GpuPackage of) throws IOException {
        Devices.Tried tried = trials.tried(of.purpose(), Map.of(of.property(), store.folder(of).toAbsolutePath().toString()));
        store.use(of, tried.well());
        return tried;
    }

    private void checkRoom(GpuPackage wanted, List<Path> given) throws IOException {
        long there = store.state(wanted) instanceof GpuStore.State.Partly(long bytes) ? bytes : 0;
        long needed = wanted.unpacked() + SPARE + (given.isEmpty() ? wanted.bytes() - there : 0);
        long free = room.in(store.root());
        if (free < needed)
            throw new GpuPackageException("gpu.trouble.room", gigabytes(needed), gigabytes(free), store.root().toString());
    }

    private static String gigabytes(long bytes) {
        return Double.toString(Math.round(bytes / 1e8) / 10.0);
    }

    private List<Path> fetched(GpuPackage wanted, DownloadListener watch) throws IOException {
        List<Path> archives = new ArrayList<>();
        long before = 0;
        for (GpuPackage.Source source : wanted.sources()) {
            Path whole = store.fetched(source);
            Path part = store.part(source);
            DownloadListener mine = watch.part((double) before / wanted.bytes(),
                    (double) (before + source.bytes()) / wanted.bytes());
            if (!Files.exists(whole)) {
                fetching.fetch(source, part, mine);
                watch.goOn();
                if (!matches(part, source)) {
                    Downloader.forget(part);
                    throw new GpuPackageException("gpu.trouble.checksum", source.name());
                }
                Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
                Downloader.forget(part);
            }
            before += source.bytes();
            archives.add(whole);
        }
        return archives;
    }

    /** Whoever chose the files may have given them other names. */
    private List<Path> taken(GpuPackage wanted, List<Path> given, DownloadListener watch) throws IOException {
        List<Path> archives = new ArrayList<>();
        for (GpuPackage.Source source : wanted.sources()) {
            Optional<Path> sized = Optional.empty();
            for (Path file : given)
                if (Files.isRegularFile(file) && Files.size(file) == source.bytes()) sized = Optional.of(file);
            if (sized.isEmpty()) throw new GpuPackageException("gpu.trouble.given", source.name(), source.uri().toString());
            if (!matches(sized.get(), source)) throw new GpuPackageException("gpu.trouble.checksum.given", source.name());
            archives.add(sized.get());
            watch.progress((double) archives.size() / wanted.sources().size());
            watch.goOn();
        }
        return archives;
    }

    private static boolean matches(Path file, GpuPackage.Source source) throws IOException {
        return Files.size(file) == source.bytes() && Sha256.of(file).equals(source.sha256());
    }
}
