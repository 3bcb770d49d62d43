package meander.app.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.app.settings.AppSettings.Drawing;

/** Settings as JSON. Every part is read by itself: one that is wrong stands at its default and spoils no other. */
final class AppSettingsJson {
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).maxNumberLength(40).build()).build());

    private AppSettingsJson() {}

    static byte[] write(AppSettings settings) {
        ObjectNode root = MAPPER.createObjectNode().put("threads", settings.threads())
                .put("drawing", settings.drawing().name().toLowerCase(Locale.ROOT)).put("room", settings.room());
        settings.runs().ifPresent(runs -> root.put("runs", runs.toString()));
        settings.cache().ifPresent(cache -> root.put("cache", cache.toString()));
        return root.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IOException if these are no settings at all */
    static AppSettings read(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        if (root == null || !root.isObject()) throw new IOException("no settings");
        AppSettings usual = AppSettings.DEFAULT;
        Drawing drawing = root.path("drawing").asText().equals("cpu") ? Drawing.CPU : usual.drawing();
        return new AppSettings(whole(root.path("threads"), AppSettings.MOST_THREADS, usual.threads()), drawing,
                whole(root.path("room"), AppSettings.MOST_ROOM, usual.room()), folder(root.path("runs")),
                folder(root.path("cache")));
    }

    private static int whole(JsonNode node, int most, int usual) {
        return node.isInt() && node.intValue() >= 0 && node.intValue() <= most ? node.intValue() : usual;
    }

    private static Optional<Path> folder(JsonNode node) {
        try {
            return node.isTextual() ? Optional.of(Path.of(node.textValue())).filter(Path::isAbsolute) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
