package meander.models.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * On macOS: its sandbox, by a profile that denies all but reading the Java runtime, the class path, the engines and the system's libraries,
 * and the shared memory. Not tried on such a machine yet, so it says of itself that it holds in part.
 */
record MacConfinement(Path tool) implements Confinement {
    private static final Path TOOL = Path.of("/usr/bin/sandbox-exec");

    static Confinement here() {
        return Files.isExecutable(TOOL) ? new MacConfinement(TOOL) : new NoConfinement(ConfinementLack.NO_SANDBOX);
    }

    @Override
    public Holds holds() {
        return new Holds.Partial(ConfinementLack.UNTRIED_SANDBOX);
    }

    @Override
    public SharedMemory memory() throws IOException {
        return SharedMemory.ofFile();
    }

    @Override
    public ConfinedProcess start(Launch launch) throws IOException {
        return new PlainProcess(List.of(tool.toString(), "-p", profile(launch)), launch, List.of(), () -> {});
    }

    private static String profile(Launch launch) throws IOException {
        List<Path> readable = new ArrayList<>(List.of(Path.of(System.getProperty("java.home")), Path.of("/usr/lib"),
                Path.of("/System"), Path.of("/Library/Apple"), Path.of("/private/var/db/dyld")));
        readable.addAll(launch.readable());
        List<String> rules = new ArrayList<>(
                List.of("(version 1)", "(deny default)", "(allow process-fork)", "(allow sysctl-read)",
                        "(allow mach-lookup (global-name \"com.apple.system.logger\"))", "(allow signal (target self))",
                        "(allow file-read-metadata)", "(allow file-read* (literal \"/dev/random\") (literal \"/dev/urandom\"))",
                        "(allow file-write-data (literal \"/dev/null\"))", "(deny network*)",
                        "(allow process-exec (literal " + quoted(ConfinedProcess.java().toRealPath()) + "))"));
        rules.set(2, "(deny process-fork)");
        rules.add(readable.stream().map(MacConfinement::real).map(path -> "(subpath " + quoted(path) + ")")
                .collect(Collectors.joining(" ", "(allow file-read* file-map-executable ", ")")));
        rules.add("(allow file-read* file-write* (subpath " + quoted(real(launch.scratch())) + "))");
        for (SharedMemory each : launch.shared())
            rules.add("(allow file-read* file-write-data (literal " + quoted(real(Path.of(each.handle()))) + "))");
        return String.join("\n", rules);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath();
        }
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public void computeOnly(long memory) {
        // The profile holds from the beginning.
    }
}
