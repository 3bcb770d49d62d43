package meander.app.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import meander.app.picture.FileStamp;

/** A library as JSON. */
final class LibraryIndexJson {
    private static final String MODELS = "models";
    private static final ObjectMapper MAPPER = new ObjectMapper(
            JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).build()).build());

    private LibraryIndexJson() {}

    /** Writes one model at a time: all of them as a tree or a text take many times the memory. Leaves the stream open. */
    static void write(LibraryIndex index, OutputStream out) throws IOException {
        try (JsonGenerator json = MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeArrayFieldStart(MODELS);
            for (LibraryEntry item : index.items())
                MAPPER.writeTree(json, node(item));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static ObjectNode node(LibraryEntry item) {
        ObjectNode node = MAPPER.createObjectNode().put("file", item.file().toString()).put("source", item.source().id());
        item.tags().forEach(node.putArray("tags")::add);
        ModelSummary facts = item.facts();
        return node.put("used", item.used()).put("size", item.stamp().size()).put("modified", item.stamp().modified())
                .put("sha256", item.hash()).put("family", facts.family()).put("width", facts.width())
                .put("height", facts.height()).put("parameters", facts.parameters()).put("translates", facts.translates());
    }

    /** @throws IOException if that is no library */
    static LibraryIndex read(InputStream json) throws IOException {
        List<LibraryEntry> items = null;
        // One model at a time: a tree of all of them takes ten times the memory.
        try (JsonParser parser = MAPPER.createParser(json).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) throw new IOException("no library");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                boolean list = parser.nextToken() == JsonToken.START_ARRAY && field.equals(MODELS);
                if (!list) {
                    parser.skipChildren();
                    continue;
                }
                items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY)
                    items.add(item(parser.readValueAsTree()));
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) throw new IOException("no end");
        }
        if (items == null) throw new IOException("no list of models");
        return new LibraryIndex(items);
    }

    private static LibraryEntry item(JsonNode node) throws IOException {
        String source = node.path("source").asText();
        TreeSet<String> tags = new TreeSet<>();
        node.path("tags").forEach(tag -> tags.add(tag.asText()));
        try {
            if (node.path("file").asText().isEmpty()) throw new IOException("a model without a file");
            return new LibraryEntry(Path.of(node.path("file").asText()),
                    Arrays.stream(EntrySource.values()).filter(each -> each.id().equals(source)).findFirst()
                            .orElse(EntrySource.FILE),
                    tags, node.path("used").asLong(),
                    new FileStamp(node.path("size").asLong(FileStamp.NONE.size()), node.path("modified").asLong()),
                    node.path("sha256").asText(), new ModelSummary(node.path("family").asText(), node.path("width").asInt(),
                            node.path("height").asInt(), node.path("parameters").asLong(), node.path("translates").asBoolean()));
        } catch (InvalidPathException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
