package meander.app.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import meander.app.base.NumberFormats;
import meander.app.base.Texts;

/** Figures that are looked at together. @param id for its texts, {@code train.curve.ID}; empty for a figure that stands for itself */
record MetricCurve(String id, List<String> figures) {
    static final MetricCurve LOSS = new MetricCurve("loss", List.of("G/loss", "D/loss"));
    static final MetricCurve SIGNS = new MetricCurve("signs", List.of("D/sign_real", "D/sign_fake", "D/sign_heldback"));
    static final MetricCurve DISTANCE = new MetricCurve("distance", List.of("swd"));
    static final MetricCurve DIVERSITY = new MetricCurve("diversity", List.of("msssim"));
    static final MetricCurve AUGMENTATION = new MetricCurve("augmentation", List.of("augment/p"));
    static final MetricCurve PENALTY = new MetricCurve("penalty", List.of("D/r1"));
    static final MetricCurve AVERAGE = new MetricCurve("average", List.of("ema/distance"));
    /** Of Pix2Pix and CycleGAN, with their authors' names. */
    static final MetricCurve PATCHES = new MetricCurve("patches", List.of("G_GAN", "D_real", "D_fake"));
    static final MetricCurve NEARNESS = new MetricCurve("nearness", List.of("G_L1"));
    static final MetricCurve HELD_BACK = new MetricCurve("held-back", List.of("l1/B"));
    static final MetricCurve THERE = new MetricCurve("there", List.of("G_A", "D_A"));
    static final MetricCurve BACK = new MetricCurve("back", List.of("G_B", "D_B"));
    static final MetricCurve CYCLES = new MetricCurve("cycles", List.of("cycle_A", "cycle_B"));
    static final MetricCurve IDENTITY = new MetricCurve("identity", List.of("idt_A", "idt_B"));
    static final MetricCurve SIDES = new MetricCurve("sides", List.of("swd/B", "swd/A"));
    private static final List<MetricCurve> TRANSLATING = List.of(PATCHES, NEARNESS, HELD_BACK, THERE, BACK, CYCLES, IDENTITY,
            SIDES);
    /** Those that every recipe reports, or nearly. */
    static final List<MetricCurve> KNOWN = List.of(LOSS, SIGNS, DISTANCE, DIVERSITY, AUGMENTATION, PENALTY, AVERAGE);

    /** What can be looked at in a run: what is known, and whatever else its recipe reports. */
    static List<MetricCurve> of(RunHistory story) {
        List<MetricCurve> all = new ArrayList<>(KNOWN);
        TRANSLATING.stream().filter(curve -> curve.isIn(story)).forEach(all::add);
        Set<String> shown = all.stream().flatMap(curve -> curve.figures().stream()).collect(Collectors.toSet());
        story.figures().keySet().stream().filter(name -> !shown.contains(name)).sorted()
                .forEach(name -> all.add(new MetricCurve("", List.of(name))));
        return all;
    }

    /** The four that tell most about a run. */
    static List<MetricCurve> first(RunHistory story) {
        if (CYCLES.isIn(story)) return List.of(THERE, BACK, CYCLES, DISTANCE);
        if (NEARNESS.isIn(story)) return List.of(PATCHES, NEARNESS, HELD_BACK, DISTANCE);
        return List.of(LOSS, SIGNS, DISTANCE, DIVERSITY);
    }

    private boolean isIn(RunHistory story) {
        return figures.stream().anyMatch(story.figures()::containsKey);
    }

    String title(Texts texts) {
        return id.isEmpty() ? figures.getFirst() : texts.text("train.curve." + id);
    }

    /** What it means, in a sentence, where that is known. */
    Optional<String> about(Texts texts) {
        return id.isEmpty() ? Optional.empty() : Optional.of(texts.text("train.curve." + id + ".about"));
    }

    /** The name of one of its figures, in a word. */
    String name(int figure, Texts texts) {
        String name = figures.get(figure);
        return texts.messages().textOr("train.figure." + name.replace('/', '.'), name);
    }

    /** A value with as many figures as matter. */
    static String words(double value) {
        if (!Double.isFinite(value)) return "–";
        double size = Math.abs(value);
        return NumberFormats.format(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size == 0 ? 2 : size >= 0.01 ? 3 : 4,
                false);
    }
}
