package meander.models.render;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import ai.djl.util.Utils;
import ai.onnxruntime.OrtEnvironment;

import meander.models.checkpoint.ForeignModel.Language;

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
                folders.add(Utils.getEngineCacheDir("pytorch"));
            }
        }
        return new EngineNatives(folders, properties);
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
            Path part = Files.createTempFile(folder, "native", ".part");
            try {
                Files.copy(library, part, StandardCopyOption.REPLACE_EXISTING);
                move(part, target);
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
