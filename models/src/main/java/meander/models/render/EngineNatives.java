package meander.models.render;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import ai.onnxruntime.OrtEnvironment;

import meander.models.checkpoint.ForeignModel.Language;
import meander.models.files.AtomicFile;

/**
 * Where an engine's native libraries lie, for a process that may only read them.
 *
 * @param folders    that it reads
 * @param properties by which its engine finds them
 */
record EngineNatives(List<Path> folders, Map<String, String> properties) {
    private static final String ONNX_RUNTIME = "onnxruntime.native.path";
    private static final String PYTORCH = "PYTORCH_LIBRARY_PATH";
    private static final String CACHE = "DJL_CACHE_DIR";
    private static final Duration PATIENCE = Duration.ofMinutes(3); // for 450 MB on a slow disk
    private static final int HEAP = 256; // MiB

    EngineNatives {
        folders = List.copyOf(folders);
        properties = Map.copyOf(properties);
    }

    /** Those of an engine; unpacks what would be unpacked elsewhere at each start. */
    static EngineNatives of(Language language) throws IOException {
        Path cache = Utils.getCacheDir();
        Map<String, String> properties = new HashMap<>(Map.of(CACHE, cache.toString()));
        List<Path> folders = new ArrayList<>();
        switch (language) {
            case ONNX -> {
                String set = System.getProperty(ONNX_RUNTIME);
                Path folder = set == null ? unpacked(cache) : Path.of(set);
                folders.add(folder);
                properties.put(ONNX_RUNTIME, folder.toString());
            }
            case TORCH_SCRIPT -> {
                String set = System.getenv(PYTORCH) == null ? System.getProperty(PYTORCH) : System.getenv(PYTORCH);
                if (set != null) {
                    properties.put(PYTORCH, set);
                    Stream.of(set.split(File.pathSeparator)).filter(each -> !each.isBlank()).map(Path::of).forEach(folders::add);
                }
                Path own = Utils.getEngineCacheDir("pytorch");
                unpackPyTorch(own);
                folders.add(own);
            }
        }
        return new EngineNatives(folders, properties);
    }

    /** PyTorch's libraries, which its engine unpacks where it finds none: in a process of its own, which runs nothing of a file. */
    private static void unpackPyTorch(Path cache) throws IOException {
        String library = Engine.getDjlVersion() + "-" + System.mapLibraryName("djl_torch");
        if (Files.isDirectory(cache)) try (Stream<Path> found = Files.find(cache, 3, (path, _) -> path.endsWith(library))) {
            if (found.findAny().isPresent()) return;
        }
        ChildProcess.Outcome outcome = new ChildProcess(PATIENCE, HEAP, Long.MAX_VALUE).run(List.of(Unpacking.class.getName()),
                Map.of(CACHE, Utils.getCacheDir().toString()));
        if (!(outcome instanceof ChildProcess.Outcome.Ended(int status, _, _) && status == 0))
            throw new IOException("PyTorch's libraries could not be unpacked into " + cache);
    }

    /** In the other process: starts the engine and ends. */
    static final class Unpacking {
        private Unpacking() {}

        public static void main(String[] arguments) {
            Engine.getEngine("PyTorch");
            Runtime.getRuntime().halt(0);
        }
    }

    /** ONNX Runtime's own libraries out of the class path, in a folder of their version. */
    private static Path unpacked(Path cache) throws IOException {
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String names = "/ai/onnxruntime/native/"
                + (system.startsWith("windows") ? "win" : system.startsWith("mac") ? "osx" : "linux")
                + (System.getProperty("os.arch").equals("aarch64") ? "-aarch64" : "-x64");
        Path folder = cache.resolve("onnxruntime").resolve(version == null ? "unknown" : version);
        Files.createDirectories(folder);
        for (String library : List.of("onnxruntime", "onnxruntime4j_jni"))
            unpack(names + "/" + System.mapLibraryName(library), folder);
        return folder;
    }

    private static void unpack(String name, Path folder) throws IOException {
        Path target = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
        URL found = OrtEnvironment.class.getResource(name);
        if (found == null) throw new IOException("the class path holds no " + name);
        URLConnection connection = found.openConnection();
        connection.setUseCaches(false);
        try (InputStream library = connection.getInputStream()) {
            if (Files.exists(target) && Files.size(target) == connection.getContentLengthLong()) return;
            AtomicFile.deleteLeftoversOfTheDead(folder);
            AtomicFile.write(target, library::transferTo);
        }
    }
}
