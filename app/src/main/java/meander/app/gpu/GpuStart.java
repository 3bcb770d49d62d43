package meander.app.gpu;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The beginning of the program with what its last trial was content with, before any engine is loaded. A native library that ends the
 * process does so once: a mark stands until all went well, and where one is found whose process is no more, the package is left off.
 */
public final class GpuStart {
    private static final System.Logger LOG = System.getLogger(GpuStart.class.getName());
    /** What ends the process later does not come from loading an engine. */
    private static final Duration BEGINNING = Duration.ofMinutes(1);
    private static final String MARK = "starting-";

    private final GpuStore store;
    private final Map<GpuPurpose, GpuPackage> used = new EnumMap<>(GpuPurpose.class);
    private final Set<GpuPurpose> crashed = EnumSet.noneOf(GpuPurpose.class);

    private GpuStart(GpuStore store) {
        this.store = store;
    }

    /** A beginning without packages. */
    public static GpuStart none(GpuStore store) {
        return new GpuStart(store);
    }

    /** Of this process, whose beginning lasts a minute. What a person has named in the environment stands above it. */
    public static GpuStart ofThisProcess(GpuStore store) {
        GpuStart start = begin(store, GpuPackages::of, name -> System.getenv(name) != null, System::setProperty);
        if (!start.used.isEmpty())
            CompletableFuture.delayedExecutor(BEGINNING.toSeconds(), TimeUnit.SECONDS).execute(start::settled);
        return start;
    }

    /** @param named whether a person has named a folder by themselves, @param properties takes what is to be set */
    static GpuStart begin(GpuStore store, Function<GpuPurpose, Optional<GpuPackage>> packages, Predicate<String> named,
            BiConsumer<String, String> properties) {
        GpuStart start = new GpuStart(store);
        if (!Files.isDirectory(store.root())) return start;
        for (GpuPurpose purpose : GpuPurpose.values())
            packages.apply(purpose).ifPresent(each -> {
                try {
                    start.begin(each, named.test(each.property()), properties);
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "left off: " + e);
                }
            });
        return start;
    }

    private void begin(GpuPackage each, boolean named, BiConsumer<String, String> properties) throws IOException {
        if (endedAtIts(each.purpose())) {
            crashed.add(each.purpose());
            store.use(each, false);
        }
        if (named || !store.state(each).equals(new GpuStore.State.Ready(true))) return;
        Files.writeString(mark(each.purpose()), ProcessHandle.current().info().startInstant().map(Instant::toString).orElse(""));
        properties.accept(each.property(), store.folder(each).toAbsolutePath().toString());
        used.put(each.purpose(), each);
    }

    /** Whether a process that began with it is no more and never said that all went well. */
    private boolean endedAtIts(GpuPurpose purpose) throws IOException {
        boolean ended = false;
        String beginning = MARK + purpose + "-";
        try (Stream<Path> files = Files.list(store.root())) {
            for (Path mark : files.filter(file -> file.getFileName().toString().startsWith(beginning)).toList()) {
                if (lives(mark, mark.getFileName().toString().substring(beginning.length()))) continue;
                Files.deleteIfExists(mark);
                ended = true;
            }
        }
        return ended;
    }

    /** The number of a process is given to another one after its end, at another time. */
    private static boolean lives(Path mark, String number) throws IOException {
        try {
            String begun = Files.readString(mark).strip();
            return ProcessHandle.of(Long.parseLong(number)).map(process -> process.info().startInstant())
                    .filter(instant -> begun.isEmpty() || instant.isEmpty() || instant.get().toString().equals(begun))
                    .isPresent();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private Path mark(GpuPurpose purpose) {
        return store.root().resolve(MARK + purpose + "-" + ProcessHandle.current().pid());
    }

    public GpuStore store() {
        return store;
    }

    /** Whether this process works with the package. */
    public boolean uses(GpuPurpose purpose) {
        return used.containsKey(purpose);
    }

    /** What was left off because the program ended at its last beginning with it. */
    public Set<GpuPurpose> crashed() {
        return Set.copyOf(crashed);
    }

    /** All went well, or the program ends as it should. */
    public void settled() {
        for (GpuPurpose purpose : used.keySet())
            mark(purpose).toFile().delete();
    }

    /** Its trial failed this time: it is left off from the next start on. @return whether this process works with it */
    public boolean failed(GpuPurpose purpose) {
        GpuPackage mine = used.get(purpose);
        if (mine == null) return false;
        try {
            store.use(mine, false);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "it stays on: " + e);
        }
        return true;
    }
}
