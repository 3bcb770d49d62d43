package meander.training.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import meander.models.graph.Graph;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.render.Devices;

/** Finds out where networks can be trained. */
public final class TrainingDevices {
    private static final String FOLDER = "PYTORCH_LIBRARY_PATH";

    private TrainingDevices() {}

    /**
     * Whether a GPU trains, tried in a process of its own: a CUDA build that fails to load would take the CPU's with it. What comes along
     * is for the CPU; without a build of one's own the answer is no at once; with one it may take seconds. Not for the UI thread.
     */
    public static boolean gpuWorks() {
        return ownLibrary() && tried(Map.of()).well();
    }

    /** Tries whether a GPU trains. @param properties system properties of the trial, which may name another build of PyTorch */
    public static Devices.Tried tried(Map<String, String> properties) {
        return Devices.trial(List.of(Trial.class.getName()), properties);
    }

    /**
     * Whether there is a build of PyTorch that may know a GPU: one that a person has named in {@code PYTORCH_LIBRARY_PATH}, as DJL wants it,
     * or one for CUDA where this process was told to look.
     */
    public static boolean ownLibrary() {
        return Stream.of(FOLDER, "PYTORCH_FLAVOR").anyMatch(name -> System.getenv(name) != null)
                || System.getProperty(FOLDER) != null
                        && Files.exists(Path.of(System.getProperty(FOLDER), System.mapLibraryName("torch_cuda")));
    }

    /** Doubles a few numbers on the GPU; anything wrong ends the process with another status than 0. */
    static final class Trial {
        private Trial() {}

        public static void main(String[] arguments) {
            if (!doubles(true)) throw new IllegalStateException("the GPU works out something else");
        }

        static boolean doubles(boolean gpu) {
            Graph graph = new Graph();
            graph.output("y", graph.input("x", 3).mul(2));
            Network network = new Network(graph, Weights.untrained(0));
            try (TorchScriptModule module = TorchScriptModule.load(TorchScriptCompiler.serving(network, "Trial"),
                    TorchScriptArchive.Precision.FLOAT32, gpu)) {
                Tensor result = module.call("forward", List.of(module.slot(Shape.of(3)).fill(new float[]{1, 2, 3})));
                return result.equals(new Tensor(Shape.of(3), new float[]{2, 4, 6}));
            }
        }
    }
}
