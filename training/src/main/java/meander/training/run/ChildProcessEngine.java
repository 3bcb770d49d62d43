package meander.training.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import meander.models.process.ChildJvm;

/**
 * Trains on this machine, each run in a process of its own: what an engine takes, memory above all, goes back to the system when the run ends,
 * and if it crashes, or the system ends it for want of memory, the window stays. The run ends with a checkpoint when this process is gone.
 */
public final class ChildProcessEngine implements TrainingEngine {
    /** System properties that are the same in both processes. */
    private static final List<String> SHARED = List.of("java.io.tmpdir", "user.home", "ai.djl.pytorch.num_threads",
            "ai.djl.pytorch.num_interop_threads");

    private final LocalEngine described;
    private final Path cache;

    /**
     * @param described knows the recipes
     * @param cache     where decoded pictures are kept
     */
    public ChildProcessEngine(LocalEngine described, Path cache) {
        this.described = described;
        this.cache = cache;
    }

    @Override
    public List<Offer> offers() {
        return described.offers();
    }

    @Override
    public boolean isComplete() {
        return described.isComplete();
    }

    @Override
    public TrainingRun start(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener) {
        return begin(spec, folder, false, listener);
    }

    @Override
    public TrainingRun resume(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener) {
        return begin(spec, folder, true, listener);
    }

    private TrainingRun begin(TrainingSpec spec, Path folder, boolean resumed, Consumer<TrainingEvent> listener) {
        Path absolute = folder.toAbsolutePath();
        ChildProcessRun run = new ChildProcessRun(new ChildWire.Task(spec, absolute, cache.toAbsolutePath(), resumed), listener);
        run.begin();
        return run;
    }

    /**
     * Times this machine, which takes some seconds, most of them to start the process.
     *
     * @throws IOException if the process cannot be started or ends without an answer
     */
    public static TrainingTimeEstimate measure() throws IOException {
        Process process = start();
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            process.outputWriter(StandardCharsets.UTF_8).append(line(new ChildWire.Task(null, null, null, false))).close();
            String answer = answers.readLine();
            if (answer == null) throw new IOException("nothing was measured");
            return RunFolder.JSON.readValue(answer, TrainingTimeEstimate.class);
        } finally {
            process.destroyForcibly();
        }
    }

    static String line(Object what) throws IOException {
        return RunFolder.JSON.writeValueAsString(what) + "\n";
    }

    /** A process that waits for its task. */
    static Process start() throws IOException {
        List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-XX:-UsePerfData"));
        // Where this process writes its report if natives go down, that one does as well.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(option -> option.startsWith("-XX:ErrorFile="))
                .forEach(options::add);
        Map<String, String> properties = new HashMap<>(Map.of("user.language", Locale.getDefault().getLanguage()));
        for (String name : SHARED)
            if (System.getProperty(name) != null) properties.put(name, System.getProperty(name));
        return new ProcessBuilder(ChildJvm.command(options, properties, List.of(TrainingChild.class.getName())))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
