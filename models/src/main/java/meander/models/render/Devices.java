package meander.models.render;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;

import meander.models.render.RenderSettings.Device;

/** Finds out where networks can run. */
public final class Devices {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int HEAP = 512; // MiB
    private static final int LONGEST = 300; // characters of a complaint
    /** As ONNX Runtime writes it before it throws something that says less. */
    private static final Pattern MISSED = Pattern.compile("Failed to load library .* with error: (.+)");
    private static final Pattern THROWN = Pattern
            .compile("(?:Exception in thread \"[^\"]*\"|Caused by:) [\\w.$]+(?:Exception|Error): (.+)");

    private Devices() {}

    /**
     * What was found.
     *
     * @param device where to run
     * @param why    how that came about, for the status bar
     */
    public record Choice(Device device, Why why) {}

    /** How a device came to be chosen. */
    public enum Why {
        /** The GPU works. */
        GPU_WORKS,
        /** The engine in this installation knows no GPU. */
        NO_GPU_ENGINE,
        /** The engine knows a GPU, but the trial failed, so the CPU is used. */
        GPU_FAILED
    }

    /**
     * The GPU where a trial in a process of its own succeeds, else the CPU. A driver that crashes takes only the trial with it. May take
     * seconds where there is a GPU; not for the UI thread.
     */
    public static Choice choose() {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) return new Choice(Device.CPU, Why.NO_GPU_ENGINE);
        return drawing(Map.of()).well() ? new Choice(Device.GPU, Why.GPU_WORKS) : new Choice(Device.CPU, Why.GPU_FAILED);
    }

    /**
     * What came of a trial.
     *
     * @param complaint the engine's own words where it failed, as far as it had any; may be empty
     */
    public record Tried(boolean well, String complaint) {}

    /** Tries whether the GPU draws. @param properties system properties of the trial, which may name another build of the engine */
    public static Tried drawing(Map<String, String> properties) {
        return trial(List.of(Trial.class.getName()), properties);
    }

    /** Whether a class's main method ends well in a JVM like this one, within a minute. @param properties system properties of that JVM */
    public static Tried trial(List<String> mainAndArguments, Map<String, String> properties) {
        return switch (new ChildProcess(PATIENCE, HEAP, Long.MAX_VALUE).run(mainAndArguments, properties)) {
            case ChildProcess.Outcome.Ended(int status, _, String complained) ->
                new Tried(status == 0, status == 0 ? "" : thrown(complained));
            case ChildProcess.Outcome.TookTooLong _ -> new Tried(false, "it took more than " + PATIENCE.toSeconds() + " s");
            case ChildProcess.Outcome.TookTooMuch _ -> new Tried(false, "");
            case ChildProcess.Outcome.DidNotStart(String why) -> new Tried(false, why);
        };
    }

    /** The library that a loader missed; else what the last exception said, as causes say more than what they caused. */
    private static String thrown(String complained) {
        String message = complained.lines().map(MISSED::matcher).filter(Matcher::find).map(found -> found.group(1)).findFirst()
                .orElseGet(() -> complained.lines().map(THROWN::matcher).filter(Matcher::matches).map(found -> found.group(1))
                        .reduce((_, later) -> later).orElse(""))
                .strip();
        return message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    }

    /** Multiplies two small matrices on the GPU; anything wrong ends the process with another status than 0. */
    static final class Trial {
        private Trial() {}

        public static void main(String[] arguments) {
            try (MatrixProduct product = new MatrixProduct(64, new RenderSettings(Device.GPU, 0, 33))) {
                product.run();
            }
        }
    }
}
