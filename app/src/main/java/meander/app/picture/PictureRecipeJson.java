package meander.app.picture;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.family.Translator;
import meander.models.request.JsonFields;
import meander.models.request.RenderRequest;

/**
 * Recipes as JSON. The names below are stable: pictures outlive versions. A field that is not known is ignored, one that is
 * missing stands at its default, one that is wrong refuses the whole recipe. Fields at their defaults are not written.
 */
final class PictureRecipeJson {
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).maxDocumentLength(JsonFields.MAX_TEXT)
                    .maxStringLength(JsonFields.MAX_TEXT).maxNumberLength(40).maxNameLength(200).build())
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
        recipe.request().write(root.putObject("request"));
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
                    sha256(root), root.text("family", 100), RenderRequest.read(root.object("request")), root.flag("full", true),
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
}
