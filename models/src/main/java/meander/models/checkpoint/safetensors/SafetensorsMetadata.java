package meander.models.checkpoint.safetensors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StateDict;

/**
 * What a network's first file said about it besides its tensors, as one text among the metadata of a safetensors file: attributes with their
 * types, the list of modules, the class.
 */
public final class SafetensorsMetadata {
    /** The key of the text. */
    public static final String KEY = "meander.network";
    private static final int DEEPEST = 32;

    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build())
            .enable(DeserializationFeature.USE_LONG_FOR_INTS);

    private SafetensorsMetadata() {}

    public static String of(StateDict network) throws IOException {
        SequencedMap<String, Object> about = new LinkedHashMap<>();
        about.put("class", network.className());
        about.put("modules", network.modules());
        about.put("attributes", network.attributes());
        return JSON.writeValueAsString(about);
    }

    /** A network as its first file described it, if this one's metadata does. */
    static StateDict restored(StateDict network) throws RejectedException {
        if (!(network.attributes().get(KEY) instanceof String text)) return network;
        SequencedMap<String, Object> attributes = new LinkedHashMap<>(network.attributes());
        attributes.remove(KEY);
        Map<?, ?> about;
        try {
            about = JSON.readValue(text, Map.class);
        } catch (IOException e) {
            throw new RejectedException(Reason.MALFORMED, (long) SafetensorsReader.LENGTH_BYTES,
                    "a description of its network that is not well-formed");
        }
        if (about != null && about.get("attributes") instanceof Map<?, ?> kept)
            kept.forEach((name, value) -> attributes.put((String) name, value));
        List<String> modules = new ArrayList<>();
        if (about != null && about.get("modules") instanceof List<?> listed) listed.forEach(module -> {
            if (module instanceof String path) modules.add(path);
        });
        return new StateDict(network.tensors(), attributes, new LinkedHashSet<>(modules),
                about != null && about.get("class") instanceof String name ? name : "");
    }
}
