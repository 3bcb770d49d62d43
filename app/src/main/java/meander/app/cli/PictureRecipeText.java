package meander.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import meander.models.latent.DimensionOffsets;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.Truncation;
import meander.models.request.RenderRequest;

/** A request in words, one line for each part that is not at its default. */
final class PictureRecipeText {
    private PictureRecipeText() {}

    static List<String> of(RenderRequest request) {
        List<String> lines = new ArrayList<>();
        lines.add(request.styles().map(styles -> "given w " + styles.shape()).orElseGet(() -> point(request.point())));
        lines.add(truncation(request.truncation()));
        lines.add(noise(request.noise()));
        request.classes().weights().forEach((label, weight) -> lines.add("class " + label + " × " + weight));
        request.mix().weights()
                .forEach((layer, row) -> lines.add("layer " + layer + " mixed " + row + " from seeds " + request.mix().donors()));
        edits(request.edits(), lines);
        request.sliders().forEach((id, value) -> lines.add(id + " " + value));
        return lines;
    }

    private static String point(SeedPlanePoint point) {
        String offset = point.x() == 0 && point.y() == 0 ? "" : " at " + point.x() + ", " + point.y();
        return "seed " + point.seed() + offset;
    }

    private static String truncation(Truncation truncation) {
        return "ψ " + truncation.psi()
                + (truncation.cutoff() == Truncation.ALL_LAYERS ? "" : " for the first " + truncation.cutoff() + " layers");
    }

    private static String noise(Noise noise) {
        StringBuilder words = new StringBuilder("noise ").append(noise.mode().name().toLowerCase(Locale.ROOT));
        if (noise.mode() == Noise.Mode.RANDOM) words.append(", seed ").append(noise.seed());
        if (noise.strength() != 1) words.append(", strength ").append(noise.strength());
        noise.layerStrength().forEach((layer, strength) -> words.append(", layer ").append(layer).append(" × ").append(strength));
        return words.toString();
    }

    private static void edits(DimensionOffsets edits, List<String> lines) {
        edits.z().forEach((dimension, offset) -> lines.add("z[%d] %+g".formatted(dimension, offset)));
        edits.w().forEach((dimension, offset) -> lines.add("w[%d] %+g".formatted(dimension, offset)));
        edits.wPlus().forEach((layer, offsets) -> offsets
                .forEach((dimension, offset) -> lines.add("w[%d] of layer %d %+g".formatted(dimension, layer, offset))));
    }
}
