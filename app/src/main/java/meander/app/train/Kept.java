package meander.app.train;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import meander.models.files.WholeFile;

/** The moments of a training that a person has kept, in a file of its folder: they go where the folder goes. */
final class Kept {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String FILE = "kept.json";

    private Kept() {}

    /** @return numbers of images; none if the file is missing or cannot be read */
    static SortedSet<Long> read(Path run) {
        TreeSet<Long> kept = new TreeSet<>();
        Path file = run.resolve(FILE);
        if (Files.isRegularFile(file)) try {
            for (JsonNode moment : MAPPER.readTree(file.toFile()).path("kept"))
                if (moment.isIntegralNumber()) kept.add(moment.longValue());
        } catch (IOException e) {
            System.getLogger(Kept.class.getName()).log(Level.WARNING, "nothing is kept: " + e);
        }
        return kept;
    }

    static void write(Path run, SortedSet<Long> kept) throws IOException {
        ArrayNode moments = MAPPER.createArrayNode();
        kept.forEach(moments::add);
        byte[] json = MAPPER.createObjectNode().set("kept", moments).toPrettyString()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        WholeFile.write(run.resolve(FILE), out -> out.write(json));
    }
}
