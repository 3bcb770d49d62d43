package meander.models.family.biggan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.models.checkpoint.StateDict;

/**
 * What stands in the configuration that Hugging Face keeps beside a file, {@code config.json} or {@code NAME_config.json}.
 *
 * @param ups     whether each block doubles the size; empty when there is no configuration
 * @param epsilon added to variances
 */
record BigGanConfigFile(List<Boolean> ups, double epsilon) {
    private static final String UPS = "config.layers";
    private static final String EPSILON = "config.eps";
    private static final int MOST_BYTES = 1 << 16;
    private static final double PUBLISHED_EPSILON = 1e-4;
    private static final BigGanConfigFile NONE = new BigGanConfigFile(List.of(), PUBLISHED_EPSILON);

    BigGanConfigFile {
        ups = List.copyOf(ups);
    }

    /** What the network's file itself says of it counts first. One that cannot be read is as none: it may be another program's. */
    static BigGanConfigFile of(Path file, StateDict network) {
        if (network.attributes().get(UPS) instanceof List<?> told && told.stream().allMatch(Boolean.class::isInstance)
                && network.attributes().get(EPSILON) instanceof Double epsilon && epsilon > 0 && epsilon < 1)
            return new BigGanConfigFile(told.stream().map(Boolean.class::cast).toList(), epsilon);
        String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        for (String each : List.of(name + "_config.json", name + ".json", "config.json")) {
            BigGanConfigFile read = read(file.resolveSibling(each));
            if (read.found()) return read;
        }
        return NONE;
    }

    private static BigGanConfigFile read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) return NONE;
            JsonNode json = new ObjectMapper().readTree(Files.readString(file));
            List<Boolean> ups = StreamSupport.stream(json.path("layers").spliterator(), false)
                    .map(layer -> layer.path(0).asBoolean()).toList();
            double epsilon = json.path("eps").asDouble(PUBLISHED_EPSILON);
            return epsilon > 0 && epsilon < 1 ? new BigGanConfigFile(ups, epsilon) : NONE;
        } catch (IOException e) {
            return NONE;
        }
    }

    /** As attributes of the network, for a file that stands alone. */
    Map<String, Object> facts() {
        return found() ? Map.of(UPS, ups, EPSILON, epsilon) : Map.of();
    }

    boolean found() {
        return !ups.isEmpty();
    }

    /** Without a configuration as in all published networks, where two blocks have the same size. */
    boolean doubles(int block) {
        return block < ups.size() ? ups.get(block) : block % 2 == 1;
    }
}
