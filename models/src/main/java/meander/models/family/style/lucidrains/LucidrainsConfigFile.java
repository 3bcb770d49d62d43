package meander.models.family.style.lucidrains;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/** The file {@code .config.json} that the port writes beside its models: the settings with which the networks were built. */
final class LucidrainsConfigFile {
    private static final String NAME = ".config.json";
    private static final long MOST_BYTES = 1 << 16;

    private LucidrainsConfigFile() {}

    /** A number of the file beside a model; empty where there is no such file, or nothing of the kind in it. */
    static OptionalDouble number(Path model, String name) {
        Path file = model.resolveSibling(NAME);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) return OptionalDouble.empty();
            try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
                if (json.nextToken() != JsonToken.START_OBJECT) return OptionalDouble.empty();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean wanted = json.currentName().equals(name);
                    if (json.nextToken().isNumeric() && wanted) return OptionalDouble.of(json.getDoubleValue());
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            // as if it were not there: the published value is the next best
        }
        return OptionalDouble.empty();
    }
}
