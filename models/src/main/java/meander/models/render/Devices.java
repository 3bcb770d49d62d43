package meander.models.render;

import java.time.Duration;
import java.util.List;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;

import meander.models.render.RenderSettings.Device;

/** Finds out where networks can run. */
public final class Devices {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HEAP = 512; // MiB

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
        return trial(List.of(Trial.class.getName()))
                ? new Choice(Device.GPU, Why.GPU_WORKS)
                : new Choice(Device.CPU, Why.GPU_FAILED);
    }

    /** Whether a class's main method ends well in a JVM like this one, within half a minute. */
    public static boolean trial(List<String> mainAndArguments) {
        return new ChildProcess(PATIENCE, HEAP, Long.MAX_VALUE)
                .run(mainAndArguments) instanceof ChildProcess.Outcome.Ended(int status, _) && status == 0;
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
