package meander.app.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import meander.app.base.AppVersion;
import meander.app.picture.PictureRecipe;
import meander.models.request.RenderRequest;

/** A session as JSON. Every part is read by itself: one that is wrong stands at its default and spoils no other. */
final class WindowStateJson {
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).maxNumberLength(40).build()).build());

    private WindowStateJson() {}

    static byte[] write(WindowState session) {
        ObjectNode root = MAPPER.createObjectNode();
        session.window().ifPresent(window -> root.putObject("window").put("x", window.x()).put("y", window.y())
                .put("width", window.width()).put("height", window.height()).put("maximized", window.maximized()));
        ObjectNode columns = root.putObject("columns");
        session.columns().forEach(columns::put);
        root.put("theme", session.theme());
        root.put("language", session.language());
        ArrayNode recents = root.putArray("recents");
        for (WindowState.Recent recent : session.recents())
            recents.addObject().put("file", recent.file().toString()).put("name", recent.name()).put("line", recent.line())
                    .put("hash", recent.hash());
        ObjectNode answers = root.putObject("answers");
        session.answers().forEach((hash, given) -> given.forEach(answers.putObject(hash)::put));
        ObjectNode requests = root.putObject("requests");
        session.requests().forEach((hash, request) -> requests.put(hash, recipe(hash, request).toJson()));
        session.folder().ifPresent(folder -> root.put("folder", folder.toString()));
        ArrayNode runs = root.putArray("runs");
        session.runs().forEach(run -> runs.add(run.toString()));
        ArrayNode panes = root.putArray("panes");
        for (WindowState.Pane pane : session.panes())
            panes.addObject().put("file", pane.file().toString()).put("mode", pane.mode()).put("direction", pane.direction())
                    .put("seed", pane.dropoutSeed());
        return root.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    static WindowState read(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        if (!root.isObject()) throw new IOException("no session");
        SortedMap<String, Double> columns = new TreeMap<>();
        root.path("columns").forEachEntry((name, width) -> {
            if (width.isNumber() && width.doubleValue() >= 0 && width.doubleValue() < 1e5) columns.put(name, width.doubleValue());
        });
        SortedMap<String, SortedMap<String, String>> answers = new TreeMap<>();
        root.path("answers").forEachEntry((hash, given) -> {
            TreeMap<String, String> texts = new TreeMap<>();
            given.forEachEntry((guess, answer) -> {
                if (answer.isTextual()) texts.put(guess, answer.textValue());
            });
            answers.put(hash, texts);
        });
        SortedMap<String, RenderRequest> requests = new TreeMap<>();
        root.path("requests").forEachEntry((hash, request) -> {
            if (PictureRecipe.parse(request.asText("")) instanceof PictureRecipe.Reading.Found(PictureRecipe recipe))
                requests.put(hash, recipe.request());
        });
        return new WindowState(window(root.path("window")), columns, text(root.path("theme"), WindowState.DEFAULT.theme()),
                text(root.path("language"), ""), recents(root.path("recents")), answers, requests, path(root.path("folder")),
                runs(root.path("runs")), panes(root.path("panes")));
    }

    private static Optional<WindowState.Bounds> window(JsonNode node) {
        try {
            return node.isObject()
                    ? Optional.of(new WindowState.Bounds(node.path("x").asDouble(), node.path("y").asDouble(),
                            node.path("width").asDouble(), node.path("height").asDouble(), node.path("maximized").asBoolean()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<WindowState.Recent> recents(JsonNode nodes) {
        List<WindowState.Recent> recents = new ArrayList<>();
        for (JsonNode node : nodes)
            path(node.path("file")).ifPresent(file -> recents.add(new WindowState.Recent(file, text(node.path("name"), ""),
                    text(node.path("line"), ""), text(node.path("hash"), ""))));
        return recents;
    }

    private static List<Path> runs(JsonNode nodes) {
        List<Path> runs = new ArrayList<>();
        for (JsonNode node : nodes)
            path(node).ifPresent(runs::add);
        return runs;
    }

    private static List<WindowState.Pane> panes(JsonNode nodes) {
        List<WindowState.Pane> panes = new ArrayList<>();
        for (JsonNode node : nodes)
            path(node.path("file")).ifPresent(file -> panes.add(new WindowState.Pane(file, text(node.path("mode"), ""),
                    text(node.path("direction"), ""), node.path("seed").asLong())));
        return panes;
    }

    private static String text(JsonNode node, String missing) {
        return node.isTextual() ? node.textValue() : missing;
    }

    private static Optional<Path> path(JsonNode node) {
        try {
            return node.isTextual() && !node.textValue().isEmpty() ? Optional.of(Path.of(node.textValue())) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A request is kept in the words of a picture's recipe, of which only it and the hash matter here. */
    private static PictureRecipe recipe(String hash, RenderRequest request) {
        return new PictureRecipe(AppVersion.current(), "", hash, "", request, true, 1, 1, 1);
    }
}
