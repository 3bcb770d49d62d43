package meander.training.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Python of this machine that has PyTorch. Meander needs none; it is compared with, and goes on with trainings that were exported.
 *
 * @param command its program
 * @param torch   the version of its PyTorch
 */
public record PythonWithTorch(String command, String torch) {
    private static final long PATIENCE_SECONDS = 60; // a cold disk takes its time to import torch

    /** The first that has one: MEANDER_PYTHON, python3 of the path, the system's own. */
    public static Optional<PythonWithTorch> find(Map<String, String> environment) {
        List<String> commands = new ArrayList<>();
        Optional.ofNullable(environment.get("MEANDER_PYTHON")).filter(path -> !path.isBlank()).ifPresent(commands::add);
        commands.addAll(List.of("python3", "python", "/usr/bin/python3"));
        return commands.stream().distinct().flatMap(command -> tried(command).stream()).findFirst();
    }

    private static Optional<PythonWithTorch> tried(String command) {
        try {
            Process process = new ProcessBuilder(command, "-c", "import torch; print(torch.__version__)")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 && !version.isEmpty()
                    ? Optional.of(new PythonWithTorch(command, version))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A process of it, not yet started. */
    public ProcessBuilder process(Path folder, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(arguments);
        return new ProcessBuilder(words).directory(folder.toFile());
    }
}
