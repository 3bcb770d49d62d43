package meander.training.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.models.files.TemporaryFiles;

/** The other side of a comparison: a process of {@code peers.py} that waits for its turn. */
final class PyTorchBaseline implements AutoCloseable {
    static final PyTorchBaseline NONE = new PyTorchBaseline(null, null, null, null);
    private static final String SCRIPT = "peers.py";

    private final Process process;
    private final Path folder;
    private final BufferedReader answers;
    private final JsonNode is;

    private PyTorchBaseline(Process process, Path folder, BufferedReader answers, JsonNode is) {
        this.process = process;
        this.folder = folder;
        this.answers = answers;
        this.is = is;
    }

    /** @throws IllegalStateException with a sentence if it does not start */
    static PyTorchBaseline start(PythonWithTorch python, Map<String, Object> question) {
        try {
            Path folder = TemporaryFiles.folder("meander-peer");
            try (InputStream script = PyTorchBaseline.class.getResourceAsStream(SCRIPT)) {
                Files.copy(script, folder.resolve(SCRIPT));
            }
            ProcessBuilder builder = python.process(folder,
                    List.of("-B", SCRIPT, new ObjectMapper().writeValueAsString(question)));
            builder.environment().put("OMP_NUM_THREADS", question.get("threads").toString());
            Process process = builder.redirectError(folder.resolve("errors.txt").toFile()).start();
            BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
            PyTorchBaseline unknown = new PyTorchBaseline(process, folder, answers, null);
            try {
                return new PyTorchBaseline(process, folder, answers, new ObjectMapper().readTree(unknown.answer()));
            } catch (IOException | RuntimeException e) {
                unknown.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalStateException("Python does not start: " + e.getMessage() + ".", e);
        }
    }

    /** Whether there is anything to compare with. */
    boolean known() {
        return is != null && is.at("/known").booleanValue();
    }

    String engine() {
        return "PyTorch " + is.at("/torch").textValue();
    }

    long parameters() {
        return is.at("/parameters").longValue();
    }

    /** Runs steps. @throws IllegalStateException with a sentence if it fails */
    double seconds(int steps) {
        PrintStream questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        questions.println(steps);
        try {
            return Double.parseDouble(answer());
        } catch (IOException e) {
            throw new IllegalStateException("Python ended: " + e.getMessage() + ".", e);
        }
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line != null) return line;
        String errors = Files.readString(folder.resolve("errors.txt")).strip();
        throw new IllegalStateException(
                "The plain networks failed in Python: " + errors.substring(errors.lastIndexOf('\n') + 1) + ".");
    }

    @Override
    public void close() {
        if (process == null) return;
        process.destroy();
        try {
            process.waitFor();
            for (String name : List.of(SCRIPT, "errors.txt"))
                Files.deleteIfExists(folder.resolve(name));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            System.getLogger(PyTorchBaseline.class.getName()).log(System.Logger.Level.DEBUG, "left behind", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
