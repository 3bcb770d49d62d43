package meander.app.picture;

import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.family.Translator;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.DimensionOffsets;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.request.RenderRequest;

/**
 * Recipes as JSON. The names below are stable: pictures outlive versions. A field that is not known is ignored, one that is
 * missing stands at its default, one that is wrong refuses the whole recipe. Fields at their defaults are not written.
 */
final class PictureRecipeJson {
    /** Text longer than this is refused unread; styles of 18 layers are below 0.1 MB. */
    static final int MAX_TEXT = 32 << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper(
            JsonFactory
                    .builder().streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16)
                            .maxDocumentLength(MAX_TEXT).maxStringLength(MAX_TEXT).maxNumberLength(40).maxNameLength(200).build())
                    .build());

    private static final String TRANSLATION = "translation";

    private PictureRecipeJson() {}

    static String write(PictureRecipe recipe) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("app", recipe.app());
        root.put("model", recipe.model());
        root.put("sha256", recipe.sha256());
        root.put("family", recipe.family());
        root.put("full", recipe.full());
        root.put("width", recipe.width());
        root.put("height", recipe.height());
        enlarged(root, recipe.enlarged());
        root.set("request", request(recipe.request()));
        return root.toString();
    }

    static String write(TranslationRecipe recipe) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("app", recipe.app()).put("model", recipe.model()).put("sha256", recipe.sha256()).put("family", recipe.family());
        root.put("width", recipe.width()).put("height", recipe.height());
        enlarged(root, recipe.enlarged());
        ObjectNode translation = root.putObject(TRANSLATION);
        translation.put("input", recipe.input()).put("sha256", recipe.inputSha256());
        translation.put("statistics", recipe.mode().statistics().name().toLowerCase(Locale.ROOT));
        translation.put("dropout", recipe.mode().dropout()).put("dropoutSeed", recipe.dropoutSeed()).put("tile", recipe.tile());
        return root.toString();
    }

    private static TranslationRecipe translation(JsonFields root, JsonFields node) {
        String input = node.text("sha256", 64);
        return new TranslationRecipe(root.text("app", 100), root.text("model", 1000), sha256(root), root.text("family", 100),
                node.text("input", 1000), input.isEmpty() ? input : sha256(node),
                new Translator.Mode(node.choice("statistics", Translator.Statistics.class, Translator.Statistics.RUNNING),
                        node.flag("dropout", false)),
                node.whole("dropoutSeed", Long.MIN_VALUE, Long.MAX_VALUE, 0L), (int) node.whole("tile", 0L, 1L << 16, 0L),
                root.whole("width", 1, 1 << 16), root.whole("height", 1, 1 << 16), enlarged(root));
    }

    private static void enlarged(ObjectNode root, int times) {
        if (times > 1) root.put("enlarged", times);
    }

    private static int enlarged(JsonFields root) {
        return (int) root.whole("enlarged", 1L, 1L << 8, 1L);
    }

    static PictureRecipe.Reading read(String json) {
        try {
            JsonFields root = new JsonFields("", MAPPER.readTree(json));
            Optional<JsonFields> translation = root.optional(TRANSLATION);
            if (translation.isPresent()) return new PictureRecipe.Reading.Translated(translation(root, root.object(TRANSLATION)));
            return new PictureRecipe.Reading.Found(new PictureRecipe(root.text("app", 100), root.text("model", 1000),
                    sha256(root), root.text("family", 100), request(root.object("request")), root.flag("full", true),
                    root.whole("width", 1, 1 << 16), root.whole("height", 1, 1 << 16), enlarged(root)));
        } catch (JsonProcessingException e) {
            return new PictureRecipe.Reading.Refused(
                    "The recipe is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse("?"));
        } catch (IllegalArgumentException e) {
            return new PictureRecipe.Reading.Refused("The recipe cannot be used: " + e.getMessage() + ".");
        }
    }

    private static String sha256(JsonFields root) {
        String sha256 = root.text("sha256", 64);
        if (!sha256.matches("[0-9a-f]{64}")) throw new IllegalArgumentException("sha256 is not 64 hexadecimal digits");
        return sha256;
    }

    private static ObjectNode request(RenderRequest request) {
        ObjectNode node = MAPPER.createObjectNode();
        node.putObject("point").put("seed", request.point().seed()).put("x", request.point().x()).put("y", request.point().y());
        request.styles().ifPresent(styles -> node.set("styles", JsonTensors.write(MAPPER.createObjectNode(), styles)));
        ObjectNode truncation = node.putObject("truncation").put("psi", request.truncation().psi());
        if (request.truncation().cutoff() != Truncation.ALL_LAYERS) truncation.put("cutoff", request.truncation().cutoff());
        if (!request.classes().weights().isEmpty()) node.set("classes", numbers(request.classes().weights()));
        node.set("noise", noise(request.noise()));
        if (!request.mix().equals(StyleMix.NONE)) node.set("mix", mix(request.mix()));
        if (!request.edits().equals(DimensionOffsets.NONE)) node.set("edits", edits(request.edits()));
        if (!request.sliders().isEmpty()) node.set("sliders", numbers(request.sliders()));
        return node;
    }

    private static RenderRequest request(JsonFields node) {
        return new RenderRequest(point(node.object("point")), node.optional("styles").map(JsonTensors::read),
                truncation(node.object("truncation")), new ClassMix(node.object("classes").numbers(JsonFields::index)),
                noise(node.object("noise")), mix(node.object("mix")), edits(node.object("edits")),
                node.object("sliders").numbers(Function.identity()));
    }

    private static SeedPlanePoint point(JsonFields node) {
        return new SeedPlanePoint(node.whole("seed", 0L, (1L << 32) - 1, 0L), node.number("x", 0), node.number("y", 0));
    }

    private static Truncation truncation(JsonFields node) {
        return new Truncation(node.number("psi", 1), (int) node.whole("cutoff", 0L, Integer.MAX_VALUE, Truncation.ALL_LAYERS));
    }

    private static ObjectNode noise(Noise noise) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("mode", noise.mode().name().toLowerCase(Locale.ROOT)).put("seed", noise.seed()).put("strength",
                noise.strength());
        if (!noise.layerStrength().isEmpty()) node.set("layers", numbers(noise.layerStrength()));
        for (Tensor given : noise.given())
            JsonTensors.write(node.withArray("given").addObject(), given);
        return node;
    }

    private static Noise noise(JsonFields node) {
        return new Noise(node.choice("mode", Noise.Mode.class, Noise.Mode.CONST), node.whole("seed", 0L, Long.MAX_VALUE, 0L),
                node.number("strength", 1), node.object("layers").numbers(JsonFields::index),
                node.list("given").stream().map(JsonTensors::read).toList());
    }

    private static ObjectNode mix(StyleMix mix) {
        ObjectNode node = MAPPER.createObjectNode();
        mix.donors().forEach(node.putArray("donors")::add);
        ObjectNode layers = node.putObject("layers");
        mix.weights().forEach((layer, row) -> row.forEach(layers.putArray(layer.toString())::add));
        return node;
    }

    private static StyleMix mix(JsonFields node) {
        return new StyleMix(node.wholes("donors", 0, (1L << 32) - 1), node.entries("layers", JsonFields::index, JsonFields::row));
    }

    private static ObjectNode edits(DimensionOffsets edits) {
        ObjectNode node = MAPPER.createObjectNode();
        node.set("z", numbers(edits.z()));
        node.set("w", numbers(edits.w()));
        ObjectNode layers = node.putObject("layers");
        edits.wPlus().forEach((layer, offsets) -> layers.set(layer.toString(), numbers(offsets)));
        return node;
    }

    private static DimensionOffsets edits(JsonFields node) {
        return new DimensionOffsets(node.object("z").numbers(JsonFields::index), node.object("w").numbers(JsonFields::index),
                node.entries("layers", JsonFields::index, layer -> layer.numbers(JsonFields::index)));
    }

    private static ObjectNode numbers(SortedMap<?, Double> numbers) {
        ObjectNode node = MAPPER.createObjectNode();
        numbers.forEach((key, value) -> node.put(key.toString(), value));
        return node;
    }
}
