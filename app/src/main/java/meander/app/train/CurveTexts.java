package meander.app.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import meander.app.base.NumberFormats;
import meander.app.base.Texts;
import meander.training.recipe.Curve;

/** Which curves there are in a run, and their words. */
record CurveTexts(Texts texts) {
    private static final int FIRST = 4;

    /** What can be looked at in a run: what its recipe declares, and whatever else was measured, each by itself under an empty id. */
    static List<Curve> of(RunHistory story) {
        List<Curve> all = new ArrayList<>(story.monitoring().curves());
        Set<String> shown = all.stream().flatMap(curve -> curve.metrics().stream()).collect(Collectors.toSet());
        story.figures().keySet().stream().filter(name -> !shown.contains(name)).sorted()
                .forEach(name -> all.add(new Curve("", name)));
        return all;
    }

    /** Those that tell most about a run. */
    static List<Curve> first(RunHistory story) {
        return story.monitoring().curves().stream().limit(FIRST).toList();
    }

    String title(Curve curve) {
        return curve.id().isEmpty() ? name(curve.metrics().getFirst()) : texts.text("train.curve." + curve.id());
    }

    /** What it means, in a sentence, where that is known. */
    Optional<String> about(Curve curve) {
        return curve.id().isEmpty() ? Optional.empty() : Optional.of(texts.text("train.curve." + curve.id() + ".about"));
    }

    /** The name of a metric, in a word. */
    String name(String metric) {
        return texts.messages().textOr("train.figure." + metric.replace('/', '.'), metric);
    }

    /** A value with as many figures as matter. */
    static String words(double value) {
        if (!Double.isFinite(value)) return "–";
        double size = Math.abs(value);
        return NumberFormats.format(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size == 0 ? 2 : size >= 0.01 ? 3 : 4,
                false);
    }
}
