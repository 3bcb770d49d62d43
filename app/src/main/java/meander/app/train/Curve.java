package meander.app.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import meander.app.Texts;
import meander.app.widgets.Numbers;

/** Figures that are looked at together. @param id for its texts, {@code train.curve.ID}; empty for a figure that stands for itself */
record Curve(String id, List<String> figures) {
    static final Curve LOSS = new Curve("loss", List.of("G/loss", "D/loss"));
    static final Curve SIGNS = new Curve("signs", List.of("D/sign_real", "D/sign_fake", "D/sign_heldback"));
    static final Curve DISTANCE = new Curve("distance", List.of("swd"));
    static final Curve DIVERSITY = new Curve("diversity", List.of("msssim"));
    static final Curve AUGMENTATION = new Curve("augmentation", List.of("augment/p"));
    static final Curve PENALTY = new Curve("penalty", List.of("D/r1"));
    static final Curve AVERAGE = new Curve("average", List.of("ema/distance"));
    /** Of Pix2Pix and CycleGAN, with their authors' names. */
    static final Curve PATCHES = new Curve("patches", List.of("G_GAN", "D_real", "D_fake"));
    static final Curve NEARNESS = new Curve("nearness", List.of("G_L1"));
    static final Curve HELD_BACK = new Curve("held-back", List.of("l1/B"));
    static final Curve THERE = new Curve("there", List.of("G_A", "D_A"));
    static final Curve BACK = new Curve("back", List.of("G_B", "D_B"));
    static final Curve CYCLES = new Curve("cycles", List.of("cycle_A", "cycle_B"));
    static final Curve IDENTITY = new Curve("identity", List.of("idt_A", "idt_B"));
    static final Curve SIDES = new Curve("sides", List.of("swd/B", "swd/A"));
    private static final List<Curve> TRANSLATING = List.of(PATCHES, NEARNESS, HELD_BACK, THERE, BACK, CYCLES, IDENTITY, SIDES);
    /** Those that every recipe reports, or nearly. */
    static final List<Curve> KNOWN = List.of(LOSS, SIGNS, DISTANCE, DIVERSITY, AUGMENTATION, PENALTY, AVERAGE);

    /** What can be looked at in a run: what is known, and whatever else its recipe reports. */
    static List<Curve> of(RunStory story) {
        List<Curve> all = new ArrayList<>(KNOWN);
        TRANSLATING.stream().filter(curve -> curve.isIn(story)).forEach(all::add);
        Set<String> shown = all.stream().flatMap(curve -> curve.figures().stream()).collect(Collectors.toSet());
        story.figures().keySet().stream().filter(name -> !shown.contains(name)).sorted()
                .forEach(name -> all.add(new Curve("", List.of(name))));
        return all;
    }

    /** The four that tell most about a run. */
    static List<Curve> first(RunStory story) {
        if (CYCLES.isIn(story)) return List.of(THERE, BACK, CYCLES, DISTANCE);
        if (NEARNESS.isIn(story)) return List.of(PATCHES, NEARNESS, HELD_BACK, DISTANCE);
        return List.of(LOSS, SIGNS, DISTANCE, DIVERSITY);
    }

    private boolean isIn(RunStory story) {
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
        return Numbers.format(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size == 0 ? 2 : size >= 0.01 ? 3 : 4,
                false);
    }
}
